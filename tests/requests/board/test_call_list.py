"""The phone list and the people of the districts; calls that became no request; who would like to join."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from piano.messaging.models import Call, CallState, Message, MessageState
from piano.messaging.phone_list import put_on_list
from quarters.models import Reach, Resident, User
from requests.finding.decisions import ask_more, return_visit
from requests.models import HelpRequest, Referral
from requests.sweeps import drive_visits
from requests.wishes.intake import Caller
from requests.wishes.referrals import refer_call
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request, make_resident, make_user
from volunteers.joining import register_interest
from volunteers.models import Interest, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


@pytest.fixture
def calls(cast: Cast) -> list[Call]:
    """The tenant is to be called about two wishes."""
    for words in ("Brot", "Milch"):
        make_request(cast.tenant, cast.shop, words=words)
    return list_of(cast.tenant.user)


def list_of(person: User) -> list[Call]:
    return [put_on_list(message, now=clock.now()) for message in Message.objects.filter(recipient=person)]


def shown(desk: Client) -> str:
    return desk.get("/leitstand/anrufe/").content.decode()


def answer(desk: Client, person: User, reached: str, **form: str) -> int:
    return desk.post(f"/leitstand/anrufe/{person.reference}/", {"erreicht": reached, **form}).status_code


def test_a_person_stands_there_once_with_everything_to_say(desk: Client, calls: list[Call], cast: Cast) -> None:
    page = shown(desk)
    assert len(calls) == 2
    assert page.count('class="call"') == 1
    assert page.count("call__why") == 2
    assert cast.tenant.user.addressed_name in page


def test_no_link_is_read_aloud(desk: Client, calls: list[Call]) -> None:
    assert "/meine/anfragen/" not in shown(desk)


def test_reached_ticks_everything_that_was_said(desk: Client, calls: list[Call], cast: Cast) -> None:
    assert answer(desk, cast.tenant.user, "ja") == 302
    assert set(Call.objects.values_list("state", "done_by")) == {(CallState.REACHED, cast.helper.pk)}
    assert set(Message.objects.filter(recipient=cast.tenant.user).values_list("state", flat=True)) == {
        MessageState.SENT
    }
    assert "Niemand wartet auf einen Anruf" in shown(desk)


def test_what_came_later_was_not_said(desk: Client, calls: list[Call], cast: Cast) -> None:
    before = clock.now() - dt.timedelta(minutes=5)
    answer(desk, cast.tenant.user, "ja", stand=before.isoformat())
    assert Call.objects.filter(state=CallState.OPEN).count() == 2


@pytest.mark.parametrize("stand", ["", "gestern", "2026-11-23", "9999-12-31T00:00:00+00:00", "\x00"])
def test_a_strange_moment_means_now(desk: Client, calls: list[Call], cast: Cast, stand: str) -> None:
    answer(desk, cast.tenant.user, "ja", stand=stand)
    assert not Call.objects.filter(state=CallState.OPEN).exists()


def test_not_reached_waits_for_the_next_try(desk: Client, calls: list[Call], cast: Cast) -> None:
    answer(desk, cast.tenant.user, "nein")
    assert "Niemand wartet auf einen Anruf" in shown(desk)
    with machine.at(clock.now() + dt.timedelta(days=1)):
        assert "1-mal versucht" in shown(desk)


def test_three_times_not_reached_stays_visible(desk: Client, calls: list[Call], cast: Cast, now: dt.datetime) -> None:
    for days in range(3):
        with machine.at(now + dt.timedelta(days=days)):
            answer(desk, cast.tenant.user, "nein")
    with machine.at(now + dt.timedelta(days=3)):
        assert "Dreimal nicht erreicht" in shown(desk)
        answer(desk, cast.tenant.user, "ja")
        assert "Dreimal nicht erreicht" not in shown(desk)


def test_people_of_foreign_districts_are_not_on_the_list(client: Client, calls: list[Call], cast: Cast) -> None:
    client.force_login(make_helper(make_district()))
    assert "Niemand wartet" in shown(client)
    assert answer(client, cast.tenant.user, "ja") == 404
    assert Call.objects.filter(state=CallState.OPEN).count() == 2


def test_volunteers_are_called_as_well(desk: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    drive_visits()
    list_of(cast.volunteer.user)
    assert cast.volunteer.user.addressed_name in shown(desk)


def test_a_call_without_words_is_still_a_call(desk: Client, calls: list[Call], cast: Cast) -> None:
    Message.objects.filter(pk=calls[0].message_id).update(subject="request:0")
    assert "Bitte sehen Sie bei dieser Person nach" in shown(desk)


def test_the_call_list_shows_on_the_board(desk: Client, calls: list[Call]) -> None:
    assert "1 Mensch wartet auf einen Anruf" in desk.get("/leitstand/").content.decode()


def test_people_are_found_and_opened(desk: Client, cast: Cast) -> None:
    reference = cast.tenant.user.reference
    assert f"/leitstand/menschen/{reference}/" in desk.get("/leitstand/menschen/?suche=Wagner").content.decode()
    make_request(cast.tenant, cast.shop)
    page = desk.get(f"/leitstand/menschen/{reference}/").content.decode()
    assert cast.tenant.user.full_name in page
    assert "Einkaufen" in page


def test_where_the_answer_is_written_down_is_one_click_away(desk: Client, cast: Cast) -> None:
    """A yes or no to an offer; a reminder asks nothing. Another district's case is not hers to open."""
    User.objects.filter(pk=cast.volunteer.user_id).update(reach="phone")
    Volunteer.objects.exclude(pk=cast.volunteer.pk).delete()
    wish = make_request(cast.tenant, cast.shop)
    drive_visits()
    ask_more(wish.visits.get(), by=cast.helper, now=clock.now())
    put_on_list(Message.objects.get(reason="offer"), now=clock.now())
    link = f'href="/leitstand/anfragen/{wish.reference}/"'
    assert link in shown(desk)
    HelpRequest.objects.update(district=make_district())
    assert link not in shown(desk)


