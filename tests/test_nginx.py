"""nginx with the file of deploy/, before a server as a deployment starts one: what comes through."""

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

import pytest

from benchmarks.headers import grade
from benchmarks.load import PLAIN, manage, server
from benchmarks.serving import PATIENCE

CONF = Path(__file__).resolve().parent.parent / "deploy" / "nginx"
IMPORT = "/desk/series/installment/import/"
AROUND = """user {user};
daemon off;
pid {home}/pid;
error_log {home}/log warn;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/none;
    uwsgi_temp_path {home}/none;
    scgi_temp_path {home}/none;
    include {home}/stet.conf;
    include {home}/export.conf;
}}
"""
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed"),
]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Browser:
    """Asks nginx, and keeps cookies."""

    port: int
    plain: int
    trusted: ssl.SSLContext
    copy: int = 0  # where the static copy is
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = HTTPSConnection("localhost", self.port, context=self.trusted, timeout=120)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        origin = {"Referer": f"https://localhost:{self.port}/", "Cookie": kept}
        connection.request("POST" if body is not None else "GET", path, body, {**origin, **named})
        with connection.getresponse() as answer:
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            told = [(k.lower(), v) for k, v in answer.getheaders() if k.lower() != "set-cookie"]
            got = Answer(answer.status, dict(told), answer.read())
        connection.close()
        assert len(told) == len(got.headers), f"said twice: {told}"
        return got

    def form(self, path: str, data: dict[str, str]) -> Answer:
        token = {"csrfmiddlewaretoken": self.cookies["__Host-csrf"]}
        kind = "application/x-www-form-urlencoded"
        return self.ask(path, urlencode(data | token).encode(), Content_Type=kind)

    def signed_in(self) -> "Browser":
        other = Browser(self.port, self.plain, self.trusted)
        other.ask("/desk/login/")
        done = other.form("/desk/login/", {"username": "editor", "password": "let-it-stand"})
        assert done.status == 302, done.body
        return other


def free_port() -> int:
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    home = tmp_path_factory.mktemp("nginx")
    port, plain = free_port(), free_port()
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "fullchain.pem", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["/usr/bin/openssl", "req", "-x509", *key, *names]
    subprocess.run(command, cwd=home, check=True, capture_output=True)  # noqa: S603 - our own command
    trusted = ssl.create_default_context(cafile=str(home / "fullchain.pem"))
    with pytest.MonkeyPatch.context() as patch:
        own = {
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "SITE_URL": f"https://localhost:{port}",
            "PROXIES": "1",
        }
        own |= {"BEHIND_PROXY": "1", "SECURE_SSL_REDIRECT": "1", "DATA_DIR": str(home / "var")}
        for name, value in (PLAIN | own).items():
            patch.setenv(name, value)
        patch.delenv("DATABASE_URL", raising=False)
        manage("migrate", "--verbosity=0")
        manage("demo", DEBUG="1")
        manage("collectstatic", "--noinput", "--verbosity=0")
        manage("export_site", str(home / "www"))
        with server(1) as stet:
            copy = free_port()
            places = ("127.0.0.1:8000", f"127.0.0.1:{stet}"), ("/srv/stet/var", str(home / "var"))
            adapted(home, "stet.conf", port, plain, *places)
            adapted(home, "export.conf", copy, free_port(), ("/srv/www", str(home / "www")))
            (home / "nginx.conf").write_text(AROUND.format(home=home, user=home.owner()))
            command = ["nginx", "-c", str(home / "nginx.conf"), "-e", str(home / "log")]
            tested = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)  # noqa: S603
            assert tested.returncode == 0, tested.stderr
            with subprocess.Popen(command) as running:  # noqa: S603
                try:
                    yield waited(Browser(port, plain, trusted, copy))
                finally:
                    running.terminate()


def adapted(home: Path, name: str, port: int, plain: int, *more: tuple[str, str]) -> None:
    """A file of deploy/ for this place: nothing but ports, names and folders are others."""
    text = (CONF / name).read_text(encoding="utf-8")
    for was, now in (
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("/etc/ssl/stet", str(home)),
        ("server_name stet.example", "server_name localhost"),
        *more,
    ):
        assert was in text
        text = text.replace(was, now)
    (home / name).write_text(re.sub(r"\n *listen \[::\].*", "", text))


