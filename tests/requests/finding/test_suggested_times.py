"""Nobody said yes: the helper suggests other times, the person chooses one or none, by mail or on the telephone."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Call, Message
from piano.messaging.sweeps import send_messages, send_urgent_messages
from quarters.models import Look, TrustScope, User
from requests.board.page import load_board
from requests.board.reading import Filters
from requests.errors import AlreadyAnswered, WindowIsOver, WrongState
from requests.finding.decisions import agree_time, return_visit
from requests.finding.suggesting import Window, choose_time, refuse_times, suggest_times, withdraw_times
from requests.invariants import broken
from requests.models import Decision, DueWork, StateChange, SuggestedTime, Visit
from requests.people.trusting import trust_person
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import make_district, make_helper, make_request, make_user, make_volunteer, make_window
from tests.ways import paths_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: object, _morning: None) -> Cast:
    return make_cast(volunteers=0)


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """Nobody could go, and a helper decides."""
    visit = make_request(cast.tenant, cast.shop).visits.get()
    drive_visits()
    visit.refresh_from_db()
    assert visit.state == "decision"
    return visit


def windows(*days: int) -> list[Window]:
    return [make_window(days=day, starts=14, ends=16) for day in days]


def suggest(cast: Cast, visit: Visit, *days: int) -> list[SuggestedTime]:
    return suggest_times(visit, windows=windows(*(days or (4, 5))), by=cast.helper, now=clock.now())


def read_by_phone(cast: Cast) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(reach="phone")


def column(cast: Cast, kind: str) -> list[str]:
    board = load_board(user=cast.helper, now=clock.now(), filters=Filters())
    return [row.meta for one in board.columns if one.kind == kind for row in one.rows]


def test_the_tenant_is_asked_in_a_mail_with_a_link_that_only_shows(client: Client, cast: Cast, visit: Visit) -> None:
    suggest(cast, visit)
    send_messages()
    (sent,) = [one for one in mail.outbox if one.to == [cast.tenant.user.email] and "anderer Termin" in one.subject]
    for start, end in windows(4, 5):
        assert clock.say_span(start, end) in sent.body
    (link,) = paths_in(sent.body)
    page = client.get(link).content.decode()
    assert "Passt Ihnen ein anderer Termin?" in page
    assert set(SuggestedTime.objects.values_list("state", flat=True)) == {"open"}
    client.force_login(cast.tenant.user)
    assert client.get(f"/meine/anfragen/{visit.help_request.reference}/vorschlag/").status_code == 405


def test_her_yes_changes_the_wish_and_the_search_begins_anew(client: Client, cast: Cast, visit: Visit) -> None:
    first, second = suggest(cast, visit)
    fresh = make_volunteer(cast.district, [cast.shop])
    client.force_login(cast.tenant.user)
    way = f"/meine/anfragen/{visit.help_request.reference}/vorschlag/"
    assert client.post(way, {"time": "GIBTESNICH"}).status_code == client.post(way).status_code == 404
    for _ in range(2):
        assert client.post(way, {"time": second.reference}).status_code == 302
    visit.refresh_from_db()
    assert (visit.wish_window.lower, visit.wish_window.upper) == windows(5)[0]
    assert visit.help_request.__class__.objects.get().wish_time == clock.say_span(*windows(5)[0])
    row = StateChange.objects.filter(subject="visit", from_state="decision", to_state="open").get()
    assert (row.by, row.note) == (cast.tenant.user, "Anderer Termin vereinbart")
    first.refresh_from_db()
    assert first.state == "over"
    drive_visits()
    assert visit.offers.get().person == fresh.user
    assert Decision.objects.filter(kind="time").count() == 1
    assert list(broken()) == []


def test_a_no_brings_the_decision_back_to_the_helper(client: Client, cast: Cast, visit: Visit) -> None:
    first, _second = suggest(cast, visit)
    assert column(cast, "now") == []
    assert "anderer Termin vorgeschlagen" in column(cast, "search")[0]
    client.force_login(cast.tenant.user)
    client.post(f"/meine/anfragen/{visit.help_request.reference}/vorschlag/", {"none": first.reference})
    assert set(SuggestedTime.objects.values_list("state", flat=True)) == {"refused"}
    assert len(column(cast, "now")) == 1
    assert Message.objects.filter(reason="decision_needed", recipient=cast.helper).count() == 2
    with pytest.raises(AlreadyAnswered):
        choose_time(first, by=cast.tenant.user, now=clock.now())
    assert "Keiner der vorgeschlagenen Termine passt" in StateChange.objects.latest("pk").note
    assert list(broken()) == []


def test_without_an_answer_nothing_is_forgotten(cast: Cast, visit: Visit) -> None:
    """Also when the first wish is over by then: the helper hears it and has time to decide."""
    suggest(cast, visit, 9)
    visit.refresh_from_db()
    assert visit.decide_by is not None
    for kind in ("decide", "give_back"):
        assert DueWork.objects.filter(visit=visit, kind=kind, done_at=None).exists()
    machine.travel_to(visit.decide_by + dt.timedelta(minutes=1))
    drive_visits()
    assert set(SuggestedTime.objects.values_list("state", flat=True)) == {"over"}
    assert not Message.objects.filter(reason="times_for_tenant").exclude(state="cancelled").exists()
    send_urgent_messages()
    send_messages()
    assert len(column(cast, "now")) == 1
    assert Message.objects.filter(reason="decision_urgent", recipient=cast.helper, state="sent").exists()
    assert list(broken()) == []


def test_the_first_wish_does_not_end_while_an_answer_may_come(cast: Cast) -> None:
    now = clock.now()
    today = (now + dt.timedelta(hours=2), now + dt.timedelta(hours=4))
    visit = make_request(cast.tenant, cast.shop, window=today).visits.get()
    drive_visits()
    suggest(cast, visit, 5)
    machine.travel_to(now + dt.timedelta(hours=5))
    drive_visits()
    visit.refresh_from_db()
    assert visit.state == "decision"
    choose_time(SuggestedTime.objects.get(), by=cast.tenant.user, now=clock.now())
    visit.refresh_from_db()
    assert visit.state == "open"


def test_who_reads_no_mails_is_called_and_the_helper_ticks_her_answer(client: Client, cast: Cast, visit: Visit) -> None:
    read_by_phone(cast)
    first, _second = suggest(cast, visit)
    send_messages()
    call = Call.objects.get(message__reason="times_for_tenant")
    client.force_login(cast.helper)
    page = client.get("/leitstand/anrufe/").content.decode()
    assert first.reference in page
    assert "Fragen Sie, ob es auch so ginge" in page
    way = f"/leitstand/anfragen/{visit.help_request.reference}/vorschlag/antwort/anrufe/"
    assert way in page
    answered = client.post(way, {"time": first.reference})
    assert (answered.status_code, answered.headers["Location"]) == (302, "/leitstand/anrufe/")
    assert not Call.objects.filter(pk=call.pk, state="open").exists()
    first.refresh_from_db()
    assert (first.state, first.answered_by) == ("chosen", cast.helper)


def test_on_the_case_the_answer_leads_back_to_the_case(client: Client, cast: Cast, visit: Visit) -> None:
    _first, second = suggest(cast, visit)
    client.force_login(cast.helper)
    case = f"/leitstand/anfragen/{visit.help_request.reference}/"
    assert client.post(f"{case}vorschlag/antwort/", {"none": second.reference}).headers["Location"] == case


def test_what_was_suggested_is_taken_back_and_the_decision_is_hers_again(
    client: Client, cast: Cast, visit: Visit
) -> None:
    read_by_phone(cast)
    (row,) = suggest(cast, visit, 4)
    send_messages()
    client.force_login(cast.helper)
    case = f"/leitstand/anfragen/{visit.help_request.reference}/"
    assert f'action="{case}vorschlag/ruecknahme/"' in client.get(case).content.decode()
    for _ in range(2):
        assert client.post(f"{case}vorschlag/ruecknahme/").headers["Location"] == case
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("over", None)
    assert not Call.objects.filter(state="open", message__reason="times_for_tenant").exists()
    rows = StateChange.objects.filter(subject="visit", by=cast.helper)
    assert [row.note for row in rows].count("Vorschlag zurückgenommen") == 1
    assert len(column(cast, "now")) == 1
    assert "vorschlag/ruecknahme/" not in client.get(case).content.decode()
    assert list(broken()) == []


def test_an_answer_that_was_quicker_is_not_taken_back(client: Client, cast: Cast, visit: Visit) -> None:
    (row,) = suggest(cast, visit, 4)
    choose_time(row, by=cast.tenant.user, now=clock.now())
    with pytest.raises(AlreadyAnswered):
        withdraw_times(visit, by=cast.helper, now=clock.now())
    client.force_login(cast.helper)
    way = f"/leitstand/anfragen/{visit.help_request.reference}/vorschlag/ruecknahme/"
    assert client.post(way).status_code == 409
    client.force_login(make_helper(make_district()))
    assert client.post(way).status_code == 404


def test_the_helper_fills_in_one_to_three_spans(client: Client, cast: Cast, visit: Visit) -> None:
    client.force_login(cast.helper)
    way = f"/leitstand/anfragen/{visit.help_request.reference}/vorschlag/"
    (start, end), (other, _end) = windows(4, 5)
    typed = {"first_start": say(start), "first_end": say(end), "second_start": say(other)}
    bad = client.post(way, typed)
    assert bad.status_code == 422
    page = bad.content.decode()
    assert "id_second_end_error" in page
    assert all(value in page for value in typed.values())
    assert client.post(way, {}).status_code == 422
    assert client.post(way, typed | {"first_end": say(start)}).status_code == 422
    past = clock.now() - dt.timedelta(days=2)
    gone = {"first_start": say(past), "first_end": say(past + dt.timedelta(hours=2))}
    assert client.post(way, gone).status_code == 409
    assert client.post(way, typed | {"second_end": say(other + dt.timedelta(hours=2))}).status_code == 302
    assert SuggestedTime.objects.filter(state="open", suggested_by=cast.helper).count() == 2
    assert "Die Antwort am Telefon" in client.get(way.removesuffix("vorschlag/")).content.decode()


def say(moment: dt.datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%dT%H:%M}"


def test_the_same_again_is_the_same_and_others_replace_it(cast: Cast, visit: Visit) -> None:
    assert suggest(cast, visit) == suggest(cast, visit)
    assert Message.objects.filter(reason="times_for_tenant").count() == 1
    suggest(cast, visit, 6)
    assert [row.state for row in SuggestedTime.objects.order_by("pk")] == ["over", "over", "open"]
    assert Message.objects.filter(reason="times_for_tenant").exclude(state="cancelled").count() == 1


@pytest.mark.parametrize("span", [(-2, 14, 16), (4, 14, 14)])
def test_a_span_holds_a_visit_and_lies_ahead(cast: Cast, visit: Visit, span: tuple[int, int, int]) -> None:
    days, starts, ends = span
    start, end = make_window(days=days, starts=starts, ends=ends)
    with pytest.raises(WindowIsOver):
        suggest_times(visit, windows=[(start, end + dt.timedelta(minutes=30))], by=cast.helper, now=clock.now())


def test_what_the_helper_settles_otherwise_ends_it(cast: Cast, visit: Visit) -> None:
    (row,) = suggest(cast, visit, 4)
    agree_time(visit, window=windows(6)[0], by=cast.helper, now=clock.now())
    row.refresh_from_db()
    assert row.state == "over"
    drive_visits()
    with pytest.raises(AlreadyAnswered):
        refuse_times(row, by=cast.tenant.user, now=clock.now())


def test_a_request_that_was_given_back_is_asked_about_no_more(cast: Cast, visit: Visit) -> None:
    (row,) = suggest(cast, visit, 4)
    return_visit(visit, by=cast.helper, now=clock.now(), reason="doch nicht")
    with pytest.raises(WrongState):
        choose_time(row, by=cast.tenant.user, now=clock.now())
    assert not Message.objects.filter(reason="times_for_tenant").exclude(state="cancelled").exists()


def test_only_who_may_answers(client: Client, cast: Cast, visit: Visit) -> None:
    (row,) = suggest(cast, visit, 4)
    mine, desk = (f"/{room}/anfragen/{visit.help_request.reference}/vorschlag/" for room in ("meine", "leitstand"))
    client.force_login(make_user())
    assert client.post(mine, {"time": row.reference}).status_code == 404
    client.force_login(make_helper(make_district()))
    assert client.post(desk).status_code == client.post(f"{desk}antwort/", {"time": row.reference}).status_code == 404
    petra = make_user(email="petra@example.org")
    who = {
        "given_name": "Petra",
        "family_name": "Nah",
        "relation": "Tochter",
        "email": "petra@example.org",
        "phone": "",
    }
    trust = trust_person(cast.tenant, now=clock.now(), scope=TrustScope.SEE, **who)
    client.force_login(petra)
    assert client.post(mine, {"time": row.reference}).status_code == 403
    trust.__class__.objects.update(scope=TrustScope.ACT)
    assert client.post(mine, {"time": row.reference}).status_code == 302
    assert Look.objects.get().kind == "answer"
