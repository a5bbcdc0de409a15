"""The table of moves against the arrows written out a second time: every move, every stage, every role."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from editorial.workflow import MOVES, Refused, Role, Situation, Stage, offered, reasons_against
from tests.editorial.oracle import arrows

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
PEOPLE = [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER]
EVERY_SET_OF_ROLES = [frozenset(some) for size in range(4) for some in combinations(PEOPLE, size)]


def smooth(move: str, stage: Stage, roles: frozenset[Role]) -> Situation:
    """A situation in which nothing but the stage or the roles can speak against the move."""
    return Situation(
        stage=stage,
        roles=roles,
        now=NOW,
        actor="bob",
        digest="d1",
        seen="d1",
        authors=frozenset({"alice"}),
        approvals=frozenset({"bob"}),
        quorum=1,
        reviewers=2,
        live=move == "withdraw",
        note="Because the facts have changed.",
        moment=NOW + timedelta(days=1),
    )


def test_the_table_has_exactly_the_arrows_written_here():
    table = {
        name: (frozenset(map(str, move.sources)), str(move.target), str(move.role))
        for name, move in MOVES.items()
    }

    assert table == arrows()


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("name", list(arrows()))
def test_a_move_is_possible_from_its_stages_and_by_its_role_alone(name, stage):
    sources, _, role = arrows()[name]

    for roles in EVERY_SET_OF_ROLES:
        against = reasons_against(MOVES[name], smooth(name, stage, roles))
        allowed = stage.value in sources and role in roles
        assert (against == ()) == allowed, (name, stage, roles, against)
        assert len(against) == (stage.value not in sources) + (role not in roles)


@pytest.mark.parametrize("name", ["reopen_changed", "void", "appear"])
def test_nobody_can_do_what_the_desk_does_by_itself(name):
    everybody = frozenset(PEOPLE)

    for stage in MOVES[name].sources:
        assert reasons_against(MOVES[name], smooth(name, stage, everybody)) == (
            "Only the desk itself can do this.",
        )


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("roles", EVERY_SET_OF_ROLES, ids=lambda roles: "+".join(sorted(roles)) or "nobody")
def test_exactly_the_possible_moves_are_offered(stage, roles):
    names = {move.name for move, _ in offered(smooth("", stage, roles))}

    assert names == {
        name for name, (sources, _, role) in arrows().items() if stage in sources and role in roles
    }


def test_every_way_to_the_readers_passes_the_gate():
    leading = {name for name, move in MOVES.items() if move.target in (Stage.SCHEDULED, Stage.PUBLISHED)}

    assert leading == {"schedule", "publish", "appear"}
    assert {name for name, move in MOVES.items() if move.gated} == {"schedule", "publish"}
    assert MOVES["appear"].sources == {Stage.SCHEDULED}


def test_every_stage_can_be_left():
    for stage in Stage:
        assert [
            name for name, (sources, target, _) in arrows().items() if stage in sources and target != stage
        ]


# -- conditions: one thing is wrong, one sentence says so

WRONG = [
    ("submit", {"digest": ""}, "There is no text yet: save it first."),
    (
        "submit",
        {"rows_differ": True},
        "The text was changed since its last revision: save it, then try again.",
    ),
    ("submit", {"reviewers": 0}, "Nobody but its authors can review it: a reviewer has to be found first."),
    ("request_changes", {"note": "  "}, "Say what should change. One sentence is enough."),
    (
        "request_changes",
        {"seen": "d0"},
        "The text changed while you were reading. Read what changed, then decide.",
    ),
    (
        "approve",
        {"authors": frozenset({"alice", "bob"}), "approvals": frozenset()},
        "You wrote some of this text: somebody else has to approve it.",
    ),
    ("approve", {"seen": None}, "Say which text you read: the approval names its digest."),
    ("approve", {"seen": "d0"}, "The text changed while you were reading. Read what changed, then decide."),
    ("approve", {"blockers": 1}, "1 blocker must be mended first."),
    ("approve", {"blockers": 2}, "2 blockers must be mended first."),
    ("approve", {"warnings": 3}, "3 warnings must be mended or let stand first."),
    (
        "approve",
        {"quorum": None},
        "This series has no house rules: an administrator has to say how many approvals it needs.",
    ),
    (
        "approve",
        {"quorum": 2},
        "You have approved exactly this text already: the next approval has to be somebody else's.",
    ),
    (
        "approve",
        {"rows_differ": True},
        "The text was changed since its last revision: save it, then try again.",
    ),
    ("take_back", {"approvals": frozenset({"carol"})}, "You have not approved this text."),
    ("schedule", {"moment": None}, "Say when it should be published."),
    ("schedule", {"moment": NOW.replace(tzinfo=None)}, "Say in which time zone the moment is."),
    ("schedule", {"moment": NOW}, "This moment is in the past."),
    ("withdraw", {"live": False}, "Readers cannot see it: there is nothing to withdraw."),
    ("withdraw", {"note": ""}, "Give a reason. It is kept in the history."),
    ("kill", {"live": True}, "Readers are reading it: withdraw it first."),
    ("kill", {"coming": True}, "Readers are reading it: withdraw it first."),
    ("kill", {"note": "\n"}, "Give a reason. It is kept in the history."),
]
GATE_WRONG = [
    ({"notice": "It holds XXX."}, "It holds XXX."),
    ({"digest": ""}, "There is no text yet: save it first."),
    ({"rows_differ": True}, "The text was changed since its last revision: save it, then try again."),
    ({"blockers": 1}, "1 blocker must be mended first."),
    ({"warnings": 1}, "1 warning must be mended or let stand first."),
    ({"objections": ("Bob", "Carol")}, "Bob and Carol asked for changes to exactly this text."),
    ({"approvals": frozenset()}, "1 approval of exactly this text is missing."),
    ({"quorum": 3}, "2 approvals of exactly this text are missing."),
    (
        {"quorum": None},
        "This series has no house rules: an administrator has to say how many approvals it needs.",
    ),
    (
        {"quorum": 0},
        "This series has no house rules: an administrator has to say how many approvals it needs.",
    ),
    ({"obstacles": ("It has no address yet.",)}, "It has no address yet."),
]


def possible(name: str) -> Situation:
    move = MOVES[name]
    return smooth(name, sorted(move.sources)[0], frozenset({move.role}))


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"), WRONG, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_condition_says_what_is_wrong(name, wrong, sentence):
    assert reasons_against(MOVES[name], possible(name)) == ()
    assert reasons_against(MOVES[name], replace(possible(name), **wrong)) == (sentence,)


@pytest.mark.parametrize(
    ("wrong", "sentence"), GATE_WRONG, ids=lambda each: each if isinstance(each, str) else ""
)
@pytest.mark.parametrize("name", ["schedule", "publish"])
def test_the_gate_says_what_is_wrong(name, wrong, sentence):
    assert reasons_against(MOVES[name], replace(possible(name), **wrong)) == (sentence,)


def test_no_move_but_those_tested_has_conditions():
    tested = {name for name, _, _ in WRONG} | {"publish", "schedule"}  # with the gate

    assert {name for name, move in MOVES.items() if move.conditions} == tested


def test_a_refusal_lists_every_reason_at_once():
    hopeless = Situation(
        stage=Stage.IN_REVIEW,
        roles=frozenset({Role.EDITOR}),
        now=NOW,
        digest="d1",
        rows_differ=True,
        objections=("Carol",),
        quorum=2,
        blockers=2,
        warnings=1,
        obstacles=("There is nobody in it yet: add a person.",),
    )

    refused = Refused(reasons_against(MOVES["schedule"], hopeless))

    assert refused.reasons == (
        "It is in review: “Schedule” is not possible from there.",
        "Only a publisher can do this.",
        "Say when it should be published.",
        "The text was changed since its last revision: save it, then try again.",
        "2 blockers must be mended first.",
        "1 warning must be mended or let stand first.",
        "Carol asked for changes to exactly this text.",
        "2 approvals of exactly this text are missing.",
        "There is nobody in it yet: add a person.",
    )
    assert str(refused) == " ".join(refused.reasons)


def test_two_voices_may_be_one_person_only_where_no_voice_is_missing():
    one_of_two = replace(possible("approve"), quorum=2)
    enough = replace(possible("approve"), quorum=1)

    assert len(reasons_against(MOVES["approve"], one_of_two)) == 1
    assert reasons_against(MOVES["approve"], enough) == ()
