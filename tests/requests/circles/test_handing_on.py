"""A call that is handed on reaches the organisation by itself: on its page, by mail, on the phone list or as a letter."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.phone_list import put_on_list
from piano.messaging.words import words_for
from quarters.models import OrganisationKind, RoleKind, User
from quarters.people.residents import record_consent
from requests.board.call_list import load_call_list
from requests.circles.desks import AddressOfLandlord, NoAddress, NobodyThere, desk_of, desks_in
from requests.circles.links import sending_behind, sending_link
from requests.circles.sending import HEALTH, HELP, answer, end, needing, send, standing, told_by_mail
from requests.circles.watching import watch_sendings
from requests.models import Desk, Referral, ReferralKind, Sending
from requests.people.consents import withdraw
from requests.wishes.referrals import close_referral, refer_call
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper, make_organisation, make_user
from tests.ways import paths_in

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)
WORDS, TOPIC = "Der Verband ist durch", "Beratung zum Pflegegrad"


@pytest.fixture
def referral(cast: Cast, now: dt.datetime) -> Referral:
    cast.tenant.user.phone = "+49561987654"
    cast.tenant.user.save()
    for purpose in (HELP, HEALTH):
        record_consent(person=cast.tenant.user, purpose=purpose, language="de", now=now)
    about = {"district": cast.district, "resident": cast.tenant, "by": cast.helper, "now": now}
    return refer_call(kind=ReferralKind.PROFESSIONAL, words=WORDS, **about)  # type: ignore[arg-type]


def hand_on(referral: Referral, cast: Cast, now: dt.datetime, *, way: str = "", **organisation: str) -> Sending:
    kind = organisation.pop("kind", OrganisationKind.CITY)
    to = make_organisation(kind, **organisation)
    return send(referral, to, way=way, answer_by=clock.today() + A_DAY, about=TOPIC, by=cast.helper, now=now)


def the_message(reason: str) -> Message:
    return Message.objects.exclude(state=MessageState.CANCELLED).get(reason=reason)


def link_in(message: Message) -> str:
    return paths_in(words_for(message).body)[0]


def workday(now: dt.datetime, day: dt.date) -> dt.datetime:
    """Nine o'clock on the first working day from then on."""
    while not clock.is_working_day(day):
        day += A_DAY
    return clock.at(day, dt.time(9))


def test_the_care_services_office_gets_a_message_without_a_name(
    cast: Cast, referral: Referral, now: dt.datetime
) -> None:
    nurse = make_care_worker(cast.district)
    send(referral, nurse.care_worker.service.organisation, answer_by=clock.today(), by=cast.helper, now=now)  # type: ignore[attr-defined]
    message = the_message("call_handed_on")
    assert message.recipient == nurse
    words = words_for(message)
    assert cast.tenant.user.family_name not in words.subject + words.body
    assert WORDS not in words.body


def test_an_organisation_without_people_gets_a_mail_at_its_address(
    cast: Cast, referral: Referral, now: dt.datetime
) -> None:
    sending = hand_on(referral, cast, now, email="altenhilfe@stadt.example", phone="+495617878787")
    message = the_message("call_handed_on_desk")
    assert (sending.way, message.channel, message.recipient.email) == ("email", "email", "altenhilfe@stadt.example")
    body = words_for(message).body
    assert TOPIC in body
    assert WORDS not in body
    assert cast.tenant.user.family_name not in body


def test_the_same_address_is_the_same_desk(cast: Cast, now: dt.datetime) -> None:
    to = make_organisation(OrganisationKind.CITY, email="altenhilfe@stadt.example")
    assert desk_of(to, by_mail=True) == desk_of(to, by_mail=True)


def test_where_there_is_no_address_it_stands_on_the_phone_list_of_the_district(
    cast: Cast, referral: Referral, now: dt.datetime
) -> None:
    sending = hand_on(referral, cast, now, phone="+495617878787", name="Beratung Beispiel")
    put_on_list(the_message("call_handed_on_desk"), now=now)
    later = workday(now, clock.today())
    rows = load_call_list(cast.helper, now=later + A_DAY)
    assert (sending.way, [row.person.family_name for row in rows]) == ("phone", ["Beratung Beispiel"])
    said = rows[0].calls[0][1]
    assert cast.tenant.user.family_name not in said.subject + said.body
    assert load_call_list(make_helper(make_district()), now=later + A_DAY) == []


