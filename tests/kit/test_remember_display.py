"""A reader chooses larger text and colours; the choice survives, and nonsense counts as no choice."""

from django.http import HttpResponse

from piano.kit.display import COOKIE, Display, read_display, recall, remember


def test_without_a_cookie_nothing_is_chosen() -> None:
    assert recall({}) == Display("auto", "auto", "normal")


def test_a_choice_comes_back_from_its_cookie() -> None:
    response = remember(HttpResponse(), Display("dark", "high", "large"), secure=True)
    assert recall({COOKIE: response.cookies[COOKIE].value}) == Display("dark", "high", "large")


def test_the_cookie_is_for_the_server_alone() -> None:
    cookie = remember(HttpResponse(), Display(), secure=True).cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"


def test_an_unknown_value_counts_as_no_choice() -> None:
    assert read_display({"theme": "<script>", "text": "large"}) == Display("auto", "auto", "large")


def test_a_broken_cookie_breaks_no_page() -> None:
    assert recall({COOKIE: "dark"}) == Display("dark", "auto", "normal")
    assert recall({COOKIE: "a.b.c.d.e"}) == Display()
