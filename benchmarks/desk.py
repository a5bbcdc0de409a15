"""How long the desk's list takes, at twenty and at twenty thousand installments.

    python -m benchmarks.desk

Makes a database of its own in a scratch folder (or takes DATABASE_URL, which has to be empty) and asks for
pages as a browser does, without a server. Exit 1 where a page costs more queries than it may, or where
20,000 installments take more than half as long again as 20.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

FEW, MANY = 20, 20_000
QUERIES, SLOWER = 12, 1.5  # the most that a page may cost, and how much longer than with few
ROUNDS = 15
FIRST = 1_000_000  # primary key of what is put in
WORDS = "bridge harbour lantern orchard ferry quarry timber signal meadow foundry kiln loom".split()
NAMES = "Ada Bo Cleo Dag Edda Finn Greta Hugo Ines Jori".split()
FAMILIES = "Ahlgren Brandt Castell Dorn Eklund Falk Grieg Holt Ibsen Juhl Kamp Lund Moss Nord".split()
LIST = "/desk/series/installment/"
PAGES = {
    "first page": "",
    "last page": "?p={last}",
    "of one stage": "?stage=draft",
    "published": "?stage=published",
    "with blockers": "?findings=blockers",
    "of one person": "?person={person}",
    "late": "?due=late",
    "of one series": "?series={series}",
    "search, many": "?q=Falk",
    "search, few": "?q=orchard+77",
    "search, none": "?q=zebra",
    "by title": "?o=1",
}


@dataclass(frozen=True)
class Cost:
    """What one page costs."""

    milliseconds: float
    queries: int


def main() -> int:
    """Measure, print, judge."""
    if len(sys.argv) == 2:
        return _child(int(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DEBUG": "1"}
        return _judge({number: _in_a_process_of_its_own(number) for number in (FEW, MANY)})


def _in_a_process_of_its_own(number: int) -> dict[str, Cost]:
    """Filling leaves much behind in a process' memory, and nobody's server has just done it."""
    for _ in ("fill", "measure"):
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.desk", str(number)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603
    return {name: Cost(*cost) for name, cost in json.loads(done.stdout).items()}


def _child(number: int) -> int:
    """The first time fill the database, the second time measure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
    import django
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from series.models import Installment

    made = Installment.objects.filter(pk__gte=FIRST).count()
    if not made:
        call_command("demo", stdout=io.StringIO())
    if made < number:
        fill(made, number)
        return 0
    settings.DEBUG = False  # it would keep every query
    print(json.dumps({name: (cost.milliseconds, cost.queries) for name, cost in _measured(number)}))
    return 0


# -- the installments


def fill(start: int, end: int) -> None:
    """Put copies of the demo's installments into the database, past the desk: its guards are taken down."""
    from django.db import transaction

    from editorial import guards

    guards.lift()
    with transaction.atomic():
        _copies(range(start, end))
    guards.put()
    _analyse()


def _copies(numbers: Sequence[int]) -> None:
    from editorial.models import Docket, Listed, Revision
    from editorial.names import fold
    from series.models import Contribution, Installment

    originals = list(Docket.objects.select_related("installment", "head").order_by("pk"))
    models = (Installment, Contribution, Docket, Revision, Listed)
    batches: dict[type, list[Any]] = {each: [] for each in models}
    today = originals[0].since
    for number in numbers:
        docket = originals[number % len(originals)]
        word, pk = WORDS[number % len(WORDS)], FIRST + number
        own = docket.installment
        title = f"The {word} {number}: notes from the {WORDS[number // 12 % len(WORDS)]}"
        batches[Installment].append(
            _copy(own, pk, key=uuid.uuid4(), title=title, part=number + 100, slug=f"part-{number + 100}")
        )
        for place in range(2):
            who = f"{NAMES[(number + place) % 10]} {FAMILIES[(number * 3 + place) % 14]} {number % 997}"
            batches[Contribution].append(
                Contribution(
                    pk=2 * pk + place, key=uuid.uuid4(), installment_id=pk, position=place + 1, name=who,
                    organization=f"{word.title()} Works {number % 313}", background="A life. " * 40,
                )
            )  # fmt: skip
        due = (today + timedelta(days=number % 90 - 10)).date() if number % 3 else None
        batches[Docket].append(_copy(docket, pk, installment_id=pk, head_id=pk, due=due))
        batches[Revision].append(_copy(docket.head, pk, docket_id=pk))
        names = [value for each in batches[Contribution][-2:] for value in (each.name, each.organization)]
        words, blockers = fold("\n".join([title, own.series.title, *names])), docket.counts["blockers"]
        batches[Listed].append(Listed(docket_id=pk, words=words, blockers=blockers))
    for model in models:
        _pour(model, batches[model])


def _copy(row: Any, pk: int, **values: Any) -> Any:
    fields = [each for each in row._meta.concrete_fields if not each.generated]
    return type(row)(**{each.attname: getattr(row, each.attname) for each in fields} | {"id": pk} | values)


def _pour(model: type, rows: list[Any]) -> None:
    """Insert rows as they are. The desk's writers would check each of them."""
    from django.db import connection

    meta = model._meta  # type: ignore[attr-defined]
    fields = [each for each in meta.concrete_fields if not each.generated]
    names = ", ".join(connection.ops.quote_name(each.column) for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [
        [each.get_db_prep_save(each.pre_save(row, True), connection) for each in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {meta.db_table} ({names}) VALUES ({marks})", values)  # noqa: S608


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# -- the pages


def _measured(number: int) -> Iterator[tuple[str, Cost]]:
    from django.contrib.auth.models import User
    from django.test import Client

    from series.models import Series

    client, editor = Client(), User.objects.get(username="editor")
    client.force_login(editor)
    about = {"last": -(-number // 20), "person": editor.pk, "series": Series.objects.first().pk}  # type: ignore[union-attr]
    for name, query in PAGES.items():
        address = LIST + query.format(**about)
        yield name, _cost(lambda address=address: _get(client, address))  # type: ignore[misc]


def _get(client: Any, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}.")


def _cost(ask: Callable[[], None]) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        ask()
        queries = len(asked)
    # SQLite works in this process: its processor time is what an idle machine's clock would say
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for _ in range(ROUNDS):
        start = clock()
        ask()
        times.append(1000 * (clock() - start))
    return Cost(min(times), queries)


def _judge(costs: dict[int, dict[str, Cost]]) -> int:
    few, many = costs[FEW], costs[MANY]
    print(f"{'':14} {FEW:>8} {MANY:>8}   times queries")
    bad = 0
    allowed = SLOWER * few["first page"].milliseconds
    for name, cost in many.items():
        times, before = cost.milliseconds / few["first page"].milliseconds, few[name].milliseconds
        fine = cost.milliseconds <= allowed and max(cost.queries, few[name].queries) <= QUERIES
        bad += not fine
        print(
            f"{name:14} {before:6.1f}ms {cost.milliseconds:6.1f}ms {times:6.2f} {cost.queries:7}"
            + ("" if fine else "  too much")
        )
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
