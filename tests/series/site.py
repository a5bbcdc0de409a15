"""A process of the site, for tests of what it keeps."""

from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler

from series.kept import Kept
from series.stamps import Stamp

PART = "/series/night-shift/part-1/"


class Site:
    """A process of the site, as a server would ask it."""

    def __init__(self, stamp: Stamp, most: int = 1_000_000) -> None:
        self.application = Kept(WSGIHandler(), stamp, most=most, apart=("/desk/", "/static/"))

    def get(self, path: str = PART, *, method: str = "GET", **headers: str) -> tuple[int, dict, bytes]:
        path, _, query = path.partition("?")
        environ = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": method,
            "HTTP_HOST": "testserver",
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        told = []
        found = self.application(environ, lambda *args: told.extend(args))
        body = b"".join(found)
        getattr(found, "close", lambda: None)()
        return int(told[0][:3]), dict(told[1]), body
