"""A farewell gives everything over in one step; hours stand on paper; each look at an address is a row."""

import datetime as dt

import pytest
from django.test import Client

from piano.messaging.models import Message
from piano.messaging.words import words_for
from requests.models import Assignment, ContactLook, Offer, Report
from requests.people.parting import hours_of, say_farewell
from requests.states import AssignmentState, OfferState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.pdf import words_of
from tests.requests.errands import make_going, make_offers, way
from tests.volunteers.path.test_steps import make_path
from volunteers.models import Volunteer, VolunteerState
from volunteers.path.acts import take_step

pytestmark = pytest.mark.django_db


def test_open_questions_and_planned_visits_are_given_over(cast: Cast, now: dt.datetime) -> None:
    offer, going = make_going(cast, now)
    assert say_farewell(going.person.volunteer, by=cast.helper, now=now)
    going.refresh_from_db()
    assert going.state == AssignmentState.CANCELLED
    assert going.visit.__class__.objects.get(pk=going.visit_id).state == VisitState.OPEN
    her = Volunteer.objects.get(user=offer.person)
    assert (her.state, her.left_on) == (VolunteerState.LEFT, now.date())
    assert not say_farewell(her, by=cast.helper, now=now)


def test_a_question_is_answered_with_no(cast: Cast, now: dt.datetime) -> None:
    offer = make_offers(cast)[0]
    say_farewell(offer.person.volunteer, by=offer.person, now=now)
    assert Offer.objects.get(pk=offer.pk).state == OfferState.DECLINED


def test_she_says_it_herself_and_is_thanked(client: Client, cast: Cast) -> None:
    client.force_login(cast.volunteer.user)
    assert "Möchten Sie aufhören?" in client.get("/einsatz/aufhoeren/").content.decode()
    assert "Danke für alles" in client.post("/einsatz/aufhoeren/", follow=True).content.decode()
    assert "Danke" in words_of(client.get("/einsatz/bescheinigung/").content)


def test_whoever_is_suspended_finds_neither(client: Client, cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(state=VolunteerState.SUSPENDED)
    client.force_login(cast.volunteer.user)
    assert client.get("/einsatz/aufhoeren/").status_code == 404
    assert client.get("/einsatz/bescheinigung/").status_code == 404


def test_hours_count_visits_that_took_place(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, going = make_going(cast, now)
    assert hours_of(offer.person).visits == 0
    with machine.at(going.planned_window.upper):
        client.post(way(offer, "bericht"), {"took_place": "yes", "minutes": 90, "note": "", "after": "fine"})
    hours = hours_of(offer.person)
    assert (hours.visits, hours.minutes, hours.kinds) == (1, 90, ["Einkaufen"])
    client.force_login(cast.helper)
    words = words_of(client.get(f"/leitstand/menschen/{offer.person.reference}/bescheinigung/").content)
    assert "1,5" in words
    Report.objects.update(took_place=False, minutes=0)
    assert hours_of(offer.person).visits == 0


def test_a_helper_says_it_for_her(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    client.post(f"/leitstand/menschen/{cast.volunteer.user.reference}/abschied/")
    assert Volunteer.objects.get(pk=cast.volunteer.pk).state == VolunteerState.LEFT


def test_each_look_at_the_address_is_a_row_that_the_tenant_reads(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer = make_offers(cast)[0]
    client.get(way(offer))
    assert ContactLook.objects.get().seen_on == "street", "before the yes there is no more to see"
    client.post(way(offer, "zusage"))
    client.get(way(offer))
    client.get(way(offer, "besuchszettel"))
    seen = list(ContactLook.objects.order_by("pk").values_list("seen_on", flat=True))
    assert seen == ["street", "page", "sheet"]
    client.force_login(cast.tenant.user)
    page = client.get("/meine/nachgesehen/").content.decode()
    assert offer.person.volunteer.announced_name in page
    Assignment.objects.update(state=AssignmentState.DONE)
    with machine.at(offer.proposed_start + dt.timedelta(days=3)):
        client.get(way(offer))
    assert ContactLook.objects.count() == 3, "after the visit there is nothing to see any more"


def test_whoever_parts_before_the_last_step_waits_for_none(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    take_step(path, "talk", by=cast.helper, now=now)
    path.refresh_from_db()
    say_farewell(path.volunteer, by=cast.helper, now=now)  # type: ignore[arg-type]
    path.refresh_from_db()
    assert not path.is_open


def test_whoever_helped_is_thanked_in_writing_and_whoever_only_wanted_to_is_not(cast: Cast, now: dt.datetime) -> None:
    say_farewell(cast.volunteer, by=cast.helper, now=now)
    (message,) = Message.objects.filter(reason="farewell_thanks")
    words = words_for(message)
    assert (message.recipient, words.subject) == (cast.volunteer.user, "Danke für Ihre Zeit")
    assert "Ihre Bescheinigung" in words.body
    Volunteer.objects.filter(pk=cast.volunteers[1].pk).update(state="applied")
    say_farewell(cast.volunteers[1], by=cast.helper, now=now)
    assert Message.objects.filter(reason="farewell_thanks").count() == 1
