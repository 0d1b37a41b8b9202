"""What the round of calls writes to people: a helper reads who it is, duty the district alone; each link leads to her page."""

import pytest
from django.test import Client

from piano.messaging.models import Channel, Message
from piano.messaging.words import words_for
from requests.dayround.sweeps import drive_call_rounds
from requests.models import RoundEntry
from tests.conftest import Cast
from tests.factories import make_care_worker
from tests.requests.dayround.morning import at, call, enrolled, morning
from tests.ways import ways_in

pytestmark = pytest.mark.django_db


def said(reason: str) -> str:
    return words_for(Message.objects.get(reason=reason)).body


def test_a_helper_reads_who_was_not_reached(client: Client, cast: Cast) -> None:
    call(morning(cast), "needs", by=cast.volunteer.user)
    drive_call_rounds()
    words = said("round_look")
    assert f"{cast.tenant.user.short_name} ist heute in der Anrufrunde noch nicht erreicht" in words
    client.force_login(cast.helper)
    assert client.get(ways_in(words)[0]).status_code == 200


def test_danger_is_said_as_danger(cast: Cast) -> None:
    call(morning(cast), "danger", by=cast.volunteer.user)
    drive_call_rounds()
    assert f"klang es nach Gefahr: {cast.tenant.user.short_name}" in said("round_look")


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.PHONE])
def test_duty_reads_the_district_alone(client: Client, cast: Cast, channel: str) -> None:
    nurse = make_care_worker(cast.district)
    enrolled(cast)
    at(9, days=5)  # a Saturday
    drive_call_rounds()
    call(RoundEntry.objects.get(), "needs", by=cast.helper)
    drive_call_rounds()
    Message.objects.filter(reason="round_look_duty").update(channel=channel)
    words = said("round_look_duty")
    assert f"in der Anrufrunde in {cast.district.name}" in words[0].lower() + words[1:]
    assert cast.tenant.user.family_name not in words
    if channel == Channel.EMAIL:
        client.force_login(nurse)
        assert client.get(ways_in(words)[0]).status_code == 200


def test_a_late_start_names_how_many_wait(client: Client, cast: Cast) -> None:
    morning(cast)
    at(9, 31)
    drive_call_rounds()
    words = said("round_not_begun")
    assert cast.district.name in words
    assert ways_in(words) == ["/leitstand/anrufrunde/"]
