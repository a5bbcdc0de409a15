"""A term for which the house rules prefer another: “eCommerce” where “e-commerce” is the house's way."""

from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

NOT_PROSE = ("slug", "date", "name")


@check("Discouraged term", Level.WARNING)
def discouraged_term(reading: Reading) -> Iterator[Finding]:
    unwanted = reading.rules.unwanted
    if unwanted is None:
        return
    for copy in reading.written:
        if copy.name in NOT_PROSE or copy.is_leftover:
            continue
        for match in unwanted.finditer(copy.spoken):
            better = reading.rules.better(match[0])
            whole = copy.text[slice(*match.span())] == match[0]  # no marks within
            message = f"This house writes “{better}”."
            yield copy.finding(*match.span(), message, instead=better if whole else None)
