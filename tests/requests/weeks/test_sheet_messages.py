"""The new sheet on its way: along with a mail, in the envelope of a letter, on the phone list for who is called."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.channels.letter.post import lay_out
from piano.messaging.models import Channel, Message
from piano.messaging.words import words_for
from quarters.models import District, Reach
from requests import posting
from requests.models import WeekPlan
from requests.prints.batch import batch_sheets
from requests.weeks.plans import end_sheets, wish_sheets
from requests.weeks.reasons import _is_wanted
from tests.conftest import Cast
from tests.requests.weeks.writing import make_entry, settle

pytestmark = pytest.mark.django_db


def owe_sheet(cast: Cast, now: dt.datetime, reach: str) -> Message:
    cast.tenant.user.reach = reach
    cast.tenant.user.save()
    make_entry(cast.tenant)
    settle(wish_sheets(cast.tenant, by=cast.helper, now=now), now)
    return Message.objects.select_related("recipient").get(reason="week_sheet")


def test_mail_brings_the_sheet_along(cast: Cast, now: dt.datetime) -> None:
    words = words_for(owe_sheet(cast, now, Reach.EMAIL))
    assert [(one.name, one.media_type) for one in words.attachments] == [("meine-woche.pdf", "application/pdf")]
    assert words.attachments[0].content.startswith(b"%PDF")
    assert clock.say_moment(clock.now()) in words.body


def test_mail_to_who_reads_turkish_is_titled_in_turkish(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.language = "tr"
    words = words_for(owe_sheet(cast, now, Reach.EMAIL))
    assert words.language == "tr"


def test_letter_has_the_sheet_in_its_envelope(cast: Cast, now: dt.datetime) -> None:
    message = owe_sheet(cast, now, Reach.LETTER)
    lay_out(message, now=now)
    district: District = cast.district
    batch = posting.find_batch(cast.helper, district.slug, message.letter.day, up_to=message.letter.pk, now=clock.now())
    assert batch is not None
    titles = [sheet.title for sheet in batch_sheets(batch, now=clock.now())]
    assert titles[1:] == ["Ihr neues Wochenblatt", "Meine Woche"]


def test_who_is_called_is_told_by_a_human(cast: Cast, now: dt.datetime) -> None:
    message = owe_sheet(cast, now, Reach.PHONE)
    assert message.channel == Channel.PHONE
    assert "drucken Sie ein neues Blatt" in words_for(message).body


def test_nothing_is_sent_to_who_wants_no_more(cast: Cast, now: dt.datetime) -> None:
    owe_sheet(cast, now, Reach.EMAIL)
    plan = WeekPlan.objects.get()
    assert _is_wanted(plan.pk)
    end_sheets(cast.tenant, now=now)
    assert not _is_wanted(plan.pk)
