"""A call handed on: what consent allows, the answer, what came of it, and what is overdue."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Consent, OrganisationKind, User
from quarters.people.residents import record_consent
from requests.circles.sending import SendingIsOver, SentAlready, answer, end, is_overdue, send, sent_to, told
from requests.models import Referral, ReferralKind, Sending
from requests.people.consents import withdraw
from requests.wishes.referrals import refer_call
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper, make_organisation

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)
HELP, HEALTH = Consent.ConsentPurpose.HELP, Consent.ConsentPurpose.HEALTH
WORDS = "Der Verband ist durch"


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district)


@pytest.fixture
def referral(cast: Cast, now: dt.datetime) -> Referral:
    for purpose in (HELP, HEALTH):
        record_consent(person=cast.tenant.user, purpose=purpose, language="de", now=now)
    about = {"district": cast.district, "resident": cast.tenant, "by": cast.helper, "now": now}
    return refer_call(kind=ReferralKind.PROFESSIONAL, words=WORDS, **about)  # type: ignore[arg-type]


@pytest.fixture
def sending(cast: Cast, referral: Referral, nurse: User, now: dt.datetime) -> Sending:
    to = nurse.care_worker.service.organisation  # type: ignore[attr-defined]
    return send(referral, to, way="page", answer_by=clock.today() + A_DAY, by=cast.helper, now=now)


def fresh(sending: Sending) -> Sending:
    return Sending.objects.select_related("referral__resident__user").get(pk=sending.pk)


def test_it_lies_with_one_at_a_time(cast: Cast, referral: Referral, sending: Sending, now: dt.datetime) -> None:
    with pytest.raises(SentAlready):
        send(referral, make_organisation(), way="phone", answer_by=clock.today(), by=cast.helper, now=now)
    end(sending, outcome="nothing", words="", is_done=False, by=cast.helper, now=now)
    send(referral, make_organisation(), way="phone", answer_by=clock.today(), by=cast.helper, now=now)


def test_with_both_consents_everything_is_told(cast: Cast, sending: Sending) -> None:
    assert (told(fresh(sending)).name, told(fresh(sending)).words) == (cast.tenant.user.full_name, WORDS)


def test_without_the_one_for_health_the_words_are_not(cast: Cast, sending: Sending, now: dt.datetime) -> None:
    withdraw(cast.tenant.user, purpose=HEALTH, by=cast.helper, now=now)
    assert (told(fresh(sending)).name, told(fresh(sending)).words) == (cast.tenant.user.full_name, "")


def test_without_the_one_to_help_nothing_is(cast: Cast, sending: Sending, now: dt.datetime) -> None:
    withdraw(cast.tenant.user, purpose=HELP, by=cast.helper, now=now)
    assert told(fresh(sending)).is_nothing


def test_of_a_caller_whom_we_do_not_know_nothing_is(sending: Sending) -> None:
    Referral.objects.update(resident=None, caller_name="Herr Fremd")
    assert told(fresh(sending)).is_nothing


def test_without_an_answer_it_is_overdue_from_the_next_day(sending: Sending, nurse: User, now: dt.datetime) -> None:
    assert not is_overdue(sending, today=sending.answer_by)
    assert is_overdue(sending, today=sending.answer_by + A_DAY)
    day_after = sending.answer_by + A_DAY
    sending = answer(sending, said="yes", words="", by=nurse, now=now)
    assert not is_overdue(sending, today=day_after)
    assert is_overdue(sending, today=sending.answer_by + A_DAY), "then somebody asks what came of it"


def test_ended_it_ticks_the_call_off_and_is_gone_from_the_service(
    cast: Cast, sending: Sending, nurse: User, now: dt.datetime
) -> None:
    end(sending, outcome="helped", words="", is_done=True, by=cast.helper, now=now)
    end(sending, outcome="nothing", words="", is_done=True, by=cast.helper, now=now + A_DAY)
    assert Sending.objects.get().outcome == "helped"
    assert Referral.objects.get().done_at == now
    assert not sent_to(nurse, now=now).exists()
    with pytest.raises(SendingIsOver):
        answer(sending, said="no", words="", by=nurse, now=now)


def test_helper_hands_on_reads_the_answer_and_ends(client: Client, cast: Cast, referral: Referral, nurse: User) -> None:
    client.force_login(cast.helper)
    page = f"/leitstand/hinweise/{referral.reference}/weitergabe/"
    to = nurse.care_worker.service.organisation.pk  # type: ignore[attr-defined]
    data = {"organisation": to, "way": "page", "answer_by": clock.today().isoformat()}
    assert client.post(page, {}).status_code == 422
    way = client.post(page, data).headers["Location"]
    assert client.post(page, data).status_code == 409
    client.force_login(nurse)
    row = Sending.objects.get()
    hers = f"/bereitschaft/vermittlungen/{row.reference}/"
    assert WORDS in client.get(hers).content.decode()
    assert clock.say_day(row.answer_by) in client.get(hers).content.decode()
    assert client.post(hers, {}).status_code == 422
    assert client.post(hers, {"said": "yes", "words": "Kommen morgen"}).status_code == 302
    client.force_login(cast.helper)
    assert "Kommen morgen" in client.get(way).content.decode()
    assert Sending.objects.get().seen_at is not None
    assert client.post(f"{way}ergebnis/", {"outcome": "helped", "is_done": "on"}).status_code == 302
    assert Referral.objects.get().done_at is not None


def test_only_care_services_have_a_page(client: Client, cast: Cast, referral: Referral) -> None:
    client.force_login(cast.helper)
    to = make_organisation(OrganisationKind.CITY)
    data = {"organisation": to.pk, "way": "page", "answer_by": clock.today().isoformat()}
    page = f"/leitstand/hinweise/{referral.reference}/weitergabe/"
    assert client.post(page, data).status_code == 422
    landlord = make_organisation(OrganisationKind.LANDLORD)
    assert client.post(page, {**data, "organisation": landlord.pk, "way": "phone"}).status_code == 422
    assert client.post(page, {**data, "way": "phone"}).status_code == 302


def test_another_service_and_another_district_find_nothing(client: Client, cast: Cast, sending: Sending) -> None:
    client.force_login(make_care_worker(cast.district))
    assert client.get(f"/bereitschaft/vermittlungen/{sending.reference}/").status_code == 404
    client.force_login(make_helper(make_district()))
    assert client.get(f"/leitstand/vermittlungen/{sending.reference}/").status_code == 404


def test_what_went_by_telephone_is_on_no_page(client: Client, sending: Sending, nurse: User) -> None:
    Sending.objects.update(way="phone")
    client.force_login(nurse)
    assert client.get(f"/bereitschaft/vermittlungen/{sending.reference}/").status_code == 404
