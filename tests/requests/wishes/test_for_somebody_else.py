"""A daughter asks for her mother: the mother says yes herself, and both hear what was agreed."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from helpers.models import Helper
from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.sending import send_due
from quarters.models import Block, Consent, Guardianship, Resident
from quarters.people.guardians import NotShown, end_guardianship, guardian_of, note_guardian
from requests.arranged.visits import accept_offer, give_up_assignment
from requests.board.call_list import people_of
from requests.board.interpreting import own_language
from requests.models import Assignment, Clearance, HelpRequest, Hold, Notify, Offer, Visit
from requests.sweeps import drive_visits
from requests.wishes.contacts import hearers_of
from requests.wishes.holds import holds_of, settle
from requests.wishes.intake import Caller
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request, make_resident, make_user, make_volunteer
from tests.requests.asking import post, send, text_of
from tests.requests.wishes.test_call_page import a_call

pytestmark = pytest.mark.django_db
DAUGHTER = {"for_whom": "other", "caller_name": "Petra Wagner", "caller_relation": "Tochter", "knows": "no"}


def heard(reason: str) -> set[str]:
    rows = Message.objects.filter(reason=reason).exclude(state="cancelled").select_related("recipient")
    return {message.recipient.given_name for message in rows}


def arranged(cast: Cast, notify: str) -> Assignment:
    """Petra asked for Erna, who has agreed; Meryem goes."""
    caller = Caller("Petra Wagner", "0561 998877", "Tochter", notify=notify)
    wish = make_request(cast.tenant, cast.shop, caller=caller)
    settle(wish, Hold.AGREEMENT, how="hat es selbst gesagt", by=cast.helper, now=clock.now())
    drive_visits()
    offer = Offer.objects.select_related("person").order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=clock.now())
    return Assignment.objects.get()


@pytest.mark.parametrize(
    ("notify", "comes", "nobody"),
    [
        ("tenant", {"Erna"}, {"Erna"}),
        ("caller", {"Erna", "Petra"}, {"Petra"}),
        ("both", {"Erna", "Petra"}, {"Erna", "Petra"}),
    ],
)
def test_who_comes_always_reaches_the_door_the_rest_as_agreed(
    cast: Cast, notify: str, comes: set[str], nobody: set[str]
) -> None:
    assignment = arranged(cast, notify)
    assert heard("arranged_tenant") == comes
    assert {user.given_name for user in hearers_of(assignment.visit.help_request)} == nobody
    give_up_assignment(assignment, by=assignment.person, now=clock.now())
    assert heard("searching_again") == comes


def test_the_daughter_is_called_by_name_and_reads_for_whom(client: Client, cast: Cast) -> None:
    assignment = arranged(cast, Notify.BOTH)
    contact = assignment.visit.help_request.contact
    assert contact is not None
    assert contact in people_of(cast.helper)
    assert contact not in people_of(make_helper(make_district()))
    client.force_login(cast.helper)
    with machine.at(clock.next_call_time(clock.now() + dt.timedelta(hours=23))):
        send_due(classes=["a", "b"])
        page = text_of(client.get("/leitstand/anrufe/"))
    assert "Petra Wagner" in page
    assert "kommt zu Frau Wagner:" in page


def test_the_same_daughter_stays_one_person(cast: Cast) -> None:
    for _ in range(2):
        make_request(cast.tenant, cast.shop, caller=Caller("Petra Wagner", "0561 998877", notify="both"))
    assert HelpRequest.objects.values("contact").distinct().count() == 1


def test_without_a_wish_to_hear_nobody_new_is_written_down(cast: Cast) -> None:
    assert make_request(cast.tenant, cast.shop, caller=Caller("Petra Wagner", "0561 998877")).contact is None


def test_the_wizard_asks_whether_she_knows_and_who_hears(client: Client, cast: Cast) -> None:
    assert post(client, "was").status_code == post(client, "wann").status_code == 302
    other = {**DAUGHTER, "knows": ""}
    answer = post(client, "fuer-wen-wo", **other)
    assert answer.status_code == 422
    assert "Weiß sie oder er davon?" in text_of(answer)
    answer = post(client, "fuer-wen-wo", **{**DAUGHTER, "notify": "both"})
    assert (answer.status_code, "damit wir Sie erreichen" in text_of(answer)) == (422, True)
    send(client, fuer_wen_wo={**DAUGHTER, "notify": "both", "caller_phone": "0561 998877"})
    wish = HelpRequest.objects.get()
    assert (wish.knows, wish.notify, wish.contact and wish.contact.given_name) == ("no", "both", "Petra")
    assert not Consent.objects.filter(person=wish.resident.user).exists(), "nobody agrees for another"


def test_by_phone_the_same_is_asked(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    said = a_call(caller_name="Petra Wagner", caller_phone="0561 998877", notify="caller", own_yes="")
    assert client.post("/leitstand/anruf/", said).status_code == 302
    wish = HelpRequest.objects.get()
    assert (wish.notify, wish.contact and wish.contact.family_name) == ("caller", "Wagner")
    assert not Consent.objects.exists(), "the caller heard the sentence, not the person"


def test_a_guardian_says_from_which_court(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    said = a_call(caller_name="Ralf Amt", caller_phone="0561 112", own_yes="guardian")
    said["caller_phone"] = "0561 665544"
    answer = client.post("/leitstand/anruf/", said)
    assert (answer.status_code, "Aktenzeichen" in text_of(answer)) == (422, True)
    assert client.post("/leitstand/anruf/", {**said, "guardian_file": "AG Kassel 12 XVII 3/24"}).status_code == 302
    wish = HelpRequest.objects.get()
    assert Hold.AGREEMENT not in holds_of(wish)
    guardian = guardian_of(wish.resident)
    assert guardian is not None
    assert (guardian.name, guardian.file, guardian.noted_by) == ("Ralf Amt", "AG Kassel 12 XVII 3/24", cast.helper)


def test_a_guardian_without_papers_is_none(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(NotShown):
        note_guardian(cast.tenant, name="Ralf Amt", by=cast.helper, now=now)
    first = note_guardian(cast.tenant, name="Ralf Amt", file="12 XVII 3/24", by=cast.helper, now=now)
    second = note_guardian(cast.tenant, name="Eva Recht", certificate_seen_on=now.date(), by=cast.helper, now=now)
    assert guardian_of(cast.tenant) == second
    assert Guardianship.objects.get(pk=first.pk).ended_on is not None
    end_guardianship(second, now=now)
    assert guardian_of(cast.tenant) is None


def test_a_guardianship_ends_and_goes_on_again_on_the_card(client: Client, cast: Cast, now: dt.datetime) -> None:
    guardian = note_guardian(cast.tenant, name="Ralf Amt", file="12 XVII 3/24", by=cast.helper, now=now)
    card = f"/leitstand/menschen/{cast.tenant.user.reference}/"
    client.force_login(make_helper(make_district()))
    assert client.post(f"{card}betreuung/").status_code == 404
    client.force_login(cast.helper)
    for _ in range(2):
        page = text_of(client.post(f"{card}betreuung/", follow=True))
        assert "Ralf Amt, heute beendet" in page
        assert guardian_of(cast.tenant) is None
    assert "Die Betreuung ist zu Ende" in text_of(client.post(f"{card}betreuung/", {"doch": "1"}, follow=True))
    assert guardian_of(cast.tenant) == guardian


def test_the_end_of_a_guardianship_stands_where_another_came(client: Client, cast: Cast, now: dt.datetime) -> None:
    note_guardian(cast.tenant, name="Ralf Amt", file="12 XVII 3/24", by=cast.helper, now=now)
    second = note_guardian(cast.tenant, name="Eva Recht", file="12 XVII 3/24", by=cast.helper, now=now)
    client.force_login(cast.helper)
    client.post(f"/leitstand/menschen/{cast.tenant.user.reference}/betreuung/", {"doch": "1"})
    assert guardian_of(cast.tenant) == second


@pytest.fixture
def held(cast: Cast) -> HelpRequest:
    """Somebody asked for a neighbour who speaks Turkish only."""
    user = make_user(given_name="Emine", family_name="Aydın", language="tr")
    wish = make_request(
        make_resident(cast.district, user, speaks_german=False), cast.shop, caller=Caller("Petra Wagner")
    )
    drive_visits()
    return wish


def way(wish: HelpRequest) -> str:
    return f"/leitstand/anfragen/{wish.reference}/erst/agreement/"


def test_she_is_asked_in_her_own_language(client: Client, cast: Cast, held: HelpRequest) -> None:
    client.force_login(cast.helper)
    answer = client.post(way(held), {"how": "call", "interpreter": "Meryem Kaya"})
    assert (answer.status_code, "Meryem Kaya" in answer.content.decode()) == (422, True)
    assert client.post(way(held), {"how": "language", "interpreter": "Meryem Kaya"}).status_code == 302
    assert Clearance.objects.get().how.endswith("übersetzt von Meryem Kaya")
    assert Consent.objects.get(person=held.resident.user).language == "tr"


def test_a_guardian_agrees_only_with_papers(client: Client, cast: Cast, held: HelpRequest) -> None:
    client.force_login(cast.helper)
    assert client.post(way(held), {"how": "guardian", "guardian_name": "Ralf Amt"}).status_code == 422
    assert not Clearance.objects.exists()
    assert (
        client.post(way(held), {"how": "guardian", "guardian_name": "Ralf Amt", "guardian_file": "3/24"}).status_code
        == 302
    )
    assert guardian_of(held.resident) is not None


def test_who_could_interpret_is_named(client: Client, cast: Cast, held: HelpRequest, now: dt.datetime) -> None:
    visit = held.visits.get()
    turkish = make_volunteer(
        cast.district, [], user=make_user(given_name="Ayşe", family_name="Demir"), languages=["tr"]
    )
    kept_away = make_volunteer(cast.district, [], user=make_user(family_name="Fern"), languages=["tr"])
    Block.objects.create(person=held.resident.user, other=kept_away.user, created_at=now)
    elsewhere = make_helper(make_district(), given_name="Selin", family_name="Kurt")
    Helper.objects.filter(user=elsewhere).update(languages=["tr"])
    found: Any = own_language(visit, now=now)
    assert [one.user for one in found.house] == [elsewhere, turkish.user]
    client.force_login(cast.helper)
    page = text_of(client.get(f"/leitstand/anfragen/{held.reference}/"))
    assert "Bitte in ihrer Sprache sprechen: Türkisch." in page
    assert "Übersetzen könnten: Selin Kurt" in page
    assert "Fern" not in page
    Helper.objects.filter(user=cast.helper).update(languages=["de", "tr"])
    found = own_language(Visit.objects.get(pk=visit.pk), now=now)
    assert (found.team, found.house) == ([cast.helper], [])


def test_who_speaks_german_is_simply_called(cast: Cast, now: dt.datetime) -> None:
    Resident.objects.update(speaks_german=True)
    visit = make_request(cast.tenant, cast.shop).visits.get()
    assert own_language(visit, now=now) is None
