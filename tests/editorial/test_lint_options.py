"""`manage.py lint` with house rules, beside a series, repairing files, as SARIF, and explaining itself."""

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from editorial import lint
from editorial.checks import all_checks
from editorial.rulebook import from_toml

ROOT = Path(__file__).resolve().parents[2]
POST = """\
---
title: Bas Okoro
summary: Bell founder
---

### Who are you, and what do you do?

I cast  bells for Survey Monkey.

### What hardware do you use?

A kiln that doesnâ€™t crack.
"""
PART = """\
---
title: "Bell Towers, Part {part}"
---

In this part you hear from {name}.

### [{name}](https://people.test/{slug}) - Ringer at [{tower}](https://{slug}.test/)

**Background:** {name} rings the largest bell of the town, on Sundays and when it burns.

**{tower}:** {about}

#### **1. What do you ring?**

{answer}
"""


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.md"
    path.write_text(POST, encoding="utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, dict]:
    code = lint.main(["--format", "json", *map(str, argv)])
    return code, json.loads(capsys.readouterr().out)


def checks_of(said: dict) -> set[str]:
    return {each["check"] for file in said["files"] for each in file["findings"]}


# -- house rules


def test_house_rules_are_read_from_a_file(post: Path, tmp_path: Path, capsys) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[levels]\ndouble_space = "off"\n[preferred]\n"Survey Monkey" = "SurveyMonkey"', encoding="utf-8"
    )

    _, said = told(capsys, post, "--rules", rules)

    assert checks_of(said) == {"garbled_characters", "discouraged_term"}
    assert {each["rules"] for each in said["files"][0]["findings"]} != {"default"}


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (
            b'[levels]\ndouble_spce = "off"',
            "levels: there is no check “double_spce”. Is “double_space” meant?",
        ),
        (b"caf\xe9", "the house rules cannot be read"),
        (None, "the house rules cannot be read"),
    ],
)
def test_house_rules_that_cannot_be_read_say_why(post: Path, tmp_path: Path, capsys, rules, reason) -> None:
    path = tmp_path / "rules.toml"
    if rules is not None:
        path.write_bytes(rules)

    code = lint.main([str(post), "--rules", str(path)])

    assert code == 2
    assert f"{path}: {reason}" in capsys.readouterr().err


# -- a series


@pytest.fixture
def series(tmp_path: Path) -> Path:
    folder = tmp_path / "series"
    folder.mkdir()
    about = "A tower of brick beside the market, with four bells and a stair of ninety steps."
    for part, name, tower in ((1, "Imara Okello", "Salt Tower"), (2, "Bo Achterberg", "Wool Tower")):
        text = PART.format(
            part=part, name=name, slug=f"ringer-{part}", tower=tower, about=about, answer=f"Bell {part}."
        )
        (folder / f"part-{part}.md").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_checked_as_a_series(series: Path, capsys) -> None:
    last = series / "part-2.md"

    _, alone = told(capsys, last)
    _, beside = told(capsys, last, "--series", series)
    _, everything = told(capsys, "--series", series)

    assert checks_of(beside) - checks_of(alone) == {"copied_text", "foreign_blurb"}
    assert [Path(each["path"]).name for each in beside["files"]] == ["part-2.md"]
    assert [Path(each["path"]).name for each in everything["files"]] == ["part-1.md", "part-2.md"]


def test_a_draft_outside_the_folder_is_read_beside_it(series: Path, tmp_path: Path, capsys) -> None:
    draft = tmp_path / "draft.md"
    (series / "part-2.md").rename(draft)

    _, said = told(capsys, draft, "--series", series)

    assert "foreign_blurb" in checks_of(said)


def test_what_is_to_be_checked_has_to_be_said(post: Path, capsys) -> None:
    assert lint.main([]) == 2
    assert lint.main(["--series", str(post)]) == 2

    said = capsys.readouterr().err
    assert "Say which files or folders to check" in said
    assert "is no folder" in said


# -- repairing


def test_files_are_repaired_and_what_is_left_is_told(post: Path, capsys) -> None:
    code = lint.main([str(post), "--fix", "--format", "json"])

    said = capsys.readouterr()
    assert code == 0
    assert post.read_text(encoding="utf-8") == POST.replace("cast  bells", "cast bells").replace("â€™", "’")
    assert json.loads(said.out)["files"][0]["findings"] == []
    assert said.err == f"{post}: repaired.\n"


