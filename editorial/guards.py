"""Database triggers that repeat the desk's rules, so that no other way of writing gets around them.

They are put up after every `migrate` and taken down before migrations run (SQLite cannot rebuild a table
that a trigger names). The same condition, written once, serves SQLite and PostgreSQL. Emptying the whole
database (`manage.py flush`) stays possible; changing one record does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from editorial.workflow import MOVES, Stage

OURS = ("stet_editorial_", "stet_series_")  # how the names of guards begin
RECORDS = {
    "editorial_revision": "revisions",
    "editorial_review": "reviews",
    "editorial_step": "steps",
    "editorial_stet": "stets",
    "editorial_comment": "comments",
    "editorial_houserulesversion": "versions of house rules",
    "editorial_erasure": "erasures",
    "editorial_merger": "mergers",
    "editorial_accountchange": "changes of accounts",
}
FIXED = (  # what an edition is published with
    *("installment_id", "series_id", "number", "revision", "digest", "manuscript", "part", "title", "slug"),
    *("series_title", "summary", "words", "cover", "html", "html_by_question", "first_published"),
    *("format", "live_from", "created", "corrections"),
)
SHOWN = ("edition_id", "position", "name", "role", "organization_name", "portrait", "quote", "anchor")
TABLES = {*RECORDS, "editorial_docket", "series_image"}
TABLES |= {"series_edition", "series_edition_topics", "series_appearance"}


@dataclass(frozen=True)
class Guard:
    """A row is refused where the condition holds; without one, always. NEW and OLD are the rows."""

    table: str
    event: str  # INSERT, UPDATE, UPDATE OF column…, DELETE
    name: str
    message: str
    when: str = ""

    @property
    def trigger(self) -> str:
        return f"stet_{self.table}_{self.name}"


def guards() -> Iterator[Guard]:
    """Every guard, as the table of moves is now."""
    for table, plural in RECORDS.items():
        yield Guard(table, "UPDATE", "kept", f"{plural} are records: they are never changed")
        yield Guard(table, "DELETE", "stays", f"{plural} are records: they are never deleted")
    yield from _of_steps()
    yield from _of_texts()
    yield from _of_dockets()
    yield from _of_editions()
    yield from _of_pictures()


LAST_STEP = "(SELECT max(s.number) FROM editorial_step s WHERE s.docket_id = NEW.docket_id)"
OPEN = """
    SELECT 1 FROM series_edition e JOIN editorial_docket d ON d.installment_id = e.installment_id
    WHERE d.id = NEW.docket_id AND e.ended = '' AND e.live_until IS NULL"""


def _of_steps() -> Iterator[Guard]:
    def guard(name: str, message: str, when: str) -> Guard:
        return Guard("editorial_step", "INSERT", name, message, when)

    arrows = {
        (each.name, source.value, each.target.value) for each in MOVES.values() for source in each.sources
    }
    arrows |= {("begin", "", Stage.DRAFT.value)}
    arrows |= {("approve", Stage.IN_REVIEW.value, Stage.IN_REVIEW.value)}  # a voice before the last one
    arrows |= {("assign", stage.value, stage.value) for stage in Stage}  # who has it; moves nothing
    known = ", ".join(str(arrow) for arrow in sorted(arrows))
    yield guard("number", "steps are numbered without gaps", f"NEW.number <> coalesce({LAST_STEP}, 0) + 1")
    yield guard(
        "arrow",
        "no move leads from there to there",
        f"""(NEW.move, NEW."before", NEW."after") NOT IN (VALUES {known})""",
    )
    yield guard(
        "place",
        "a step starts where the docket stands, with its newest revision",
        """NEW.number > 1 AND NOT EXISTS (
            SELECT 1 FROM editorial_docket d
            WHERE d.id = NEW.docket_id AND d.stage = NEW."before" AND d.head_id = NEW.revision_id)""",
    )
    yield guard(
        "readers",
        "readers have to have what the step says",
        f"""NEW."after" IN ('scheduled', 'published') AND NOT EXISTS ({OPEN}
            AND e.digest = (SELECT r.digest FROM editorial_revision r WHERE r.id = NEW.revision_id))
        OR NEW."after" = 'withdrawn' AND EXISTS ({OPEN})""",  # noqa: S608 – made of constants
    )


def _of_texts() -> Iterator[Guard]:
    yield Guard(
        "editorial_revision",
        "INSERT",
        "number",
        "revisions are numbered without gaps, and only a text that is not frozen has new ones",
        """NEW.number <> 1 + coalesce(
            (SELECT max(r.number) FROM editorial_revision r WHERE r.docket_id = NEW.docket_id), 0)
        OR (SELECT d.stage FROM editorial_docket d WHERE d.id = NEW.docket_id)
            IN ('published', 'withdrawn', 'killed')""",
    )
    yield Guard(
        "editorial_review",
        "INSERT",
        "text",
        "a review is of the newest text, under its digest",
        """NOT EXISTS (
            SELECT 1 FROM editorial_revision r JOIN editorial_docket d ON d.head_id = r.id
            WHERE r.id = NEW.revision_id AND r.digest = NEW.digest)""",
    )
    yield Guard(
        "editorial_review",
        "INSERT",
        "eyes",
        "nobody approves words of their own",
        """NEW.verdict = 'approve' AND EXISTS (SELECT 1 FROM editorial_revision r
            WHERE r.id = NEW.revision_id AND NEW.reviewer_id IN (r.author_id, r.suggested_id))""",
    )


def _of_dockets() -> Iterator[Guard]:
    def guard(event: str, name: str, message: str, when: str = "") -> Guard:
        return Guard("editorial_docket", event, name, message, when)

    last = """(SELECT s.{} FROM editorial_step s
        WHERE s.docket_id = NEW.id ORDER BY s.number DESC LIMIT 1)"""
    yield guard("DELETE", "stays", "dockets are kept on record: kill it instead")
    moved = "OLD.installment_id <> NEW.installment_id"
    yield guard("UPDATE OF installment_id", "place", "a docket stays with its installment", moved)
    yield guard(
        "INSERT", "begins", "a docket begins as a draft", "NEW.stage <> 'draft' OR NEW.head_id IS NOT NULL"
    )
    yield guard(
        "UPDATE OF stage, moment",
        "stage",
        "a stage is what the steps lead to",
        f"""NEW.stage IS DISTINCT FROM {last.format('"after"')} OR NEW.moment IS DISTINCT FROM
            CASE WHEN NEW.stage = 'scheduled' THEN {last.format("moment")} END""",
    )
    yield guard(
        "UPDATE OF head_id",
        "head",
        "the head is the newest revision",
        """NEW.head_id IS DISTINCT FROM (SELECT r.id FROM editorial_revision r
            WHERE r.docket_id = NEW.id ORDER BY r.number DESC LIMIT 1)""",
    )


# The approvals of exactly this text: each reviewer's last word, given since the last withdrawal, by active
# people who filed nothing, and suggested nothing that was applied, since the last published revision.
# The desk asks for more than that.
VOTES = """
    SELECT count(DISTINCT r.reviewer_id) FROM editorial_review r JOIN auth_user u ON u.id = r.reviewer_id
    WHERE r.revision_id = d.head_id AND r.digest = NEW.digest AND r.verdict = 'approve' AND u.is_active
    AND NOT EXISTS (SELECT 1 FROM editorial_review l
        WHERE l.revision_id = r.revision_id AND l.reviewer_id = r.reviewer_id AND l.id > r.id)
    AND r."after" >= coalesce((SELECT max(s.number) FROM editorial_step s
        WHERE s.docket_id = d.id AND s.move = 'withdraw'), 0)
    AND NOT EXISTS (SELECT 1 FROM editorial_revision v
        WHERE r.reviewer_id IN (v.author_id, v.suggested_id)
        AND v.docket_id = d.id AND v.number <= NEW.revision AND v.number > coalesce(
            (SELECT max(e.revision) FROM series_edition e WHERE e.installment_id = NEW.installment_id
            AND e.ended <> 'cancelled' AND e.revision < NEW.revision), 0))"""


def _of_editions() -> Iterator[Guard]:
    def guard(event: str, name: str, message: str, when: str = "") -> Guard:
        return Guard("series_edition", event, name, message, when)

    yield guard("DELETE", "stays", "editions are kept on record: withdraw it instead")
    yield guard(f"UPDATE OF {', '.join(FIXED)}", "text", "what readers were given is never changed")
    yield guard("UPDATE", "ended", "an edition that has ended stays so", "OLD.ended <> ''")
    yield guard(
        "INSERT",
        "gate",
        "only a text that a quorum of others approved gets to the readers",
        f"""EXISTS (SELECT 1 FROM editorial_docket d WHERE d.installment_id = NEW.installment_id)
        AND NOT EXISTS (
            SELECT 1 FROM editorial_docket d JOIN editorial_revision h ON h.id = d.head_id
            JOIN editorial_houserules q ON q.series_id = NEW.series_id
            WHERE d.installment_id = NEW.installment_id AND d.stage IN ('approved', 'scheduled')
            AND h.number = NEW.revision AND h.digest = NEW.digest AND h.manuscript = NEW.manuscript
            AND ({VOTES}) >= q.quorum)""",  # noqa: S608 – made of constants
    )
    yield Guard(
        "series_appearance",
        f"UPDATE OF {', '.join(SHOWN)}",
        "text",
        "what readers were given is never changed",
    )
    yield Guard(
        "series_edition_topics",
        "UPDATE OF edition_id, name",
        "text",
        "what readers were given is never changed",
    )
    yield Guard("series_appearance", "DELETE", "stays", "what readers were given is never deleted")


def _of_pictures() -> Iterator[Guard]:
    """Editions name pictures by digest, which no foreign key keeps."""
    shown = """EXISTS (SELECT 1 FROM series_edition e WHERE e.cover = OLD.digest)
        OR EXISTS (SELECT 1 FROM series_appearance a WHERE a.portrait = OLD.digest)"""
    yield Guard("series_image", "DELETE", "stays", "what readers were given is never deleted", shown)
    yield Guard("series_image", "UPDATE OF digest, file, width, height", "kept", "a picture is never changed")


# -- putting them up


def put(using: str = "default") -> None:
    """Put up every guard, in place of those that are there."""
    connection = connections[using]
    if not set(connection.introspection.table_names()) >= TABLES:
        return  # a migration to an earlier state: there is nothing to guard
    with transaction.atomic(using), connection.cursor() as cursor:
        for guard in guards():
            for statement in (_down(connection, guard.trigger), *_up(connection, guard)):
                cursor.execute(statement)


def lift(using: str = "default") -> None:
    """Take down every guard, those of another release included."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for name in _up_now(connection):
            cursor.execute(_down(connection, name))


