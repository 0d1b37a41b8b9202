"""„Heute kann ich“ offers what of today waits for somebody; and how often she was asked stands on her page."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from requests.finding.fairness import asked_around, asked_of
from requests.finding.today_free import can_today, cannot_today_after_all, free_today, others_asked, today_of
from requests.models import Assignment, Offer, Visit
from requests.states import VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_visit, make_volunteer, make_window
from tests.requests.errands import make_going, make_offers
from tests.requests.series.standing import make_series, sweep
from volunteers.models import Volunteer, VolunteerState

pytestmark = pytest.mark.django_db
PAGE = "/einsatz/heute/"


def waiting_today(cast: Cast) -> Visit:
    """Of this afternoon, and nobody said yes; she usually has no time on this weekday."""
    cast.volunteer.availabilities.all().delete()
    visit = make_visit(cast.tenant, cast.shop, window=make_window(0, 14, 17))
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.DECISION)
    return Visit.objects.get(pk=visit.pk)


def test_the_switch_offers_what_of_today_is_free(cast: Cast, now: dt.datetime) -> None:
    visit = waiting_today(cast)
    assert free_today(cast.volunteer.user, now=now) == []
    can_today(cast.volunteer, now=now)
    assert [one.visit for one in free_today(cast.volunteer.user, now=now)] == [visit]


def test_what_begins_tomorrow_is_not_of_today(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop, window=make_window(1, 9, 12))
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.DECISION)
    can_today(cast.volunteer, now=now)
    assert free_today(cast.volunteer.user, now=now) == []


def test_one_press_and_one_yes(client: Client, cast: Cast, now: dt.datetime) -> None:
    visit = waiting_today(cast)
    client.force_login(cast.volunteer.user)
    assert visit.reference not in client.get(PAGE).content.decode()
    page = client.post(PAGE, {"an": "1"}, follow=True).content.decode()
    assert visit.reference in page
    assert cast.tenant.user.family_name not in page
    start = free_today(cast.volunteer.user, now=now)[0].start
    client.post("/einsatz/frei/", {"visit": visit.reference, "start": start.isoformat()})
    assert Assignment.objects.get(visit=visit).person == cast.volunteer.user


def test_it_is_off_again_and_twice_is_one(cast: Cast, now: dt.datetime) -> None:
    first = can_today(cast.volunteer, now=now)
    assert can_today(cast.volunteer, now=now) == first
    cannot_today_after_all(cast.volunteer, now=now)
    assert today_of(cast.volunteer, clock.today()) is None


def test_whoever_paused_is_back_by_it_and_whoever_is_suspended_is_not(client: Client, cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(state=VolunteerState.PAUSED)
    client.force_login(cast.volunteer.user)
    client.post(PAGE, {"an": "1"})
    assert Volunteer.objects.get(pk=cast.volunteer.pk).state == VolunteerState.ACTIVE
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(state=VolunteerState.SUSPENDED)
    assert client.post(PAGE, {"an": "1"}).status_code == 404
    client.force_login(cast.tenant.user)
    assert client.get(PAGE).status_code == 404


def test_for_what_others_are_asked_just_now_is_counted_alone(cast: Cast, now: dt.datetime) -> None:
    waiting_today(cast)
    Visit.objects.update(state=VisitState.OFFERED)
    can_today(cast.volunteer, now=now)
    assert others_asked(cast.volunteer.user, now=now) == 1
    assert free_today(cast.volunteer.user, now=now) == []


def test_how_often_she_was_asked_in_four_weeks(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, _going = make_going(cast, now)
    assert asked_of(offer.person_id, now=now) == {"asked": 1, "yes": 1}
    Offer.objects.filter(pk=offer.pk).update(asked_at=now - dt.timedelta(weeks=5))
    assert asked_of(offer.person_id, now=now)["asked"] == 0


def test_it_stands_on_her_page(client: Client, cast: Cast) -> None:
    offer = make_offers(cast)[0]
    client.force_login(offer.person)
    assert "Sie haben in 4 Wochen 1 Anfrage bekommen." in client.get("/einsatz/profil/").content.decode()


def test_a_series_is_one_question_more(cast: Cast, now: dt.datetime) -> None:
    series = make_series(cast)
    sweep()
    person = series.regulars.order_by("pk")[0].person_id
    assert asked_of(person, now=now) == {"asked": 1, "yes": 0}


def test_what_others_were_asked_is_said_where_they_are_many(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer = make_offers(cast)[0]
    her = offer.person.volunteer
    assert asked_around(her, now=now) is None, "two others are few"
    client.force_login(offer.person)
    assert "Durchschnitt" not in client.get("/einsatz/profil/").content.decode()
    others = Volunteer.objects.exclude(pk=her.pk)
    for _one in range(5 - others.count()):
        make_volunteer(cast.district, [cast.shop], association=her.association)
    Offer.objects.exclude(pk=offer.pk).delete()
    visits = [make_visit(cast.tenant, cast.shop, window=make_window(days)) for days in (4, 5, 6)]
    for visit in visits:
        for one in others:
            ask_once(visit, one, now)
    assert asked_around(her, now=now) == 3
    assert (
        f"Bei den anderen in {cast.district.name} im Durchschnitt: 3."
        in client.get("/einsatz/profil/").content.decode()
    )
    Volunteer.objects.filter(pk=others[0].pk).update(state=VolunteerState.PAUSED)
    assert asked_around(her, now=now) is None


def ask_once(visit: Visit, one: Volunteer, now: dt.datetime) -> None:
    start = visit.wish_window.lower
    Offer.objects.create(
        visit=visit, person=one.user, state="declined", proposed_start=start, asked_at=now, answer_by=now
    )


def test_at_nine_in_the_evening_today_is_over(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.force_login(cast.volunteer.user)
    with machine.at(clock.at(clock.today(), dt.time(20, 59))):
        assert client.post(PAGE, {"an": "1"}).status_code == 302
    with machine.at(clock.at(clock.today(), dt.time(21))):
        page = client.get(PAGE).content.decode()
        assert "Für heute ist es zu spät" in page
        assert 'name="an"' not in page
        assert "Bis heute Abend" not in page
        assert client.post(PAGE, {"an": "1"}).status_code == 409


def test_whoever_pauses_reads_before_that_it_ends(client: Client, cast: Cast) -> None:
    client.force_login(cast.volunteer.user)
    assert "ist sie zu Ende" not in client.get(PAGE).content.decode()
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(state=VolunteerState.PAUSED)
    assert "ist sie zu Ende" in client.get(PAGE).content.decode()
