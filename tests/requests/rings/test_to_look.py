"""What waits for somebody to look: the phone tree is called, and whoever presses 1 takes care of it."""

from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.words import words_for
from quarters.models import User
from requests.models import Visit
from requests.states import VisitState
from tests.factories import make_care_worker
from tests.messaging.telephone import Telephone, tell
from tests.requests.rings.ringing import CANARY, drive, later, rings, send

pytestmark = pytest.mark.django_db


def test_the_phone_tree_is_called_and_one_takes_care_as_on_the_board(
    client: Client, telephone: Telephone, urgent: tuple[Visit, list[User]]
) -> None:
    visit, (first, _second) = urgent
    assert telephone.last.to == first.phone
    assert "Sie kümmern sich" in tell(client, telephone.last, Digits="1").content.decode()
    visit.refresh_from_db()
    assert visit.cared_by == first
    calls = len(telephone.calls)
    later(45)
    assert len(telephone.calls) == calls


def test_two_calls_the_next_of_the_tree_at_once_and_her_no_more(
    client: Client, telephone: Telephone, urgent: tuple[Visit, list[User]]
) -> None:
    visit, (first, second) = urgent
    tell(client, telephone.last, Digits="2")
    drive()
    send()
    assert telephone.last.to == second.phone
    later(8)
    assert [call.to for call in telephone.calls.values()].count(first.phone) == 1
    visit.refresh_from_db()
    assert (visit.state, visit.cared_at) == (VisitState.DECISION, None)


def test_who_presses_one_too_late_hears_who_was_faster(
    client: Client, telephone: Telephone, urgent: tuple[Visit, list[User]]
) -> None:
    visit, (_first, _second) = urgent
    other = make_care_worker(visit.help_request.district)
    Visit.objects.filter(pk=visit.pk).update(cared_by=other, cared_at=clock.now())
    assert "erledigt" in tell(client, telephone.last, Digits="1").content.decode()


def test_the_words_of_both_rings_are_calm_and_name_nobody(telephone: Telephone, urgent: Any) -> None:
    for message in rings():
        assert CANARY not in words_for(message).body
