"""The only writer of the desk's records: file a text, make a move, let a finding stand, comment, assign.

Every call names its actor (`by=`) and runs under a lock on the docket, so that of two people at once one
wins and the other is told what happened. There is no way around a refusal.
"""

from .discussing import apply, comment, glance
from .filing import Conflict, Filed, begin, file_copy, import_draft, restore
from .keeping import drop_buffer, keep_buffer
from .moving import make, recheck, recheck_all, recheck_voice
from .noting import assign, stet
from .recording import link
from .ruling import set_quorum, set_rules
from .sending import prefer, send_due, settle_due

__all__ = [
    "Conflict",
    "Filed",
    "apply",
    "assign",
    "begin",
    "comment",
    "drop_buffer",
    "file_copy",
    "glance",
    "import_draft",
    "keep_buffer",
    "link",
    "make",
    "prefer",
    "recheck",
    "recheck_all",
    "recheck_voice",
    "restore",
    "send_due",
    "set_quorum",
    "set_rules",
    "settle_due",
    "stet",
]
