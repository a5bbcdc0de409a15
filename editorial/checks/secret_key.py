"""A password, key or token in the text."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

KEY = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}|\bsk-[A-Za-z0-9_-]{20,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bhf_[A-Za-z0-9]{30,}|\bAIza[\w-]{35}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"
)
LIKELY = (  # much quicker: each is tried at one letter or mark only
    re.compile(r"A(?:KIA|SIA|Iza)\w{16}"),
    re.compile(r"_(?:(?<=\bgh[pousr]_)|(?<=\bhf_)|(?<=b_pat_))\w{30}"),
    re.compile(r"-(?:(?<=\bsk-)[\w-]{20}|(?<=\bxox[abprs]-)[\w-]{10})"),
    re.compile(r"J(?<=\beyJ)[\w-]{10}"),
    re.compile(r"K(?<=PRIVATE K)EY-----"),
)


@check("Secret key", Level.BLOCKER)
def secret_key(reading: Reading) -> Iterator[Finding]:
    if not any(likely.search(reading.whole) for likely in LIKELY):
        return
    for copy in reading.written:
        for match in KEY.finditer(copy.text):
            yield copy.finding(*match.span(), "This looks like a secret key: revoke it.")
