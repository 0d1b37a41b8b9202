"""How often something may be tried: counted for each line, and for each thing apart."""

import secrets

import pytest
from django.test import RequestFactory

from piano.kit.limits import too_often

MOST = 3


def tries(*addresses: str) -> list[bool]:
    """From these addresses, one after the other, of a thing of their own."""
    what = f"test:{secrets.token_hex(8)}"
    requests = [RequestFactory().get("/", REMOTE_ADDR=address) for address in addresses]
    return [too_often(one, what=what, most=MOST, seconds=60) for one in requests]


def test_the_fourth_try_of_one_address_is_too_many() -> None:
    assert tries(*["203.0.113.7"] * 4) == [False, False, False, True]
    assert tries("203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.8")[-1] is False


@pytest.mark.parametrize(("last", "is_same"), [("2001:db8:1:2:ffff::9", True), ("2001:db8:1:3::1", False)])
def test_whoever_has_a_whole_net_of_addresses_is_one(last: str, is_same: bool) -> None:
    """A line at home gets a net of 2^64 addresses (RFC 6177): each of them would else have tries of its own."""
    assert tries("2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:1::3", last)[-1] is is_same


def test_an_old_address_in_a_new_coat_is_itself() -> None:
    assert tries(*["::ffff:203.0.113.7"] * 3, "::ffff:203.0.113.8")[-1] is False
    assert tries(*["::ffff:203.0.113.7"] * 3, "203.0.113.7")[-1] is True
