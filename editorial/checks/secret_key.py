"""A password, key or token in the text."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

KEY = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}|\bsk-[A-Za-z0-9_-]{20,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bhf_[A-Za-z0-9]{30,}|\bAIza[\w-]{35}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"
)
HEADS = (
    *("AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "sk-", "xox"),
    *("hf_", "AIza", "PRIVATE KEY", "eyJ"),
)


@check("Secret key", Level.BLOCKER)
def secret_key(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding(*HEADS):
        for match in KEY.finditer(copy.text):
            yield copy.finding(*match.span(), "This looks like a secret key: revoke it.")