def missing(using: str = "default") -> list[str]:
    """Names of the guards that are not up."""
    up = _up_now(connections[using])
    return sorted(guard.trigger for guard in guards() if guard.trigger[:63] not in up)


def _up_now(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the guards that the database has."""
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger" if _is_postgres(connection) else triggers)
        return {name for (name,) in cursor.fetchall() if name.startswith(OURS)}


def _is_postgres(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "postgresql"


def _down(connection: BaseDatabaseWrapper, trigger: str) -> str:
    if _is_postgres(connection):
        return f"DROP FUNCTION IF EXISTS {trigger}() CASCADE"
    return f"DROP TRIGGER IF EXISTS {trigger}"


def _up(connection: BaseDatabaseWrapper, guard: Guard) -> tuple[str, ...]:
    head = f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
    if not _is_postgres(connection):
        when = f"WHEN {guard.when}" if guard.when else ""
        return (f"{head} {when} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",)
    refusal = f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF ({guard.when}) THEN {refusal} END IF;" if guard.when else refusal
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return (
        f"CREATE FUNCTION {guard.trigger}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$guard$ BEGIN {body} RETURN {row}; END $guard$",
        f"{head} EXECUTE FUNCTION {guard.trigger}()",
    )


# -- when


def before_migrations(*, using: str, plan: list[Any], **_: Any) -> None:
    if plan:
        lift(using)


def after_migrations(*, using: str, plan: list[Any] | None = None, **_: Any) -> None:
    """Put the guards up once the database is what this release expects; on the way there, none are up."""
    if plan is None or not _behind(using):
        put(using)


def _behind(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
