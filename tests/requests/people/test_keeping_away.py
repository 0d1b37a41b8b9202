"""Somebody shall not come any more: no reason, everything planned anew in neutral words, and she never learns of it."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Block
from requests.dayround.callers import waiting_for
from requests.errors import NoLongerPossible
from requests.finding.decisions import go_myself
from requests.finding.searching import next_on_duty
from requests.matching import rank_candidates
from requests.models import Assignment, Offer, StateChange, Visit
from requests.people.blocking import NotHerself, allow_again, keep_away, who_comes
from requests.states import AssignmentState, OfferState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_care_worker, make_helper, make_resident, make_user, make_visit
from tests.requests.dayround.morning import make_caller, morning
from tests.requests.errands import CANARY, make_going, make_offers, way

pytestmark = pytest.mark.django_db


def part(cast: Cast, person: object, now: dt.datetime) -> Block:
    return keep_away(cast.tenant.user, person, by=cast.tenant.user, now=now)  # type: ignore[arg-type]


def test_open_questions_end_without_a_word(cast: Cast, now: dt.datetime) -> None:
    offer = make_offers(cast)[0]
    before = Message.objects.count()
    part(cast, offer.person, now)
    offer.refresh_from_db()
    assert offer.state == OfferState.WITHDRAWN
    assert Message.objects.count() == before
    assert Offer.objects.filter(state=OfferState.OPEN).count() == 2


def test_a_planned_visit_is_looked_for_anew_and_never_with_her(cast: Cast, now: dt.datetime) -> None:
    _offer, going = make_going(cast, now)
    part(cast, going.person, now)
    going.refresh_from_db()
    visit = Visit.objects.get()
    assert (going.state, visit.state) == (AssignmentState.CANCELLED, VisitState.OPEN)
    assert going.person_id not in {one.person_id for one in rank_candidates(visit, now=now)}
    drive_visits()
    assert Visit.objects.get().state in (VisitState.OFFERED, VisitState.DECISION)


def test_she_hears_only_what_everybody_hears_who_is_planned_anew(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, going = make_going(cast, now)
    part(cast, going.person, now)
    told = Message.objects.filter(recipient=going.person, subject=f"assignment:{going.pk}").exclude(state="cancelled")
    assert [one.reason for one in told] == ["not_you"]
    page = client.get(way(offer)).content.decode()
    assert "Wir haben neu geplant" in page
    assert CANARY not in page
    assert not StateChange.objects.filter(by=cast.tenant.user, subject="assignment").exists()
    assert (
        not StateChange.objects.filter(by=cast.tenant.user, to_state=VisitState.OPEN, subject="visit")
        .exclude(from_state="")
        .exists()
    )


def test_the_tenant_is_not_told_what_she_wished_herself(cast: Cast, now: dt.datetime) -> None:
    _offer, going = make_going(cast, now)
    part(cast, going.person, now)
    assert not Message.objects.filter(recipient=cast.tenant.user, reason="searching_again").exists()


def test_whoever_is_there_at_this_moment_looks_nothing_up_any_more(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    """A visit that has begun is not called off; whoever is there goes by herself."""
    offer, going = make_going(cast, now)
    begun = (now - dt.timedelta(minutes=20), now + dt.timedelta(minutes=40))
    Assignment.objects.filter(pk=going.pk).update(planned_window=begun)
    assert CANARY in client.get(way(offer)).content.decode()
    part(cast, going.person, now)
    going.refresh_from_db()
    assert going.state == AssignmentState.PLANNED
    assert CANARY not in client.get(way(offer)).content.decode()
    assert client.get(way(offer, "besuchszettel")).status_code == 404


def test_a_helper_does_not_go_herself_and_a_nurse_is_not_asked(cast: Cast, now: dt.datetime) -> None:
    nurse, visit = make_care_worker(cast.district), make_visit(cast.tenant, cast.shop)
    assert next_on_duty(visit, now=now) == nurse
    part(cast, nurse, now)
    part(cast, cast.helper, now)
    assert next_on_duty(visit, now=now) is None
    Visit.objects.update(state=VisitState.DECISION)
    with pytest.raises(NoLongerPossible):
        go_myself(visit, start=now + dt.timedelta(hours=3), reason="x", by=cast.helper, now=now)


def test_twice_is_one_and_nobody_keeps_herself_away(cast: Cast, now: dt.datetime) -> None:
    assert part(cast, cast.volunteer.user, now) == part(cast, cast.volunteer.user, now)
    with pytest.raises(NotHerself):
        part(cast, cast.tenant.user, now)


def test_it_can_be_taken_back(cast: Cast, now: dt.datetime) -> None:
    part(cast, cast.volunteer.user, now)
    assert allow_again(cast.tenant.user, other=cast.volunteer.user)
    assert not allow_again(cast.tenant.user, other=cast.volunteer.user)
    visit = make_visit(cast.tenant, cast.shop)
    assert cast.volunteer.user_id in {one.person_id for one in rank_candidates(visit, now=now)}


def test_she_does_it_herself_in_two_presses(client: Client, cast: Cast, now: dt.datetime) -> None:
    _offer, going = make_going(cast, now)
    client.force_login(cast.tenant.user)
    assert going.person in who_comes(cast.tenant.user)
    page = client.post("/meine/nicht-mehr/", {"wer": going.person.reference}, follow=True).content.decode()
    assert "Rückgängig" in page
    assert Block.objects.get().noted_by == cast.tenant.user
    client.post("/meine/nicht-mehr/doch/", {"wer": going.person.reference})
    assert not Block.objects.exists()


def test_nobody_tries_out_names(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    stranger = make_resident(cast.district).user
    for wanted in (stranger.reference, "", "x\x00"):
        assert client.post("/meine/nicht-mehr/", {"wer": wanted}).status_code == 404
    client.force_login(cast.volunteer.user)
    assert client.get("/meine/nicht-mehr/").status_code == 404


def test_a_helper_writes_it_down_on_the_telephone(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    card = f"/leitstand/menschen/{cast.tenant.user.reference}/"
    assert client.post(f"{card}nicht-mehr/", {"wer": cast.volunteer.user.reference}).status_code == 302
    assert Block.objects.get().noted_by == cast.helper
    assert cast.volunteer.user.full_name in client.get(card).content.decode()
    client.post(f"{card}nicht-mehr/doch/", {"wer": cast.volunteer.user.reference})
    assert not Block.objects.exists()


def test_the_helper_who_is_kept_away_reads_it_nowhere(client: Client, cast: Cast, now: dt.datetime) -> None:
    part(cast, cast.helper, now)
    client.force_login(cast.helper)
    card = f"/leitstand/menschen/{cast.tenant.user.reference}/"
    assert "Alle dürfen kommen." in client.get(card).content.decode()
    assert client.post(f"{card}nicht-mehr/doch/", {"wer": cast.helper.reference}).status_code == 404
    client.force_login(make_helper(cast.district))
    assert cast.helper.full_name in client.get(card).content.decode()


def test_the_round_of_calls_does_not_give_her_number(client: Client, cast: Cast) -> None:
    entry, caller = morning(cast), make_caller(cast)
    client.force_login(caller)
    name = cast.tenant.user.family_name
    assert waiting_for(caller, clock.today()) == 1
    assert name in client.get("/einsatz/anrufrunde/").content.decode()
    part(cast, caller, clock.now())
    assert waiting_for(caller, clock.today()) == 0
    assert name not in client.get("/einsatz/anrufrunde/").content.decode()
    assert client.get(f"/einsatz/anrufrunde/{entry.reference}/").status_code == 404


def test_the_way_is_there_where_it_is_read_who_comes(client: Client, cast: Cast, now: dt.datetime) -> None:
    _offer, going = make_going(cast, now)
    client.force_login(cast.tenant.user)
    reference = going.visit.help_request.reference
    for page in ("/meine/", f"/meine/anfragen/{reference}/", "/meine/woche/"):
        assert 'href="/meine/nicht-mehr/"' in client.get(page).content.decode()
    assert (
        "weder Geld noch Geschenke noch einen Schlüssel" in client.get(f"/meine/anfragen/{reference}/").content.decode()
    )


def test_whoever_asked_for_her_finds_no_way_to_it(client: Client, cast: Cast, now: dt.datetime) -> None:
    _offer, going = make_going(cast, now)
    going.visit.help_request.asked_by = asking = make_user()
    going.visit.help_request.save()
    client.force_login(asking)
    answer = client.get(f"/meine/anfragen/{going.visit.help_request.reference}/")
    assert answer.status_code == 200
    assert "/meine/nicht-mehr/" not in answer.content.decode()
