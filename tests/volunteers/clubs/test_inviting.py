"""A founder is sent her own link: in her language, to her alone, and it ends."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from piano.messaging.words import words_for
from quarters.models import Reach, User
from tests.conftest import Cast
from tests.factories import make_user
from tests.volunteers.clubs.making import TO_ASSEMBLY, make_founding, take
from volunteers.clubs.errors import HandedOver, NoWayToHer
from volunteers.clubs.founding import add_founder, change_founder, remove_founder
from volunteers.clubs.handing_over import hand_over
from volunteers.clubs.inviting import send_link
from volunteers.clubs.links import LIVES, founder_behind, founder_key
from volunteers.models import Founder

pytestmark = pytest.mark.django_db


def founder_of(cast: Cast, **said: str) -> Founder:
    return add_founder(make_founding(cast.district, cast.helper, founders=0), name="Ayşe Kaya", now=clock.now(), **said)


def test_she_is_written_to_in_her_language_and_once_a_day(cast: Cast, now: dt.datetime) -> None:
    founder = founder_of(cast, email="ayse@example.org", language="tr")
    for _ in range(2):
        send_link(founder, now=now)
    message = Message.objects.get()
    assert (message.reason, message.recipient.email, message.recipient.reads_in) == (
        "founder_invited", "ayse@example.org", "tr",
    )  # fmt: skip
    said = words_for(message)
    key = said.body.split("/verein/gruendung/")[1].split("/")[0]
    assert founder_behind(key, now=now) == founder
    assert "derneğini" in said.body.lower()
    founder.refresh_from_db()
    assert founder.told_at == now


def test_whoever_has_a_mobile_number_only_gets_a_short_message_and_a_landline_a_call(
    cast: Cast, now: dt.datetime
) -> None:
    reached = []
    for place, phone in enumerate(("+4917012345678", "+495611234567")):
        founder = founder_of(cast, phone=phone)
        assert place == Message.objects.count()
        reached.append(send_link(founder, now=now).person.reach)
    assert reached[1] == Reach.PHONE
    assert reached[0] in (Reach.SMS, Reach.PHONE)  # as a provider of short messages is there or not


def test_an_account_that_is_known_stays_as_it_is(cast: Cast, now: dt.datetime) -> None:
    known = make_user(email="ayse@example.org", given_name="Ayse", language="ru")
    assert send_link(founder_of(cast, email="AYSE@example.org", language="tr"), now=now).person == known
    known.refresh_from_db()
    assert (known.given_name, known.language) == ("Ayse", "ru")


def test_nobody_is_written_to_without_an_address_and_none_after_the_hand_over(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(NoWayToHer):
        send_link(founder_of(cast), now=now)
    founding = make_founding(cast.district)
    take(founding, *TO_ASSEMBLY)
    hand_over(founding, by=None, now=now)
    with pytest.raises(HandedOver):
        send_link(founding.founders.first(), now=now)
    assert not Message.objects.filter(reason="founder_invited").exists()


def test_the_old_address_opens_nothing_once_she_gave_another(cast: Cast, now: dt.datetime) -> None:
    founder = send_link(founder_of(cast, email="falsch@example.org"), now=now)
    key = founder_key(founder)
    change_founder(founder, email="richtig@example.org", now=now)
    assert founder_behind(key, now=now) is None
    assert not Message.objects.exclude(state="cancelled").exists()
    founder.refresh_from_db()
    assert (founder.person, founder.told_at) == (None, None)
    assert send_link(founder, now=now).person.email == "richtig@example.org"


def test_a_founders_link_opens_nothing_once_her_account_is_closed(cast: Cast, now: dt.datetime, client: Client) -> None:
    handed = founder_of(cast, email="ayse@example.org")
    keys = [founder_key(handed), founder_key(send_link(handed, now=now))]
    assert [client.get(f"/verein/gruendung/{key}/").status_code for key in keys] == [200, 200]
    User.objects.filter(email="ayse@example.org").update(is_active=False)
    assert [client.get(f"/verein/gruendung/{key}/").status_code for key in keys] == [404, 404]


def test_a_founders_name_is_one_line_in_what_is_written_to_her(cast: Cast, client: Client) -> None:
    founding = make_founding(cast.district, cast.helper, founders=0)
    client.force_login(cast.helper)
    here = f"/leitstand/gruendungen/{founding.reference}/menschen/"
    client.post(here, {"name": "Max\n\nIhr Konto", "email": "max@example.org", "language": "de"})
    assert founding.founders.get().name == "Max Ihr Konto"
    facts = {"name": "Verein\n\nJetzt", "purpose": "x", "seat": "Kassel", "notice_days": 14, "board_years": 2}
    client.post(
        f"/leitstand/gruendungen/{founding.reference}/angaben/", {**facts, "fee_cents": "1", "family_fee_cents": "1"}
    )
    founding.refresh_from_db()
    assert founding.name == "Verein Jetzt"


def test_nothing_more_is_owed_to_whoever_is_off_the_list(cast: Cast, now: dt.datetime) -> None:
    founder = send_link(founder_of(cast, email="ayse@example.org"), now=now)
    remove_founder(founder, now=now)
    assert not Message.objects.exclude(state="cancelled").exists()
    assert not REASONS["founder_invited"].is_still_due(founder.pk or 0)


def test_a_link_ends_after_ninety_days_and_she_has_a_new_one_sent(
    cast: Cast, now: dt.datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    founder = send_link(founder_of(cast, email="ayse@example.org"), now=now)
    with monkeypatch.context() as before:
        before.setattr(clock, "now", lambda: now - LIVES - dt.timedelta(days=1))
        key = founder_key(founder)
    answer = client.get(f"/verein/gruendung/{key}/")
    assert answer.status_code == 404
    assert "gilt nicht mehr" in answer.content.decode()
    client.post("/neuer-link/", {"art": "founder", "link": key})
    assert Message.objects.filter(reason="founder_link", recipient=founder.person).count() == 1
    assert client.post(f"/verein/gruendung/{key}/uebergabe/").status_code == 404


def test_helper_and_founder_send_it_by_a_button_and_never_see_the_others_link(cast: Cast, client: Client) -> None:
    founder = founder_of(cast, email="ayse@example.org")
    other = add_founder(founder.founding, name="Karl Ruppel", email="karl@example.org", now=clock.now())
    own = f"/verein/gruendung/{founder_key(other)}/menschen/"
    page = client.get(own).content.decode()
    assert "Den eigenen Link schicken" in page
    assert "/verein/gruendung/" in page
    assert founder_key(founder) not in page
    assert client.post(f"{own}{founder.reference}/link/").status_code == 302
    assert Message.objects.get().recipient == User.objects.get(email="ayse@example.org")
    client.force_login(cast.helper)
    here = f"/leitstand/gruendungen/{founder.founding.reference}/menschen/"
    assert "geschickt am" in client.get(here).content.decode()
    client.get(f"{here}{other.reference}/link/")
    assert Message.objects.count() == 1
    client.post(f"{here}{other.reference}/link/")
    assert Message.objects.count() == 2


def test_all_who_have_none_yet_get_theirs_with_one_button(cast: Cast, now: dt.datetime, client: Client) -> None:
    founding = make_founding(cast.district, cast.helper)
    send_link(founding.founders.first(), now=now - dt.timedelta(days=3))
    founding.founders.filter(pk=founding.founders.last().pk).update(email="")
    client.force_login(cast.helper)
    here = f"/leitstand/gruendungen/{founding.reference}/menschen/"
    assert "Allen 5 den eigenen Link schicken" in client.get(here).content.decode()
    client.get(f"{here}links/")
    for _ in range(2):
        client.post(f"{here}links/")
    assert Message.objects.filter(reason="founder_invited").count() == 6
    take(founding, *TO_ASSEMBLY)
    hand_over(founding, by=None, now=now)
    assert client.post(f"{here}links/").status_code == 404


def test_whoever_reads_another_language_is_told_that_the_page_is_german(cast: Cast, client: Client) -> None:
    page = f"/verein/gruendung/{founder_key(make_founding(cast.district).founders.first())}/"
    client.cookies["django_language"] = "ar"
    said = client.get(page).content.decode()
    assert '<html lang="ar" dir="rtl"' in said
    assert 'lang="de" dir="ltr"' in said.split("<main")[1]
    assert "tel:" in said.split("<main")[1].split('lang="de"')[0]
    german = said.split('lang="de" dir="ltr"')[1].split("</main>")[0]
    assert "Drucken" in german
    assert not re.search("[\u0600-\u06ff]", german)
    client.cookies["django_language"] = "de"
    assert "tel:" not in client.get(page).content.decode().split("<main")[1].split('lang="de"')[0]


def test_nobody_has_us_write_to_whomever_she_types(cast: Cast, client: Client) -> None:
    cache.clear()
    founding = make_founding(cast.district, cast.helper)
    here = f"/verein/gruendung/{founder_key(founding.founders.first())}/menschen/"
    for place in range(25):
        row = add_founder(founding, name=f"Fremd {place}", email=f"fremd{place}@example.org", now=clock.now())
        client.post(f"{here}{row.reference}/link/")
    assert Message.objects.filter(reason="founder_invited").count() == 20
    cache.clear()
