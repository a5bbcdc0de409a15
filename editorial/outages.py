"""What is said when the machine lets us down: no room on the disk, a database that does not answer.

A page of its own (503) says what is the matter, that nothing was changed, and where the typed words are.
"""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from editorial.storing import Away

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SHUT = {errno.EROFS, errno.EACCES, errno.EPERM}
DISK_FULL = "53100"  # PostgreSQL's code for it, in whatever words
AGAIN = 60  # seconds until somebody may ask again


def reason(error: BaseException | None) -> str:
    """What is the matter, in a sentence; nothing where it is a fault of ours."""
    if isinstance(error, OperationalError | InterfaceError):
        full = "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", "") == DISK_FULL
        return "There is no room left on the disk." if full else "The database does not answer."
    if isinstance(error, Away):
        return "Where pictures are kept does not answer."
    if isinstance(error, OSError) and error.errno in FULL:
        return "There is no room left on the disk."
    if isinstance(error, OSError) and error.errno in SHUT:
        return "Nothing can be written to the disk."
    return ""


def page(request: HttpRequest) -> HttpResponse:
    """The answer to a request that failed: Django has logged why."""
    said = reason(sys.exc_info()[1])
    if not said:
        return server_error(request)
    text = render_to_string("503.html", {"reason": said, "typed": request.method == "POST"})
    headers = {"Retry-After": str(AGAIN), "Cache-Control": "no-store"}
    return HttpResponse(text, status=503, headers=headers)
