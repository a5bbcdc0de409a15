"""`manage.py lint` says what is wrong in which line of which file, to people, programs and GitHub."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editorial import lint
from editorial.remarks import Remark
from series.exporters.markdown import write
from series.importers.reading import read

ROOT = Path(__file__).resolve().parents[2]
DRAFT = """\
---
title: Bas Okoro
summary: Bell founder
date: 2031-03-09
---

### Who are you, and what do you do?

I cast bells near xxx.

### What hardware do you use?

### And what software?

None.
"""
CLEAN = DRAFT.replace("near xxx", "near Ulm").replace("### And", "A kiln.\n\n### And")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.md"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, dict]:
    code = lint.main(["--format", "json", *map(str, argv)])
    return code, json.loads(capsys.readouterr().out)


def test_a_finding_stands_in_its_line_and_columns(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = told(capsys, draft)

    (file,) = said["files"]
    (finding,) = [each for each in file["findings"] if each["check"] == "placeholder_text"]
    assert code == 1
    assert (file["path"], file["form"], file["unplaced"]) == (str(draft), "interview", [])
    assert finding.pop("message")
    assert len(finding.pop("fingerprint")) == 32
    assert finding == {
        "check": "placeholder_text",
        "level": "blocker",
        "line": 9,
        "column": 19,
        "end_line": 9,
        "end_column": 22,
        "excerpt": "xxx",
        "instead": None,
        "field": "contributions/1/answers/1/body",
        "rules": "default",
    }


def test_an_empty_answer_stands_in_the_line_of_its_question(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = told(capsys, draft)

    empty = [each for each in said["files"][0]["findings"] if each["check"] == "empty_answer"]
    assert [each["line"] for each in empty] == [11]


def test_findings_come_in_the_order_of_the_file(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = told(capsys, draft)

    lines = [each["line"] for each in said["files"][0]["findings"]]
    assert lines == sorted(lines)


def test_a_text_without_findings_passes(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = told(capsys, clean)

    assert code == 0
    assert said["summary"]["blockers"] == 0


def test_the_level_that_fails_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wide.md"
    path.write_text(CLEAN.replace("A kiln.", "A kiln <b>here."), encoding="utf-8")

    codes = {level: told(capsys, path, "--fail-on", level)[0] for level in ("blocker", "warning", "notice")}

    assert codes == {"blocker": 0, "warning": 1, "notice": 1}


def test_what_has_no_place_is_listed_with_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "open.md"
    path.write_text(CLEAN.replace("title: Bas Okoro", "title: Bas Okoro\njust words"), encoding="utf-8")

    _, said = told(capsys, path)

    assert said["files"][0]["unplaced"] == [
        {
            "line": 3,
            "column": 1,
            "end_line": 3,
            "end_column": 11,
            "why": "unplaced",
            "message": "A line of front matter that is no `key: value`",
            "excerpt": "just words",
        }
    ]


def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.md"
    bad.write_bytes(b"caf\xe9")

    code, said = told(capsys, bad, tmp_path / "missing.md", draft)

    assert code == 2
    assert [bool(file.get("error")) for file in said["files"]] == [True, True, False]
    assert "This is not UTF-8: byte 4" in said["files"][0]["error"]
    assert said["files"][1]["error"] == "It cannot be opened: No such file or directory."
    assert said["files"][2]["findings"]
    assert said["summary"]["unreadable"] == 2


def test_a_folder_stands_for_the_texts_in_it(tmp_path: Path, draft: Path, clean: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")

    assert list(lint.files([str(tmp_path)])) == [str(clean), str(draft)]


def test_people_read_one_line_for_each_finding(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lint.main([str(draft)])

    *lines, total = capsys.readouterr().out.splitlines()
    assert f"{draft}:9:19: blocker: " in lines[0]
    assert lines[0].endswith(" [placeholder_text]")
    assert total.startswith("1 files, 0 unreadable, 2 blockers,")


def test_github_gets_commands_with_its_marks_escaped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a,b.md"
    path.write_text(DRAFT, encoding="utf-8")

    lint.main(["--format", "github", str(path)])

    first = capsys.readouterr().out.splitlines()[0]
    file = str(path).replace(",", "%2C")
    assert first.startswith(
        f"::error file={file},line=9,endLine=9,col=19,endColumn=22,title=placeholder_text::"
    )


def run(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *argv]
    env = {"PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603


def test_the_command_needs_no_settings_and_starts_without_django(draft: Path) -> None:
    code = (
        "import sys; from editorial import lint; lint.check_file(sys.argv[1]); print('django' in sys.modules)"
    )

    done = run("lint", "--format", "json", str(draft))
    loaded = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(draft)], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["summary"]["files"] == 1
    assert loaded.stdout.strip() == "False"


def test_the_command_is_listed_among_djangos_own(draft: Path) -> None:
    done = run("help", "lint", DEBUG="1")

    assert done.returncode == 0, done.stderr
    assert "--fail-on" in done.stdout


def test_standard_input_is_a_file_too() -> None:
    command = [sys.executable, "manage.py", "lint", "--format", "json", "-"]

    done = subprocess.run(command, cwd=ROOT, input=DRAFT, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 1
    assert json.loads(done.stdout)["files"][0]["path"] == "-"


@pytest.mark.shared
def test_a_hostile_file_is_checked_or_refused_in_time(shared: Path) -> None:
    hostile = sorted(each for each in (shared / "badinputs" / "files").rglob("*") if each.is_file())
    slow = []
    for path in hostile:
        started = time.process_time()
        result = lint.check_file(str(path))
        assert result.error or result.form
        if time.process_time() - started > 2:
            slow.append(path.name)

    assert slow == []


@pytest.mark.shared
def test_every_finding_stands_where_its_words_stand_in_the_source_and_in_its_export(shared: Path) -> None:
    texts = sorted((shared / "corpus" / "history").iterdir())[:60]
    texts += [each for each in (shared / "seeds").iterdir() if each.suffix != ".csv"]
    imports = [read(path.read_bytes()) for path in texts]
    imports += [read(write(each.manuscript)) for each in imports]

    for imported in imports:
        for each in lint.check(lint.Source("", imported=imported)).findings:
            assert words_at(imported.source, each) == each.excerpt, each


def words_at(source: str, remark: Remark) -> str:
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    start = starts[remark.line - 1] + remark.column - 1
    return source[start : starts[remark.end_line - 1] + remark.end_column - 1]