def test_a_diff_changes_nothing(post: Path, capsys) -> None:
    code = lint.main([str(post), "--diff"])

    said = capsys.readouterr().out
    assert code == 1
    assert post.read_text(encoding="utf-8") == POST
    assert "-I cast  bells for Survey Monkey.\n+I cast bells for Survey Monkey.\n" in said


def test_a_repaired_file_has_nothing_to_repair(post: Path, capsys) -> None:
    lint.main([str(post), "--fix"])
    before = post.read_bytes()

    codes = lint.main([str(post), "--diff"]), lint.main([str(post), "--fix"])

    assert codes == (0, 0)
    assert post.read_bytes() == before


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_mark_of_utf8_stay(post: Path, mark: str, end: str) -> None:
    post.write_bytes((mark + POST.replace("\n", end)).encode())

    lint.main([str(post), "--fix"])

    mended = POST.replace("cast  bells", "cast bells").replace("â€™", "’")
    assert post.read_bytes() == (mark + mended.replace("\n", end)).encode()


@pytest.mark.parametrize(
    "given",
    [POST.encode("utf-16"), POST.replace("\n", "\r\n", 3).encode()],
    ids=["utf-16", "mixed line ends"],
)
def test_a_file_of_another_kind_is_left_alone(post: Path, given: bytes) -> None:
    post.write_bytes(given)

    lint.main([str(post), "--fix"])

    assert post.read_bytes() == given


def test_standard_input_is_not_repaired_in_place() -> None:
    command = [sys.executable, "manage.py", "lint", "--fix", "-"]

    done = subprocess.run(command, cwd=ROOT, input=POST, capture_output=True, text=True, check=False)  # noqa: S603

    assert "use --diff" in done.stderr


# -- SARIF


def test_sarif_names_places_rules_fixes_and_what_could_not_be_read(
    post: Path, tmp_path: Path, capsys
) -> None:
    bad = tmp_path / "bad.md"
    bad.write_bytes(b"caf\xe9")

    code = lint.main([str(post), str(bad), "--format", "sarif"])

    log = json.loads(capsys.readouterr().out)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    found = {rules[each["ruleIndex"]]["id"]: each for each in run["results"]}
    space = found["double_space"]
    assert code == 2
    assert log["version"] == "2.1.0"
    assert list(found) == [each["ruleId"] for each in run["results"]]
    assert space["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": post.as_uri()},
        "region": {"startLine": 8, "startColumn": 7, "endLine": 8, "endColumn": 9},
    }
    assert space["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": " "}
    assert found["garbled_characters"]["level"] == "error"
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "This is not UTF-8" in told["message"]["text"]


# -- explaining


def test_every_check_is_listed_once(capsys) -> None:
    assert lint.main(["--list"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split()[1] for line in lines) == sorted(all_checks())
    assert lines[0].startswith("blocker")


@pytest.mark.parametrize("name", sorted(all_checks()))
def test_every_check_explains_itself(name: str, capsys) -> None:
    assert lint.main(["--explain", name]) == 0

    said = capsys.readouterr().out
    assert f"({name}, {all_checks()[name].level})" in said
    assert "When to let it stand: " in said


def test_a_check_that_is_not_there_is_guessed(capsys) -> None:
    assert lint.main(["--explain", "empty_answr"]) == 2
    assert capsys.readouterr().err == "There is no check “empty_answr”. Is “empty_answer” meant?\n"


def test_one_file_is_answered_without_starting_django(post: Path) -> None:
    command = [sys.executable, "-X", "importtime", "manage.py", "lint", str(post)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603

    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "editorial.lint" in imported
    assert not [name for name in imported if name.partition(".")[0] == "django"]


# -- its documentation


def test_the_page_about_it_names_every_option_and_its_house_rules_can_be_read() -> None:
    text = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    parser = argparse.ArgumentParser()
    lint.arguments(parser)
    options = [each for action in parser._actions for each in action.option_strings if each.startswith("--")]
    example = dedent(text.partition("## House rules\n")[2].partition("`disclaimer")[0])

    assert [each for each in options if each != "--help" and f"`{each}" not in text] == []
    assert from_toml(example, all_checks()).patterns[0].name == "Company line"


def test_the_hooks_run_the_programs_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    programs = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]

    assert {each["entry"].split()[0] for each in hooks} == set(programs)
    assert programs == {"stet-lint": f"{lint.__name__}:{lint.command.__name__}"}
