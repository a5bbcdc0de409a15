"""kill -9 at random moments: nothing half done, nothing acknowledged lost, each mail under one Message-ID.

    python -m tests.faults.kills [NUMBER] [--write]

Real processes work on a database of their own (SQLite in a scratch folder, or an empty PostgreSQL by
DATABASE_URL) and are killed. --write puts the figures into docs/reliability.md.
Exit 1 where anything is amiss.
"""

import argparse
import json
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "reliability.md"
AT_ONCE = 2  # processes that work beside each other
LONGEST = 0.8  # seconds until one is killed
START, END = "<!-- kills: python -m tests.faults.kills --write -->", "<!-- end of kills -->"
HEAD = """| database | kills | in the middle of | acknowledged | lost | half done | mails | repeated |
|---|---|---|---|---|---|---|---|
"""


@dataclass
class Account:
    """What happened."""

    kills: int = 0
    acknowledged: int = 0
    during: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    sent: int = 0
    repeated: int = 0

    @property
    def amiss(self) -> list[str]:
        return [*self.lost, *self.halves, *self.mails]

    def row(self, database: str) -> str:
        during = ", ".join(f"{name} {number}" for name, number in sorted(self.during.items()))
        figures = (self.acknowledged, len(self.lost), len(self.halves), self.sent, self.repeated)
        said = " | ".join(f"{figure:,}" for figure in figures)
        return f"| {database} | {self.kills} | {sum(self.during.values())} ({during}) | {said} |"


def main() -> int:
    """Kill, check, say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("number", nargs="?", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="the figures into docs/reliability.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _prepare(folder)
        account = Account()
        for number in range(asked.number // AT_ONCE):
            _round(number, account)
        _finish(account)
    from django.db import connection

    row = account.row(connection.display_name)
    print(f"{HEAD}{row}")
    for fault in account.amiss[:20]:
        print("amiss:", fault)
    if asked.write:
        write(row)
    return 1 if account.amiss else 0


def _prepare(folder: str) -> None:
    os.environ |= {"DATA_DIR": folder, "DEBUG": "1", "STET_POST": f"{folder}/post"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
    import django
    from django.conf import settings

    settings.EMAIL_BACKEND = "tests.faults.busy.Post"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEBUG = False  # it would keep every query
    django.setup()
    from django.core.management import call_command

    from tests.editorial.people import cast
    from tests.faults.busy import Busy, done

    call_command("migrate", verbosity=0, stdout=StringIO())
    cast()
    first = Busy(0)
    for _ in range(first.most):
        first.begun()
    for _ in range(40):  # what is loaded at first use is there before anybody forks
        done(first.act()[1])


def _round(number: int, account: Account) -> None:
    """Some processes work until they are killed; then everything is looked at."""
    from django.db import connections

    connections.close_all()
    working = [_fork(number * AT_ONCE + each) for each in range(AT_ONCE)]
    chance = random.Random(number)
    for process, _ in working:
        time.sleep(chance.random() * LONGEST)
        os.kill(process, signal.SIGKILL)
        account.kills += 1
    told = []
    for process, pipe in working:
        _, status = os.waitpid(process, 0)
        lines = list(_lines(pipe))
        if not os.WIFSIGNALED(status):
            account.lost.append(f"a process ended by itself: {lines[-1:]}")
        if lines and "act" in lines[-1]:
            account.during[lines[-1]["act"]] += 1
        told += [line for line in lines if "act" not in line]
    _check(told, account)


def _fork(seed: int) -> tuple[int, int]:
    """A process that works, and the pipe on which it says what it is about to do and what is acknowledged."""
    reading, writing = os.pipe()
    if process := os.fork():
        os.close(writing)
        return process, reading
    try:
        from tests.faults.busy import Busy, done

        busy = Busy(seed)
        while True:
            name, act = busy.act()
            os.write(writing, json.dumps({"act": name}).encode() + b"\n")
            os.write(writing, json.dumps({"told": done(act)}).encode() + b"\n")
    except BaseException:
        os.write(writing, json.dumps({"error": traceback.format_exc()}).encode() + b"\n")
        os._exit(1)


def _lines(pipe: int) -> Iterator[dict]:
    with os.fdopen(pipe) as file:
        for line in file:
            if line.endswith("\n"):
                yield json.loads(line)


def _check(lines: list[dict], account: Account) -> None:
    from editorial.models import Docket
    from tests.faults import busy

    told = [line["told"] for line in lines if line.get("told")]
    account.acknowledged += len(told)
    for each in told:
        account.lost += busy.lost(each)
    account.halves += busy.halves(list(Docket.objects.order_by("-pk")[:12]))


def _finish(account: Account) -> None:
    """Once everything is quiet, the mails that a killed process had claimed are sent, and all is verified."""
    from django.utils import timezone

    from editorial import desk, verifying
    from tests.faults import busy

    desk.send_due(now=timezone.now() + timedelta(minutes=11))
    account.mails += busy.mails_amiss()
    taken = busy.Post.taken()
    account.sent, account.repeated = len(set(taken)), len(taken) - len(set(taken))
    account.halves += verifying.faults()


def write(row: str) -> None:
    """Put this database's row between the two markers, beside the other's."""
    page = PAGE.read_text(encoding="utf-8")
    if START not in page:
        page += f"\n## Killed at random moments\n\n{ABOUT}\n\n{START}\n{END}\n"
    before, _, rest = page.partition(START)
    table, _, after = rest.partition(END)
    name = row.split("|")[1].strip()
    rows = [
        line for line in table.splitlines() if re.match(r"\| (?!database|-|" + re.escape(name) + r" )", line)
    ]
    rows = [line for line in rows if not line.startswith("|---")]
    PAGE.write_text(
        f"{before}{START}\n{HEAD}" + "\n".join(sorted([*rows, row])) + f"\n{END}{after}", encoding="utf-8"
    )


ABOUT = """Two processes at a time write, move, import, upload, comment and send mails, and are killed
(`kill -9`) at random moments. After each kill every docket they worked on is verified, its rows are compared
with its newest revision, every picture has its file, and all that was acknowledged is looked for. A mail that
was handed over in the very moment of the kill is sent again under the same Message-ID, by which mail servers
know it: that is the last column. `.ci/run` does ten."""


if __name__ == "__main__":
    sys.exit(main())