def test_nobody_is_listed_unasked(desk: Client, cast: Cast) -> None:
    assert cast.tenant.user.full_name not in desk.get("/leitstand/menschen/").content.decode()


def test_nobody_found_says_what_to_do(desk: Client) -> None:
    assert "Niemand gefunden" in desk.get("/leitstand/menschen/?suche=Xqzw").content.decode()


@pytest.mark.parametrize("reads_mails", [True, False])
def test_after_the_call_that_nobody_was_found_comes_the_letter(desk: Client, cast: Cast, reads_mails: bool) -> None:
    if not reads_mails:
        User.objects.filter(pk=cast.tenant.user_id).update(reach=Reach.PHONE, email=None)
    asked = make_request(cast.tenant, cast.shop)
    return_visit(asked.visits.get(), by=cast.helper, now=clock.now(), reason="niemand frei")
    put_on_list(Message.objects.get(reason="nobody_found_call"), now=clock.now())
    assert ("Danach liegt ein Brief" in shown(desk)) is not reads_mails
    page = desk.post(f"/leitstand/anrufe/{cast.tenant.user.reference}/", {"erreicht": "ja"}, follow=True)
    assert ("liegt gleich als Brief bereit" in page.content.decode()) is not reads_mails
    assert Message.objects.filter(reason="nobody_found").exists() is reads_mails
    assert Message.objects.filter(reason="nobody_found_on_paper").exists() is not reads_mails
    assert desk.get(f"/leitstand/anfragen/{asked.reference}/brief/").headers["Content-Type"] == "application/pdf"


def test_a_foreign_person_is_not_there(desk: Client) -> None:
    stranger = make_resident(make_district())
    assert desk.get(f"/leitstand/menschen/{stranger.user.reference}/").status_code == 404


@pytest.mark.parametrize("room", ["anfragen", "menschen", "hinweise", "interesse", "anruf"])
@pytest.mark.parametrize("reference", ["GIBTESNIX", "%00", "x" * 300, "%F0%9F%98%80"])
def test_an_unknown_reference_is_not_there(desk: Client, room: str, reference: str) -> None:
    assert desk.get(f"/leitstand/{room}/{reference}/").status_code == 404


def test_a_person_without_a_district_can_be_opened(desk: Client) -> None:
    resident = Resident.objects.create(user=make_user())
    page = desk.get(f"/leitstand/menschen/{resident.user.reference}/")
    assert "noch nicht bekannt" in page.content.decode()


def test_the_search_asks_the_same_number_of_queries(desk: Client, cast: Cast) -> None:
    for _ in range(6):
        make_resident(cast.district)
    with CaptureQueriesContext(connection) as queries:
        desk.get("/leitstand/menschen/?suche=Wagner")
    assert len(queries) <= 10, "\n".join(query["sql"][:120] for query in queries)


@pytest.fixture
def referral(cast: Cast) -> Referral:
    caller = Caller("Fr. Öztürk", "+491705550104")
    return refer_call(
        kind="emergency",
        words="macht nicht auf",
        district=cast.district,
        by=cast.helper,
        now=clock.now(),
        caller=caller,
    )


def test_a_referral_is_read_and_ticked_with_a_note(desk: Client, referral: Referral, cast: Cast) -> None:
    path = f"/leitstand/hinweise/{referral.reference}/"
    page = desk.get(path).content.decode()
    assert "macht nicht auf" in page
    assert 'href="tel:112"' in page
    assert 'href="tel:+491705550104">Anruferin zurückrufen</a>' in page
    desk.post(f"{path}erledigt/", {"note": "Feuerwehr war da"})
    referral.refresh_from_db()
    assert (referral.done_by, referral.done_note) == (cast.helper, "Feuerwehr war da")


def test_a_note_that_is_too_long_stays_typed(desk: Client, referral: Referral) -> None:
    page = desk.post(f"/leitstand/hinweise/{referral.reference}/erledigt/", {"note": "lang " * 200})
    assert page.status_code == 422
    assert "lang lang" in page.content.decode()


def test_a_foreign_referral_is_not_there(client: Client, referral: Referral) -> None:
    client.force_login(make_helper(make_district()))
    path = f"/leitstand/hinweise/{referral.reference}/"
    assert client.get(path).status_code == 404
    assert client.post(f"{path}erledigt/").status_code == 404


def test_who_would_like_to_join_is_answered_once(desk: Client, cast: Cast) -> None:
    interest = register_interest(name="Ingrid Thiel", district=cast.district, now=clock.now(), phone="0561 8123427")
    path = f"/leitstand/interesse/{interest.reference}/"
    assert "Ingrid Thiel möchte mitmachen" in desk.get(path).content.decode()
    desk.post(f"{path}erledigt/")
    assert Interest.objects.get().answered_by == cast.helper


def test_a_foreign_interest_is_not_there(client: Client, cast: Cast) -> None:
    interest = register_interest(name="Ingrid Thiel", district=cast.district, now=clock.now(), phone="0561 8123427")
    client.force_login(make_helper(make_district()))
    path = f"/leitstand/interesse/{interest.reference}/"
    assert client.get(path).status_code == 404
    assert client.post(f"{path}erledigt/").status_code == 404
    assert Interest.objects.get().answered_at is None


def test_what_is_on_the_list_goes_by_phone(calls: list[Call]) -> None:
    """Whatever it was meant to go by before."""
    assert {call.message.channel for call in Call.objects.select_related("message")} == {"phone"}
