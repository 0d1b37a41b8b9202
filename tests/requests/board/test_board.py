"""The board: each thing stands in its column, in words without health, and changes show."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.sweeps import send_messages
from quarters.models import Role, RoleKind
from requests.arranged import afterwards, visits
from requests.board.page import Board, load_board
from requests.board.reading import Filters
from requests.board.waiting import count_board
from requests.board.words import Row, say_when
from requests.models import Assignment, Offer, Visit
from requests.sweeps import drive_visits
from requests.wishes.intake import Caller
from requests.wishes.referrals import close_referral, refer_call
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import (
    make_category,
    make_district,
    make_helper,
    make_request,
    make_resident,
)
from volunteers.joining import answer_interest, register_interest

pytestmark = pytest.mark.django_db


def board_of(cast: Cast, **filters: str) -> Board:
    return load_board(user=cast.helper, now=clock.now(), filters=Filters(**filters))


def rows(cast: Cast, kind: str, **filters: str) -> list[Row]:
    return next(column.rows for column in board_of(cast, **filters).columns if column.kind == kind)


def refer(cast: Cast, kind: str = "emergency", **fields: object) -> object:
    values = {"words": "macht nicht auf", "district": cast.district, "by": cast.helper, "now": clock.now(), **fields}
    return refer_call(kind=kind, caller=Caller("Fr. Öztürk", "+491705550104"), **values)  # type: ignore[arg-type]


def asked(cast: Cast, **wish: object) -> Visit:
    visit = make_request(cast.tenant, cast.shop, **wish).visits.get()  # type: ignore[arg-type]
    drive_visits()
    return visit


def arranged(cast: Cast, **wish: object) -> Assignment:
    visit = asked(cast, **wish)
    offer = Offer.objects.filter(visit=visit)[0]
    visits.accept_offer(offer, by=offer.person, now=clock.now())
    return Assignment.objects.get(visit=visit)


def done(cast: Cast, **report: object) -> Visit:
    assignment = arranged(cast)
    values = {"took_place": True, "minutes": 45, "note": "", "needs_call": False, **report}
    after = assignment.planned_window.upper
    return afterwards.report_visit(assignment.visit, by=assignment.person, now=after, **values).visit  # type: ignore[arg-type]


def test_who_is_asked_stands_under_we_are_looking(cast: Cast) -> None:
    asked(cast)
    (row,) = rows(cast, "search")
    assert row.title == "Frau W., Einkaufen"
    assert "3 gefragt" in row.meta
    assert row.tag.startswith("Antwort bis morgen, 12:00 Uhr")


def test_a_decision_needs_the_helper_now() -> None:
    cast = make_cast(volunteers=0)
    asked(cast)
    (row,) = rows(cast, "now")
    assert (row.action, row.tag) == ("Wen noch fragen?", "bis 12:00 Uhr")
    assert rows(cast, "search") == []


def test_shortly_before_departure_the_minutes_are_counted() -> None:
    cast = make_cast(volunteers=0)
    now = clock.now()
    asked(cast, window=(now, now + dt.timedelta(minutes=150)), urgency="urgent")
    (row,) = rows(cast, "now")
    assert (row.tag, row.tag_state) == ("noch 45 Minuten bis zum Aufbruch", "late")


def test_an_emergency_stands_first_with_its_number(cast: Cast) -> None:
    register_interest(name="Ingrid Thiel", district=cast.district, now=clock.now(), phone="0561 8123427")
    refer(cast, "landlord")
    refer(cast)
    first = rows(cast, "now")[0]
    assert first.title == "Vielleicht ein Notfall: Fr. Öztürk"
    assert (first.is_emergency, first.phone) == (True, "+491705550104")


def test_no_filter_hides_an_emergency(cast: Cast) -> None:
    refer(cast)
    refer(cast, "landlord")
    for filters in ({"category": "shop"}, {"text": "Niemand"}, {"district": "anderswo"}):
        assert [row.is_emergency for row in rows(cast, "now", **filters)] == [True]


def test_a_ticked_call_leaves_the_board(cast: Cast) -> None:
    referral = refer(cast)
    close_referral(referral, by=cast.helper, now=clock.now())  # type: ignore[arg-type]
    assert rows(cast, "now") == []


def test_a_worry_waits_until_somebody_has_called(cast: Cast) -> None:
    visit = done(cast, needs_call=True, note="wirkte sehr verwirrt")
    (row,) = rows(cast, "now")
    assert row.title == "Sorge nach Besuch: Frau W."
    assert "verwirrt" not in row.meta
    afterwards.acknowledge_report(visit.report, by=cast.helper, now=clock.now())
    assert rows(cast, "now") == []


def test_a_complaint_waits_until_somebody_has_read_it(cast: Cast) -> None:
    visit = done(cast)
    feedback = afterwards.give_feedback(
        visit, by=cast.tenant.user, was_good=False, words="kam zu spät", now=clock.now()
    )
    assert [row.title for row in rows(cast, "now")] == ["Bitte anrufen: Frau W."]
    afterwards.read_feedback(feedback, by=cast.helper, now=clock.now())
    assert rows(cast, "now") == []


def test_who_would_like_to_join_waits_for_an_answer(cast: Cast) -> None:
    interest = register_interest(name="Ingrid Thiel", district=cast.district, now=clock.now(), phone="0561 8123427")
    assert [row.title for row in rows(cast, "now")] == ["Möchte mitmachen: Ingrid Thiel"]
    answer_interest(interest, by=cast.helper, now=clock.now())
    assert rows(cast, "now") == []


def test_who_goes_is_named_with_the_hour(cast: Cast) -> None:
    assignment = arranged(cast, hints="Rollator")
    with machine.at(assignment.planned_window.lower - dt.timedelta(hours=1)):
        (row,) = rows(cast, "running")
        assert row.title == f"Frau W. → {cast.volunteer.announced_name}"
        assert row.tag == "10:00 Uhr"
        assert "Hinweise: 1" in row.meta
        assert "Rollator" not in row.meta


def test_who_is_there_and_who_forgot_the_report_shows(cast: Cast) -> None:
    window = arranged(cast).planned_window
    with machine.at(window.lower + dt.timedelta(minutes=5)):
        assert rows(cast, "running")[0].tag == "seit 10:00 Uhr dort"
    with machine.at(window.upper + dt.timedelta(minutes=5)):
        assert rows(cast, "running")[0].tag == "Bericht fehlt"


def test_thanks_stand_under_done_today(cast: Cast) -> None:
    visit = done(cast)
    with machine.at(visit.ended_at or clock.now()):
        afterwards.give_feedback(visit, by=cast.tenant.user, was_good=True, words="Danke!", now=clock.now())
        (row,) = rows(cast, "done")
        assert (row.tag, row.action) == ("gut", "Dank lesen")
        assert "45 Minuten" in row.meta


def test_what_was_done_yesterday_is_gone(cast: Cast) -> None:
    visit = done(cast)
    with machine.at((visit.ended_at or clock.now()) + dt.timedelta(days=1)):
        assert rows(cast, "done") == []


def test_filters_narrow_by_district_kind_and_name(cast: Cast) -> None:
    other = make_district(name="Mitte", slug="mitte")
    Role.objects.create(user=cast.helper, kind=RoleKind.HELPER, district=other, valid_from=dt.date(2025, 1, 1))
    make_request(cast.tenant, cast.shop)
    make_request(make_resident(other), make_category("walk", name="Spaziergang"))
    for filters in ({"district": "mitte"}, {"category": "walk"}):
        assert ["Spaziergang" in row.title for row in rows(cast, "search", **filters)] == [True]
    assert len(rows(cast, "search", text="wagn")) == 2
    assert rows(cast, "search", text="niemand") == []


def test_every_change_changes_the_version(cast: Cast) -> None:
    def version() -> str:
        return count_board(cast.helper, now=clock.now())[0]

    seen = [version()]
    for change in (lambda: make_request(cast.tenant, cast.shop), drive_visits, lambda: refer(cast)):
        change()
        seen.append(version())
    register_interest(name="Ingrid", district=cast.district, now=clock.now(), phone="0561 8123427")
    assert len({*seen, version()}) == 5


def test_a_foreign_district_changes_nothing(cast: Cast) -> None:
    version = count_board(cast.helper, now=clock.now())
    make_request(make_resident(make_district()), cast.shop)
    assert count_board(cast.helper, now=clock.now()) == version
    assert all(not column.rows for column in board_of(cast).columns)


def test_htmx_gets_the_columns_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    asked(cast)
    page = client.get("/leitstand/?art=shop", headers={"HX-Request": "true"})
    assert "Frau W., Einkaufen" in page.content.decode()
    assert "<h1" not in page.content.decode()
    assert "HX-Request" in page.headers["Vary"]


def test_news_lead_back_to_the_same_filters(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    news = client.get("/leitstand/stand/", {"stand": "alt", "auswahl": "art=shop"}).content.decode()
    assert 'href="/leitstand/?art=shop"' in news
    assert "Neues da – anzeigen" in news


@pytest.mark.parametrize("query", ["?stadtteil=%00", "?art=<b>&suche=%00%00", "?suche=" + "x" * 4000])
def test_a_senseless_filter_does_no_harm(client: Client, cast: Cast, query: str) -> None:
    client.force_login(cast.helper)
    assert client.get("/leitstand/" + query).status_code == 200


def test_anonymous_people_are_sent_to_sign_in(client: Client) -> None:
    assert client.get("/leitstand/").headers["Location"].startswith("/konto/")


def test_a_moment_is_said_as_near_as_it_is(now: dt.datetime) -> None:
    assert say_when(now + dt.timedelta(hours=1), now) == "11:00 Uhr"
    assert say_when(now + dt.timedelta(days=1), now) == "morgen, 10:00 Uhr"
    assert say_when(now + dt.timedelta(days=2), now) == clock.say_day(now + dt.timedelta(days=2))


def test_a_helper_of_another_district_sees_none_of_it(cast: Cast) -> None:
    asked(cast)
    other = make_helper(make_district())
    assert all(not column.rows for column in load_board(user=other, now=clock.now(), filters=Filters()).columns)


def test_messages_that_do_not_go_out_stand_above_all_but_a_danger(cast: Cast, now: dt.datetime) -> None:
    refer(cast)
    asked(cast)
    before = count_board(cast.helper, now=now)[0]
    with machine.at(now + dt.timedelta(minutes=4)):
        assert "Nachrichten gehen nicht raus" not in [row.title for row in rows(cast, "now")]
    with machine.at(now + dt.timedelta(minutes=6)):
        danger, stalled, *_ = rows(cast, "now")
        assert danger.is_emergency
        assert stalled.title == "Nachrichten gehen nicht raus"
        assert count_board(cast.helper, now=clock.now())[0] != before, "open boards hear of it"
        send_messages()
        assert "Nachrichten gehen nicht raus" not in [row.title for row in rows(cast, "now")]


def test_an_urgent_message_is_late_within_a_minute(cast: Cast) -> None:
    asked(cast)
    Message.objects.update(message_class="a")
    with machine.at(clock.now() + dt.timedelta(seconds=70)):
        assert rows(cast, "now")[0].url == "/laeuft/"