def test_without_address_and_number_it_is_a_letter(cast: Cast, referral: Referral, now: dt.datetime) -> None:
    assert hand_on(referral, cast, now).way == "letter"
    assert not Message.objects.filter(reason__startswith="call_handed_on").exists()


def test_a_way_that_does_not_exist_hands_nothing_on(cast: Cast, referral: Referral, now: dt.datetime) -> None:
    with pytest.raises(NoAddress):
        hand_on(referral, cast, now, way="email")
    with pytest.raises(NobodyThere):
        hand_on(referral, cast, now, way="page")
    assert not Sending.objects.exists()


def test_no_address_leads_back_to_the_landlord(cast: Cast, referral: Referral, now: dt.datetime) -> None:
    landlord = make_organisation(OrganisationKind.LANDLORD, email="post@gwg.example")
    staff = make_user(email="clerk@gwg.example")
    staff.roles.create(kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from="2025-01-01")
    for address in ("Clerk@gwg.example", "POST@gwg.example"):
        with pytest.raises(AddressOfLandlord):
            hand_on(referral, cast, now, email=address)


def test_no_other_mailbox_of_the_landlord_either(cast: Cast, referral: Referral, now: dt.datetime) -> None:
    make_organisation(OrganisationKind.LANDLORD, email="post@gwg.example")
    for address in ("new.clerk@GWG.example", "x@mail.gwg.example"):
        with pytest.raises(AddressOfLandlord):
            hand_on(referral, cast, now, email=address)
    hand_on(referral, cast, now, email="stelle@nichtgwg.example")


def test_an_address_that_became_the_landlords_gets_no_more_and_its_links_open_nothing(
    cast: Cast, referral: Referral, now: dt.datetime
) -> None:
    sending = hand_on(referral, cast, now, email="stelle@stadt.example")
    token = sending_link(sending, Desk.objects.get().user).rstrip("/").split("/")[-1]
    assert sending_behind(token, now=now) == sending
    person = Desk.objects.get().user
    landlord = make_organisation(OrganisationKind.LANDLORD)
    person.roles.create(kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from="2025-01-01")
    assert sending_behind(token, now=now) is None
    with pytest.raises(AddressOfLandlord):
        desk_of(sending.organisation, by_mail=True)


