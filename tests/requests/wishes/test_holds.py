"""Nobody is asked before one of us knows the person, she herself agrees, and a human can read what she wrote."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Consent, Resident
from quarters.people.acquaintance import acquaintance_of, get_to_know
from requests.advance import advance
from requests.arranged import visits
from requests.errors import FirstToKnow, WrongState
from requests.finding import by_hand, decisions
from requests.invariants import broken
from requests.models import Clearance, HelpRequest, Hold, Offer, Visit
from requests.states import VisitState
from requests.sweeps import drive_visits
from requests.wishes.holds import ReasonNeeded, call_window, holds_of, let_go, settle
from requests.wishes.intake import Caller
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import allow_care, make_care_worker, make_category, make_request, make_resident, make_user
from tests.requests.asking import send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(cast: Cast) -> Resident:
    """Nobody has spoken to her yet."""
    return make_resident(cast.district, make_user(family_name="Neu", email="neu@example.org"), is_known=False)


def ask(resident: Resident, cast: Cast, **wish: object) -> Visit:
    visit = make_request(resident, cast.shop, **wish).visits.get()  # type: ignore[arg-type]
    drive_visits()
    visit.refresh_from_db()
    return visit


def test_the_first_request_of_a_stranger_waits_for_a_call(cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    assert visit.state == VisitState.HELD
    assert not Offer.objects.exists()
    assert Message.objects.filter(reason="please_get_to_know", recipient=cast.helper).exists()
    assert list(broken()) == []


def test_after_the_call_the_search_begins_by_itself(cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    get_to_know(newcomer, by=cast.helper, on=clock.today())
    assert let_go(newcomer, by=cast.helper, now=clock.now()) == 1
    drive_visits()
    visit.refresh_from_db()
    assert visit.state == VisitState.OFFERED
    assert let_go(newcomer, by=cast.helper, now=clock.now()) == 0


def test_later_requests_go_straight_through(cast: Cast, newcomer: Resident) -> None:
    get_to_know(newcomer, by=cast.helper, on=clock.today())
    assert ask(newcomer, cast).state == VisitState.OFFERED


def test_into_the_flat_only_after_a_first_visit(cast: Cast, newcomer: Resident) -> None:
    home = make_category("fix", level="C")
    cast.volunteer.categories.add(home)
    get_to_know(newcomer, by=cast.helper, on=clock.today())
    wish = make_request(newcomer, home)
    drive_visits()
    assert holds_of(wish) == [Hold.FIRST_VISIT]
    assert not Offer.objects.exists()
    get_to_know(newcomer, by=cast.helper, on=clock.today(), visited_on=clock.today())
    let_go(newcomer, by=cast.helper, now=clock.now())
    drive_visits()
    assert Offer.objects.exists()


def test_a_helper_lets_one_case_pass_with_a_reason(cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    with pytest.raises(ReasonNeeded):
        settle(visit.help_request, Hold.KNOWING, how=" ", by=cast.helper, now=clock.now())
    settle(visit.help_request, Hold.KNOWING, how="ist meine Nachbarin", by=cast.helper, now=clock.now())
    drive_visits()
    visit.refresh_from_db()
    assert visit.state == VisitState.OFFERED
    assert ask(newcomer, cast).state == VisitState.HELD, "the next one waits again"


def test_by_hand_nobody_is_sent_to_a_stranger(cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    start = visit.wish_window.lower + dt.timedelta(hours=1)
    with pytest.raises(WrongState):
        visits.assign_person(visit, person=cast.volunteer.user, start=start, by=cast.helper, now=clock.now())


def test_nobody_is_quicker_by_hand_than_the_engine(cast: Cast, newcomer: Resident) -> None:
    """In the seconds before the engine has looked, the same holds."""
    visit = make_request(newcomer, cast.shop).visits.get()
    start, person = visit.wish_window.lower + dt.timedelta(hours=1), cast.volunteer.user
    facts: dict[str, Any] = {"by": cast.helper, "now": clock.now()}
    with pytest.raises(FirstToKnow):
        decisions.ask_more(visit, **facts)
    with pytest.raises(FirstToKnow):
        decisions.ask_person(visit, person=person, **facts)
    with pytest.raises(FirstToKnow):
        decisions.take_over(visit, **facts)
    with pytest.raises(FirstToKnow):
        by_hand.ask_anyway(visit, person=person, start=start, reason="eilt", **facts)
    with pytest.raises(FirstToKnow):
        by_hand.assign_anyway(visit, person=person, start=start, reason="eilt", **facts)
    with pytest.raises(FirstToKnow):
        visits.assign_person(visit, person=person, start=start, **facts)
    assert not Offer.objects.exists()


def test_nobody_goes_and_no_price_counts_before_her_own_yes(cast: Cast) -> None:
    """A helper and a professional get to know her by going; that she agrees is asked all the same."""
    asked = make_request(cast.tenant, cast.shop, caller=Caller(name="Eva Wagner", relation="Tochter"))
    visit = asked.visits.get()
    advance(visit, VisitState.DECISION, by=None, now=clock.now())
    allow_care(visit, by=cast.helper)
    facts: dict[str, Any] = {"by": cast.helper, "now": clock.now()}
    with pytest.raises(FirstToKnow):
        decisions.go_myself(visit, start=visit.wish_window.lower + dt.timedelta(hours=1), reason="eilt", **facts)
    with pytest.raises(FirstToKnow):
        decisions.ask_on_call(visit, **facts)


def test_a_held_request_can_be_called_off_and_given_back(cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    visits.cancel_visit(visit, by=newcomer.user, now=clock.now())
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    other = ask(newcomer, cast)
    with machine.at(other.wish_window.upper):
        drive_visits()
    other.refresh_from_db()
    assert other.state == VisitState.RETURNED
    assert list(broken()) == []


def test_at_night_the_one_on_call_is_asked_for_what_a_human_called_urgent(cast: Cast, newcomer: Resident) -> None:
    nurse = make_care_worker(cast.district)
    night = clock.at(clock.today(), dt.time(23))
    with machine.at(night):
        visit = make_request(newcomer, cast.shop, window=(night, night + dt.timedelta(hours=6))).visits.get()
        allow_care(visit, by=cast.helper)
        drive_visits()
        visit.refresh_from_db()
        assert (visit.state, visit.offers.get().person) == (VisitState.ON_CALL, nurse)


def test_by_day_an_urgent_stranger_is_called_within_half_an_hour_else_a_helper_hears_it_again(
    cast: Cast, newcomer: Resident
) -> None:
    now = clock.now()
    make_care_worker(cast.district)
    visit = ask(newcomer, cast, urgency="urgent", window=(now, now + dt.timedelta(hours=6)))
    assert visit.state == VisitState.HELD
    assert Message.objects.filter(reason="please_get_to_know_now").exists()
    with machine.at(now + dt.timedelta(minutes=31)):
        drive_visits()
        assert not Offer.objects.exists()
        assert Message.objects.filter(reason="please_get_to_know_now").count() == 2


def test_whom_nobody_calls_is_named_again(cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    assert visit.decide_by is not None
    with machine.at(visit.decide_by + dt.timedelta(minutes=1)):
        drive_visits()
    assert Message.objects.filter(reason="please_get_to_know").count() == 2


def test_what_another_asks_waits_for_her_own_yes(cast: Cast) -> None:
    wish = make_request(cast.tenant, cast.shop, caller=Caller(name="Sevgi Wagner", relation="Tochter"))
    drive_visits()
    assert holds_of(wish) == [Hold.AGREEMENT]
    assert not Offer.objects.exists()
    settle(wish, Hold.AGREEMENT, how="hat es selbst gesagt", by=cast.helper, now=clock.now())
    drive_visits()
    assert Offer.objects.exists()


def test_words_that_no_list_reads_go_to_a_human_first(client: Client, cast: Cast) -> None:
    """A helper has noted that she speaks Polish; on the web she reads German, and writes as she speaks."""
    polish = make_user(language="pl", email="pl@example.org")
    client.force_login(polish)
    get_to_know(make_resident(cast.district, polish, is_known=False), by=None, on=clock.today())
    send(client, fuer_wen_wo={"language": "de"}, hinweise={"words": "Potrzebuję pomocy"})
    wish = HelpRequest.objects.get()
    assert Hold.READING in holds_of(wish)
    wish.resident.user.language = "ru"
    assert Hold.READING not in holds_of(wish)


def test_professionals_get_to_know_people_themselves(cast: Cast, newcomer: Resident) -> None:
    care = make_category("care", who="professional", level="P")
    nurse = make_care_worker(cast.district)
    visit = allow_care(make_request(newcomer, care).visits.get(), by=cast.helper)
    drive_visits()
    assert visit.offers.get().person == nurse


def test_calling_hours_that_are_nearly_over_are_no_promise(cast: Cast) -> None:
    noon = clock.at(clock.today(), dt.time(12, 15))
    assert call_window(noon)[0] == clock.at(clock.today(), dt.time(15))
    morning = clock.at(clock.today(), dt.time(10))
    assert call_window(morning) == (morning, clock.at(clock.today(), dt.time(12, 30)))


def test_the_helper_settles_it_on_the_case(client: Client, cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    client.force_login(cast.helper)
    case = f"/leitstand/anfragen/{visit.help_request.reference}/"
    assert "Kennenlernen: " in text_of(client.get("/leitstand/"))
    assert "Erst kennenlernen" in text_of(client.get(case))
    assert client.post(f"{case}kennenlernen/", {}).status_code == 422
    bad = client.post(f"{case}kennenlernen/", {"limits_explained": "on", "visited_on": "2031-01-01", "pets": "Hund"})
    assert bad.status_code == 422
    assert "Hund" in bad.content.decode()
    answer = client.post(f"{case}kennenlernen/", {"limits_explained": "on", "pets": "Hund", "smokes": "no"})
    assert answer.status_code == 302
    known = acquaintance_of(Resident.objects.get(pk=newcomer.pk))
    assert known is not None
    assert (known.pets, known.smokes, known.met_by) == ("Hund", False, cast.helper)
    drive_visits()
    visit.refresh_from_db()
    assert visit.state == VisitState.OFFERED


def test_her_own_yes_is_noted_with_her_consent(client: Client, cast: Cast) -> None:
    wish = make_request(cast.tenant, cast.shop, caller=Caller(name="Sevgi Wagner"))
    drive_visits()
    client.force_login(cast.helper)
    way = f"/leitstand/anfragen/{wish.reference}/erst/agreement/"
    assert client.post(way, {"how": "irgendwie"}).status_code == 422
    assert client.post(way, {"how": "call"}).status_code == 302
    assert Clearance.objects.get().by == cast.helper
    assert Consent.objects.filter(person=cast.tenant.user, purpose="help", read_out_by=cast.helper).exists()
    assert client.post(f"/leitstand/anfragen/{wish.reference}/erst/nichts/", {}).status_code == 404


def test_the_tenant_reads_when_she_is_called(client: Client, cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    client.force_login(newcomer.user)
    page = text_of(client.get(f"/meine/anfragen/{visit.help_request.reference}/"))
    assert "Frau R. vom Treff ruft Sie am Montag," in page
    assert "zwischen 10:00 und 12:30 Uhr an. Danach suchen wir jemanden." in page


def test_the_sheet_for_the_first_visit_is_there(client: Client, cast: Cast, newcomer: Resident) -> None:
    visit = ask(newcomer, cast)
    client.force_login(cast.helper)
    page = text_of(client.get(f"/leitstand/anfragen/{visit.help_request.reference}/erstbesuch/"))
    assert "Datum und Unterschrift" in page


def test_after_a_call_the_helper_reads_what_comes_first(client: Client, cast: Cast, newcomer: Resident) -> None:
    wish = make_request(newcomer, cast.shop)
    client.force_login(cast.helper)
    page = text_of(client.get(f"/leitstand/anruf/{wish.reference}/"))
    assert "Aufgenommen. Erst kennenlernen." in page
    assert "Kennenlernen am Telefon" in page
    assert "Wir suchen schon" not in page