def waited(browser: Browser) -> Browser:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            browser.ask("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return browser
    raise TimeoutError("nginx does not answer")


def graded(answer: Answer) -> str:
    return grade(answer.headers.items()).letter


def test_pages_and_probes_come_through_with_their_headers(nginx: Browser) -> None:
    for place, status in (("/", 200), ("/desk/login/", 200), ("/nowhere/", 404), ("/feed.rss", 200)):
        answer = nginx.ask(place)
        assert answer.status == status, place
        assert graded(answer) == "A+", place
    assert nginx.ask("/healthz").status == nginx.ask("/readyz").status == 200
    hidden = nginx.ask("/metrics", Authorization="Bearer x")
    assert (hidden.status, graded(hidden)) == (404, "A+")  # nginx says so itself
    assert nginx.ask("/", X_Request_ID="made-by-the-client").headers["x-request-id"] != "made-by-the-client"


def test_over_http_there_is_nothing_but_the_way_to_https(nginx: Browser) -> None:
    connection = HTTPConnection("localhost", nginx.plain, timeout=120)
    connection.request("GET", "/desk/?a=b")
    with connection.getresponse() as answer:
        pass
    connection.close()

    assert (answer.status, answer.headers["Location"]) == (308, "https://localhost/desk/?a=b")


def test_static_files_come_from_nginx_packed_and_to_be_kept(nginx: Browser) -> None:
    (style,) = set(re.findall(r'href="(/static/site/frame\.[^"]+\.css)"', nginx.ask("/").body.decode()))

    answer = nginx.ask(style, Accept_Encoding="gzip")

    assert (answer.status, answer.headers["content-encoding"]) == (200, "gzip")
    assert answer.headers["content-type"] == "text/css"
    assert "immutable" in answer.headers["cache-control"]
    assert graded(answer) == "A+"
    missing = nginx.ask("/static/none.css")
    assert (missing.status, graded(missing)) == (404, "A+")
    for outside in ("/static../stet.sqlite3", "/static/../stet.sqlite3", "/static/%2e%2e/stet.sqlite3"):
        assert nginx.ask(outside).status in (400, 404)


def test_a_static_copy_has_the_headers_of_the_site(nginx: Browser) -> None:
    copy = Browser(nginx.copy, 0, nginx.trusted)
    html = copy.ask("/").body.decode()
    named = set(re.findall(r'(?:href|src)="(/[^"#?]*)"', html)) - {"/desk/"}
    named |= {"/feed.rss", "/feed.atom", "/feed.json", "/sitemap.xml", "/robots.txt", "/index.md", "/series/"}

    answers = {place: copy.ask(place) for place in named}
    missing, list_of_files = copy.ask("/nowhere/"), copy.ask("/.stet-export")

    assert {each.status for each in answers.values()} == {200}
    kinds = {place.rpartition(".")[2]: each.headers["content-type"] for place, each in answers.items()}
    assert kinds["rss"] == "application/rss+xml; charset=utf-8"
    assert kinds["md"] == "text/markdown; charset=utf-8"
    assert kinds["css"] == "text/css; charset=utf-8"
    assert (missing.status, b"<h1" in missing.body, list_of_files.status) == (404, True, 404)
    assert {graded(each) for each in (*answers.values(), missing, list_of_files)} == {"A+"}


def test_pictures_come_through_for_whoever_may_see_them(nginx: Browser) -> None:
    html = nginx.signed_in().ask("/people/").body.decode() + nginx.ask("/").body.decode()
    pictures = re.findall(r"(/images/[0-9a-f]{64}/\d+\.\w+)", html)

    answer = nginx.ask(pictures[0])

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("image/")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert nginx.ask(f"/images/{'0' * 64}/320.webp").status == 404


def test_large_bodies_are_refused_by_nginx_or_by_stet_in_words(nginx: Browser) -> None:
    nginx.ask("/desk/login/")
    kind = "multipart/form-data; boundary=x"

    told = nginx.ask("/desk/login/", b"x" * 12_900_000, Content_Type=kind)
    assert (told.status, b"12 MB is the most" in told.body) == (413, True)
    assert nginx.ask("/desk/login/", b"", Content_Length="15000000", Content_Type=kind).status == 413
    assert nginx.ask(IMPORT, b"x" * 20_000_000, Content_Type=kind).status == 413  # nobody is signed in
    taken = nginx.signed_in().ask(IMPORT, b"x" * 20_000_000, Content_Type=kind)
    assert taken.status in (400, 403)  # it was read, and is no form
    far_too_large = nginx.ask(IMPORT, b"", Content_Length="150000000", Content_Type=kind)
    assert (far_too_large.status, graded(far_too_large)) == (413, "A+")


def test_a_client_cannot_say_where_it_is_nor_that_it_is_elsewhere(nginx: Browser) -> None:
    nginx.ask("/desk/login/")
    kind = "application/x-www-form-urlencoded"
    token = f"csrfmiddlewaretoken={nginx.cookies['__Host-csrf']}"

    def wrong(number: int) -> Answer:
        forged = {"X_Forwarded_For": f"203.0.113.{number}", "X_Forwarded_Proto": "http"}
        body = f"{token}&username=reviewer&password=wrong".encode()
        return nginx.ask("/desk/login/", body, Content_Type=kind, **forged)

    answers = [wrong(number).status for number in range(6)]

    assert answers[-1] == 429
    assert nginx.ask("/", Host="away.test").status in (200, 400, 404)
    assert b"away.test" not in nginx.ask("/", Host="away.test").body