class TestLink:
    @pytest.fixture
    def path(self, cast: Cast, referral: Referral, now: dt.datetime) -> str:
        hand_on(referral, cast, now, email="altenhilfe@stadt.example", name="Altenhilfe")
        return link_in(the_message("call_handed_on_desk"))

    def test_looking_names_nobody_and_is_no_look(self, client: Client, cast: Cast, path: str) -> None:
        page = client.get(path).content.decode()
        assert cast.tenant.user.family_name not in page
        assert Sending.objects.get().seen_at is None

    def test_asking_for_the_name_shows_it_without_the_words_and_is_noted(
        self, client: Client, cast: Cast, path: str
    ) -> None:
        page = client.post(path, {"zeigen": "1"}).content.decode()
        assert cast.tenant.user.full_name in page
        assert WORDS not in page
        assert told_by_mail(Sending.objects.get()).words == ""
        assert Sending.objects.get().seen_at is not None

    def test_with_the_consent_gone_nothing_is_told(
        self, client: Client, cast: Cast, path: str, now: dt.datetime
    ) -> None:
        withdraw(cast.tenant.user, purpose=HELP, by=cast.helper, now=now)
        page = client.post(path, {"zeigen": "1"}).content.decode()
        assert cast.tenant.user.family_name not in page

    def test_of_somebody_who_has_died_nothing_is_told(self, client: Client, cast: Cast, path: str) -> None:
        cast.tenant.died_on = clock.today()
        cast.tenant.save()
        assert cast.tenant.user.family_name not in client.post(path, {"zeigen": "1"}).content.decode()

    def test_its_answer_reaches_the_helper(self, client: Client, cast: Cast, path: str) -> None:
        assert client.post(path, {}).status_code == 422
        assert client.post(path, {"said": "no", "words": "Wir sind voll"}).status_code == 302
        message = the_message("sending_answered")
        assert message.recipient == cast.helper
        assert "Kann nicht helfen" in words_for(message).subject

    def test_over_it_says_so_and_shows_nothing(self, client: Client, cast: Cast, path: str, now: dt.datetime) -> None:
        end(Sending.objects.get(), outcome="helped", words="", is_done=True, by=cast.helper, now=now)
        page = client.post(path, {"zeigen": "1", "said": "yes"}).content.decode()
        assert "abgeschlossen" in page
        assert cast.tenant.user.family_name not in page

    def test_a_call_ticked_off_elsewhere_is_over_too(
        self, client: Client, cast: Cast, path: str, referral: Referral, now: dt.datetime
    ) -> None:
        close_referral(referral, by=cast.helper, now=now)
        assert cast.tenant.user.family_name not in client.post(path, {"zeigen": "1"}).content.decode()
        assert not standing().exists()

    def test_another_address_in_the_panel_closes_the_old_link(self, client: Client, path: str) -> None:
        Sending.objects.get().organisation.__class__.objects.filter(name="Altenhilfe").update(email="neu@stadt.example")
        assert client.get(path).status_code == 404

    def test_bent_or_old_it_opens_nothing(self, client: Client, path: str, now: dt.datetime) -> None:
        assert client.get(path[:-2] + "x/").status_code == 404
        token = path.rstrip("/").rpartition("/")[2]
        assert sending_behind(token, now=now) is not None
        assert sending_behind(token, now=now + 61 * A_DAY) is None

    def test_it_is_of_one_organisation_alone(self, path: str, now: dt.datetime) -> None:
        link = sending_link(Sending.objects.get(), make_user(email="fremd@example.org"))
        assert sending_behind(link.rstrip("/").rpartition("/")[2], now=now) is None


class TestOverdue:
    @pytest.fixture
    def sending(self, cast: Cast, referral: Referral, now: dt.datetime) -> Sending:
        return hand_on(referral, cast, now, email="altenhilfe@stadt.example", name="Altenhilfe Beispiel")

    def test_on_its_last_day_the_organisation_is_asked_once_more(self, sending: Sending, now: dt.datetime) -> None:
        last = workday(now, sending.answer_by)
        Sending.objects.update(answer_by=clock.local(last).date())
        watch_sendings(now=last)
        watch_sendings(now=last)
        assert Message.objects.filter(reason="call_handed_on_desk").count() == 2
        assert not Message.objects.filter(reason="sending_overdue").exists()

    def test_who_has_answered_is_not_asked_again(self, sending: Sending, now: dt.datetime) -> None:
        answer(sending, said="yes", words="", by=None, now=now)
        last = workday(now, clock.today() + 14 * A_DAY)
        Sending.objects.update(answer_by=clock.local(last).date())
        watch_sendings(now=last)
        assert not Message.objects.filter(reason="call_handed_on_desk", slot="last day").exists()

    def test_after_it_the_helpers_hear_once_each_working_day(
        self, cast: Cast, sending: Sending, now: dt.datetime
    ) -> None:
        first = workday(now, sending.answer_by + A_DAY)
        second = workday(now, clock.local(first).date() + A_DAY)
        for moment in (first, first, second):
            watch_sendings(now=moment)
        assert (
            list(Message.objects.filter(reason="sending_overdue").values_list("recipient", flat=True))
            == [cast.helper.pk] * 2
        )
        assert watch_sendings(now=first.replace(hour=2)) == 0

    def test_it_stands_on_the_board(self, client: Client, cast: Cast, sending: Sending) -> None:
        client.force_login(cast.helper)
        assert "Altenhilfe Beispiel" not in client.get("/leitstand/").content.decode()
        Sending.objects.update(answer_by=clock.today() - A_DAY)
        page = client.get("/leitstand/").content.decode()
        assert "Keine Antwort: Altenhilfe Beispiel" in page
        client.force_login(make_helper(make_district()))
        assert "Altenhilfe Beispiel" not in client.get("/leitstand/").content.decode()

    def test_an_answer_takes_the_question_back_and_comes_again_later(
        self, cast: Cast, sending: Sending, now: dt.datetime
    ) -> None:
        tomorrow = clock.today() + 2 * A_DAY
        assert needing(standing(), today=tomorrow).exists()
        answer(sending, said="yes", words="", by=None, now=now)
        assert not needing(standing(), today=tomorrow).exists()
        assert needing(standing(), today=clock.today() + 15 * A_DAY).exists()
        assert not Message.objects.filter(reason="call_handed_on_desk").exclude(state="cancelled").exists()

    def test_a_no_lies_with_the_helper_at_once(self, client: Client, cast: Cast, sending: Sending) -> None:
        answer(sending, said="no", words="", by=None, now=clock.now())
        client.force_login(cast.helper)
        assert "Kann nicht helfen: Altenhilfe Beispiel" in client.get("/leitstand/").content.decode()

    def test_what_is_over_is_asked_no_more(self, cast: Cast, sending: Sending, now: dt.datetime) -> None:
        end(sending, outcome="helped", words="", is_done=False, by=cast.helper, now=now)
        assert watch_sendings(now=workday(now, sending.answer_by + A_DAY)) == 0
        assert not Message.objects.exclude(state="cancelled").exists()


