"""Signed links: what we signed for one errand, and nothing else."""

from piano.kit.links import link_to, read_signed, sign


def test_a_link_is_absolute(settings) -> None:
    settings.SITE_URL = "https://piano.example"
    assert link_to("requests:mine") == "https://piano.example/meine/"


def test_what_was_signed_is_read() -> None:
    assert read_signed(sign("a", o="ABC", p=7), salt="a") == {"o": "ABC", "p": 7}


def test_a_token_of_another_errand_says_nothing() -> None:
    assert read_signed(sign("a", p=7), salt="b") is None


def test_a_changed_token_says_nothing() -> None:
    token = sign("a", p=7)
    assert read_signed(f"x{token}", salt="a") is None
    assert read_signed("", salt="a") is None
