"""A new wording of the declaration: everybody who signed an earlier one is asked, signs anew, and goes on helping meanwhile."""

import datetime as dt
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from tests.conftest import Cast
from volunteers.models import Evidence, EvidenceKind, Volunteer
from volunteers.path import secrecy
from volunteers.path.errors import DayNotYet
from volunteers.path.signing import ask_to_sign, sign_anew, who_must_sign
from volunteers.safeguarding import who_may

pytestmark = pytest.mark.django_db
NEW = "2027-03"


@pytest.fixture
def new_words() -> Iterator[None]:
    with patch.object(secrecy, "VERSIONS", (*secrecy.VERSIONS, NEW)):
        yield


def asked() -> list[Message]:
    return list(Message.objects.filter(reason="secrecy_new"))


def test_with_the_first_words_nobody_is_asked(cast: Cast, now: dt.datetime) -> None:
    assert Evidence.objects.filter(kind=EvidenceKind.SECRECY, version="").exists()
    assert ask_to_sign(now=now) == 0
    assert asked() == []


@pytest.mark.usefixtures("new_words")
def test_new_words_ask_everybody_once_and_send_nobody_away(cast: Cast, now: dt.datetime) -> None:
    Volunteer.objects.filter(pk=cast.volunteers[1].pk).update(state="left", left_on=clock.today())
    Volunteer.objects.filter(pk=cast.volunteers[2].pk).update(state="paused")
    for _run in range(2):
        ask_to_sign(now=now)
    assert {one.recipient for one in asked()} == {cast.volunteers[0].user, cast.volunteers[2].user}
    assert len(asked()) == 2
    assert cast.volunteer in who_may(cast.shop, clock.today())


@pytest.mark.usefixtures("new_words")
def test_signed_anew_the_earlier_one_ends_and_she_is_asked_no_more(cast: Cast, now: dt.datetime) -> None:
    ask_to_sign(now=now)
    row = sign_anew(cast.volunteer, by=cast.helper, now=now)
    assert row is not None
    assert (row.version, row.checked_by, row.valid_from) == (NEW, cast.helper, clock.today())
    assert (
        Evidence.objects.get(volunteer=cast.volunteer, kind=EvidenceKind.SECRECY, version="").valid_until
        == clock.today()
    )
    assert sign_anew(cast.volunteer, by=cast.helper, now=now) is None
    assert not REASONS["secrecy_new"].is_still_due(cast.volunteer.pk)
    assert cast.volunteer in who_may(cast.shop, clock.today())
    with pytest.raises(DayNotYet):
        sign_anew(cast.volunteers[1], by=cast.helper, now=now, on=clock.today() + dt.timedelta(days=1))


@pytest.mark.usefixtures("new_words")
def test_who_never_signed_is_not_asked_to_sign_anew(cast: Cast) -> None:
    Evidence.objects.filter(volunteer=cast.volunteer, kind=EvidenceKind.SECRECY).delete()
    assert cast.volunteer not in who_must_sign(on=clock.today())


@pytest.mark.usefixtures("new_words")
def test_she_signs_on_her_own_page_with_one_press(client: Client, cast: Cast) -> None:
    client.force_login(cast.volunteer.user)
    assert "Der Text ist neu gefasst" in client.get("/einsatz/verschwiegenheit/").content.decode()
    assert client.post("/einsatz/verschwiegenheit/", {}).status_code == 422
    assert not Evidence.objects.filter(version=NEW).exists()
    page = client.post("/einsatz/verschwiegenheit/", {"agrees": "on"}, follow=True).content.decode()
    assert "unterschrieben. Danke!" in page
    assert Evidence.objects.get(version=NEW).checked_by == cast.volunteer.user


def test_she_reads_what_she_signed_and_whoever_left_does_not(client: Client, cast: Cast) -> None:
    client.force_login(cast.volunteer.user)
    page = client.get("/einsatz/verschwiegenheit/").content.decode()
    assert "unterschrieben. Danke!" in page
    assert "In einem Notfall rufe ich 112" in page
    assert 'name="agrees"' not in page
    for state in ("left", "suspended"):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(state=state, left_on=clock.today())
        assert client.get("/einsatz/verschwiegenheit/").status_code == 404