def test_the_letter_says_what_consent_allows_and_is_ticked_off(
    client: Client, cast: Cast, referral: Referral, now: dt.datetime
) -> None:
    sending = hand_on(referral, cast, now)
    client.force_login(cast.helper)
    page = f"/leitstand/vermittlungen/{sending.reference}/"
    assert "Brief drucken und einwerfen" in client.get("/leitstand/").content.decode()
    assert client.get(f"{page}brief/").content.startswith(b"%PDF")
    assert client.post(f"{page}eingeworfen/").status_code == 302
    assert "Brief drucken und einwerfen" not in client.get("/leitstand/").content.decode()
    assert Sending.objects.get().posted_by == cast.helper
    assert client.get(page).status_code == 200


def test_a_call_without_a_district_is_everybodys(client: Client, cast: Cast, now: dt.datetime) -> None:
    call = refer_call(kind=ReferralKind.INFORMATION, words="x", district=None, by=cast.helper, now=now)
    sending = hand_on(call, cast, now, phone="+495617878787")
    client.force_login(make_helper(make_district()))
    assert client.get(f"/leitstand/vermittlungen/{sending.reference}/").status_code == 200


def test_a_day_in_the_past_is_refused(client: Client, cast: Cast, referral: Referral) -> None:
    client.force_login(cast.helper)
    to = make_organisation(OrganisationKind.CITY)
    data = {"organisation": to.pk, "way": "best", "answer_by": (clock.today() - A_DAY).isoformat()}
    assert client.post(f"/leitstand/hinweise/{referral.reference}/weitergabe/", data).status_code == 422


def test_a_helper_who_writes_the_answer_down_is_not_told_of_it(
    cast: Cast, referral: Referral, now: dt.datetime
) -> None:
    sending = hand_on(referral, cast, now, phone="+495617878787")
    answer(sending, said="yes", words="", by=cast.helper, now=now)
    assert not Message.objects.filter(reason="sending_answered").exists()


def test_a_person_of_the_address_who_is_more_than_a_desk_is_on_no_phone_list(
    cast: Cast, referral: Referral, now: dt.datetime
) -> None:
    officer: User = make_helper(make_district())
    sending = hand_on(referral, cast, now, email=officer.email or "")
    assert desk_of(sending.organisation, by_mail=True) == officer
    assert not desks_in(frozenset({cast.district.pk})).exists()
