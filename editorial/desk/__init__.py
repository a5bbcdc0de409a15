"""The only writer of the desk's records: file a text, make a move, let a finding stand, comment, assign.

Every call names its actor (`by=`) and runs under a lock on the docket, so that of two people at once one
wins and the other is told what happened. There is no way around a refusal.
"""

from .accounts import change_link, end_sittings, note_change, seen, sit_down
from .assigning import assign
from .cataloguing import merge, offer, offer_all
from .discussing import apply, comment, glance
from .factors import enrol, forget_factor, given, new_codes
from .filing import Conflict, Filed, begin, file_copy, import_draft, restore
from .keeping import drop_buffer, keep_buffer
from .moving import make, recheck, recheck_all, recheck_voice
from .noting import stet
from .own import close_tour, drop_view, go_on, save_view, tidy
from .recording import link
from .reminding import remind
from .ruling import set_quorum, set_rules
from .sending import prefer, send_due, settle_due

__all__ = [
    "Conflict",
    "Filed",
    "apply",
    "assign",
    "begin",
    "change_link",
    "close_tour",
    "comment",
    "drop_buffer",
    "drop_view",
    "end_sittings",
    "enrol",
    "file_copy",
    "forget_factor",
    "given",
    "glance",
    "go_on",
    "import_draft",
    "keep_buffer",
    "link",
    "make",
    "merge",
    "new_codes",
    "note_change",
    "offer",
    "offer_all",
    "prefer",
    "recheck",
    "recheck_all",
    "recheck_voice",
    "remind",
    "restore",
    "save_view",
    "seen",
    "send_due",
    "set_quorum",
    "set_rules",
    "settle_due",
    "sit_down",
    "stet",
    "tidy",
]
