"""The script that grades headers: what is worth how much. `.ci/run` grades the site itself."""

import pytest

from benchmarks.headers import grade

GOOD = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Set-Cookie": "__Host-session=x; Path=/; Secure; HttpOnly; SameSite=Lax",
}


def test_good_headers_are_graded_a_plus():
    assert grade(GOOD.items()) == ("A+", 135, [])


@pytest.mark.parametrize(
    ("name", "value", "letter"),
    [
        ("Content-Security-Policy", "", "B"),
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'", "C+"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors *", "B+"),
        ("Strict-Transport-Security", "", "B+"),
        ("Set-Cookie", "session=x; HttpOnly; SameSite=Lax", "C+"),
        ("Set-Cookie", "session=x; Secure", "C"),
    ],
)
def test_a_fault_costs_the_grade_and_is_named(name, value, letter):
    found = grade({**GOOD, name: value}.items())

    assert found.letter == letter
    assert found.against
