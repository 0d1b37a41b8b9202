"""Free words stay in the language in which they were written: staff see who can read them, volunteers get set phrases."""

import pytest
from django.test import Client
from django.utils import translation

from piano.kit import clock
from quarters.models import Block, Consent, User
from quarters.people.residents import record_consent
from requests.arranged.going import Contact, Errand, contact_of
from requests.models import HelpRequest, Offer, Referral, StateChange
from requests.people.consents import withdraw
from requests.wishes.phrases import PHRASES, codes_of, note_phrases
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request
from tests.requests.asking import HINTS, answer_until, post, send
from tests.requests.errands import make_going
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
WALKER, PET = str(PHRASES["walker"]), str(PHRASES["pet"])
TOLD = {"words": "Ekmek ve süt", "hints": "Kapıda üç kez çalın", "phrases": ["walker"], "may_tell_hints": "on"}


@pytest.fixture
def asked_in_turkish(client: Client, cast: Cast) -> HelpRequest:
    client.post("/sprache/", {"language": "tr"})
    send(client, hinweise=TOLD)
    translation.activate("de")
    return HelpRequest.objects.get()


@pytest.fixture
def desk(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.helper)
    return client


def seen_by(volunteer: Volunteer, cast: Cast, *languages: str, **fields: str) -> Contact:
    """What a volunteer who speaks these languages reads when she goes."""
    now = clock.now()
    offer, _going = make_going(cast, now)
    HelpRequest.objects.update(
        **{"wish": "Ekmek", "hints": "Kapı", "phrases": "walker pet", "written_in": "tr"} | fields
    )
    record_consent(person=cast.tenant.user, purpose=Consent.ConsentPurpose.HEALTH, language="de", now=now)
    Volunteer.objects.filter(user=offer.person).update(languages=languages)
    User.objects.filter(pk=offer.person.pk).update(language=languages[0])
    offer = Offer.objects.select_related("person__volunteer", "visit__help_request__resident__user").get(pk=offer.pk)
    return contact_of(Errand(reference=offer.reference, visit=offer.visit, person=offer.person, offer=offer))


def test_the_wizard_keeps_the_words_and_the_language_of_its_page(asked_in_turkish: HelpRequest) -> None:
    assert (asked_in_turkish.wish, asked_in_turkish.hints) == ("Ekmek ve süt", "Kapıda üç kez çalın")
    assert (asked_in_turkish.written_in, codes_of(asked_in_turkish)) == ("tr", ["walker"])


def test_in_german_nothing_is_noted(client: Client, cast: Cast) -> None:
    send(client, hinweise=TOLD)
    assert HelpRequest.objects.get().written_in == ""


