"""What lies in deploy/ fits the project: commands exist, variables are read, named files are there."""

import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MANAGE = re.compile(r"\.venv/bin/python manage\.py ([^;&'\n]+)")
ELSEWHERE = {"WEB_CONCURRENCY", "BIND", "FORWARDED_ALLOW_IPS", "PROMETHEUS_MULTIPROC_DIR"}  # gunicorn's


def read(unit: Path) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string(unit.read_text(encoding="utf-8"))
    return parser


def is_understood(line: str) -> None:
    """A command line of manage.py is one that the command takes; SystemExit where it is not."""
    name, *words = shlex.split(line)
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(words)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_what_there_is(unit: Path) -> None:
    service = read(unit)["Service"]
    start = service["ExecStart"]

    assert (service["User"], service["EnvironmentFile"]) == ("stet", "/etc/stet.env")
    for line in MANAGE.findall(start):
        is_understood(line)
    assert MANAGE.search(start) or "gunicorn editorial.wsgi --config deploy/gunicorn.py" in start
    timer = unit.with_suffix(".timer")
    assert timer.exists() == (service.get("Type") == "oneshot")
    assert not timer.exists() or read(timer)["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("python", "gunicorn"):
        (tmp_path / "bin" / name).symlink_to("/bin/true")
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text(encoding="utf-8").replace("/srv/stet/.venv", str(tmp_path))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    units = sorted(map(str, tmp_path.glob("stet*.*")))

    command = ["systemd-analyze", "verify", "--recursive-errors=no", *units]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command

    assert len(units) == 2 * len(UNITS) - 1
    assert (found.returncode, found.stderr) == (0, "")


def test_the_compose_file_runs_what_there_is() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]

    lines = MANAGE.findall(text)
    assert len(lines) == 3
    for line in lines:
        is_understood(line.rstrip('"] '))
    assert (ROOT / services["web"]["build"]["dockerfile"]).is_file()
    for service in services.values():
        assert set(service.get("depends_on", {})) <= services.keys()


def test_every_variable_of_the_example_is_read() -> None:
    example = (DEPLOY / "stet.env.example").read_text(encoding="utf-8")
    settings = (ROOT / "editorial" / "settings.py").read_text(encoding="utf-8")

    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))

    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    assert named - read - ELSEWHERE == set()


def test_gunicorn_takes_its_configuration() -> None:
    command = [sys.executable, "-m", "gunicorn", "editorial.wsgi", "--config", "deploy/gunicorn.py"]
    run = subprocess.run([*command, "--print-config"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603

    assert run.returncode == 0, run.stderr
    assert re.search(r"^workers\s+= 2$", run.stdout, re.MULTILINE)


def test_nginx_names_what_there_is() -> None:
    text = (DEPLOY / "nginx" / "stet.conf").read_text(encoding="utf-8")

    assert text.count("{") == text.count("}")
    statements = [line.strip() for line in re.sub(r"#.*", "", text).splitlines() if line.strip()]
    assert [line for line in statements if line[-1] not in ";{}"] == []
    example = (DEPLOY / "stet.env.example").read_text(encoding="utf-8")
    assert "alias /srv/stet/var/static/;" in text
    assert "DATA_DIR=/srv/stet/var\n" in example
    assert "PROXIES=1\n" in example  # X-Forwarded-For has one hop: nginx writes it anew
    assert "X-Forwarded-For $remote_addr" in text