def test_a_phrase_needs_the_same_yes_as_a_hint(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    told = TOLD | {"hints": "", "may_tell_hints": ""}
    assert post(client, HINTS, **told).status_code == 422
    assert post(client, HINTS, **told | {"phrases": []}).status_code == 302


def test_staff_read_in_which_language_and_who_can_read_it(
    desk: Client, asked_in_turkish: HelpRequest, cast: Cast
) -> None:
    address = f"/leitstand/anfragen/{asked_in_turkish.reference}/"
    page = desk.get(address).content.decode()
    assert "auf Türkisch" in page
    assert "Ekmek ve süt" in page
    assert "Im Haus liest das niemand" in page
    kaya = make_helper(cast.district, email="kaya@example.org")
    User.objects.filter(pk=kaya.pk).update(language="tr")
    assert "Lesen können das bei Ihnen:" in desk.get(address).content.decode()


def test_where_nobody_of_the_team_reads_it_somebody_of_the_house_is_named_but_nobody_kept_apart(
    desk: Client, asked_in_turkish: HelpRequest, cast: Cast
) -> None:
    kept_apart, reads = cast.volunteers[0], cast.volunteers[1]
    for volunteer, name in ((kept_apart, "Ayrı"), (reads, "Okur")):
        Volunteer.objects.filter(pk=volunteer.pk).update(languages=["de", "tr"])
        User.objects.filter(pk=volunteer.user_id).update(family_name=name)
    Block.objects.create(person=asked_in_turkish.resident.user, other=kept_apart.user, created_at=clock.now())
    page = desk.get(f"/leitstand/anfragen/{asked_in_turkish.reference}/").content.decode()
    named = page.partition("Bei Ihnen liest das niemand. Fragen können Sie:")[2].partition("</ul>")[0]
    assert "Okur" in named
    assert "Ayrı" not in named


def test_a_volunteer_who_does_not_read_it_gets_phrases_alone(cast: Cast) -> None:
    seen = seen_by(cast.volunteers[0], cast, "de")
    assert (seen.wish, seen.hints, seen.not_read, seen.phrases) == ("", "", "Türkisch", [WALKER, PET])


def test_a_volunteer_who_reads_it_reads_it(cast: Cast) -> None:
    seen = seen_by(cast.volunteers[0], cast, "de", "tr")
    assert (seen.wish, seen.hints, seen.not_read) == ("Ekmek", "Kapı", "")


def test_german_words_are_not_put_before_who_reads_none(cast: Cast) -> None:
    seen = seen_by(cast.volunteers[0], cast, "tr", written_in="")
    assert (seen.wish, seen.not_read) == ("", "Deutsch")


def test_phrases_are_said_in_the_readers_language(cast: Cast) -> None:
    visit = make_request(cast.tenant, cast.shop).visits.get()
    taken = note_phrases(visit, codes=["pet", "walker"], by=cast.helper, now=clock.now())
    assert codes_of(taken) == ["walker", "pet"], "in the order of the list"
    assert StateChange.objects.filter(help_request=taken, by=cast.helper).latest("pk").note == f"{WALKER}; {PET}"
    note_phrases(visit, codes=["walker", "pet"], by=cast.helper, now=clock.now())
    assert StateChange.objects.filter(help_request=taken, by=cast.helper).count() == 1, "twice is once"


def test_a_helper_says_it_in_phrases(desk: Client, asked_in_turkish: HelpRequest) -> None:
    address = f"/leitstand/anfragen/{asked_in_turkish.reference}/gut-zu-wissen/"
    assert desk.post(address, {"phrases": ["pet"]}).status_code == 302
    asked_in_turkish.refresh_from_db()
    assert codes_of(asked_in_turkish) == ["pet"]
    assert desk.post(address, {"phrases": ["x"]}).status_code == 422


def test_nothing_is_noted_of_whom_nobody_has_asked(desk: Client, cast: Cast) -> None:
    asked = make_request(cast.tenant, cast.shop)
    address = f"/leitstand/anfragen/{asked.reference}/gut-zu-wissen/"
    assert "Gefragt: Wer kommt, darf das wissen" in desk.get(f"/leitstand/anfragen/{asked.reference}/").content.decode()
    refused = desk.post(address, {"phrases": ["walker"]})
    assert refused.status_code == 422
    assert "ob wir das weitersagen dürfen" in refused.content.decode()
    assert desk.post(address, {"phrases": ["walker"], "may_tell_hints": "on"}).status_code == 302
    asked.refresh_from_db()
    assert codes_of(asked) == ["walker"]
    agreed = Consent.objects.get(person=cast.tenant.user, purpose=Consent.ConsentPurpose.HEALTH)
    assert agreed.read_out_by == cast.helper
    assert desk.post(address, {"phrases": ["walker", "pet"]}).status_code == 302, "once is enough"


def test_a_helper_of_another_district_may_not(client: Client, cast: Cast) -> None:
    reference = make_request(cast.tenant, cast.shop).reference
    client.force_login(make_helper(make_district(), email="fern@example.org"))
    assert client.post(f"/leitstand/anfragen/{reference}/gut-zu-wissen/", {}).status_code == 404


def test_with_the_consent_to_hints_the_phrases_go_too(asked_in_turkish: HelpRequest, cast: Cast) -> None:
    person = asked_in_turkish.resident.user
    withdraw(person, purpose=Consent.ConsentPurpose.HEALTH, by=cast.helper, now=clock.now())
    asked_in_turkish.refresh_from_db()
    assert asked_in_turkish.phrases == ""


def test_whoever_calls_back_reads_in_which_language_it_was_asked(client: Client, cast: Cast) -> None:
    client.post("/sprache/", {"language": "tr"})
    asked = {"name": "Ayşe Yıldız", "phone": "0561 445566", "words": "Yardım istiyorum"}
    assert client.post("/hilfe/rueckruf/", asked).status_code == 302
    assert Referral.objects.get().words == "Yardım istiyorum\n\nSprache der Seite: Türkisch."
