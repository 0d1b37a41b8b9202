"""The new sheet on its way: along with a mail, in the envelope of a letter, on the phone list for who is called."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.channels.letter.post import lay_out
from piano.messaging.channels.sms.words import sms_text
from piano.messaging.models import Channel, Message, MessageState
from piano.messaging.words import words_for
from quarters.models import District, Reach
from requests.board import posting
from requests.models import WeekPlan
from requests.prints.batch import batch_sheets
from requests.weeks.plans import end_sheets, wish_sheets
from requests.weeks.reasons import _is_wanted
from tests.conftest import Cast
from tests.messaging.sms import gateway, peer  # noqa: F401
from tests.requests.weeks.writing import make_entry, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]


def owe_sheet(cast: Cast, now: dt.datetime, reach: str) -> Message:
    if reach != Reach.EMAIL:
        cast.tenant.user.email = None
    if reach == Reach.SMS:
        cast.tenant.user.phone = "+4915112345678"
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


@pytest.mark.parametrize("reach", [Reach.PHONE, Reach.SMS, Reach.LETTER])
def test_whoever_reads_no_mail_gets_it_on_paper(cast: Cast, now: dt.datetime, reach: str) -> None:
    message = owe_sheet(cast, now, reach)
    assert message.channel == "letter"
    assert Message.objects.filter(reason="week_changed").count() == 0, "the first sheet is no change"


def test_whoever_lives_nowhere_that_we_know_is_called(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.building = None
    cast.tenant.save()
    message = owe_sheet(cast, now, Reach.PHONE)
    assert message.channel == Channel.PHONE
    assert "drucken Sie ein neues Blatt" in words_for(message).body


def change(cast: Cast, now: dt.datetime, reach: str, *, days: int) -> dict[str, str]:
    """Her first sheet has left, then a day changes: what is owed, by which way."""
    owe_sheet(cast, now, reach)
    Message.objects.update(state=MessageState.SENT)
    make_entry(cast.tenant, day=clock.today() + dt.timedelta(days=days), starts=dt.time(9))
    settle(WeekPlan.objects.get(), now + dt.timedelta(minutes=30))
    return dict(Message.objects.exclude(state=MessageState.SENT).values_list("reason", "channel"))


@pytest.mark.parametrize(
    ("reach", "days", "heard"),
    [
        (Reach.EMAIL, 1, {"week_sheet": "email"}),
        (Reach.SMS, 6, {"week_sheet": "letter", "week_changed": "sms"}),
        (Reach.PHONE, 1, {"week_sheet": "letter", "week_changed": "phone"}),
        (Reach.PHONE, 6, {"week_sheet": "letter"}),
        (Reach.LETTER, 1, {"week_sheet": "letter", "week_changed": "phone"}),
        (Reach.LETTER, 6, {"week_sheet": "letter"}),
    ],
)
def test_a_change_is_heard_of_before_its_day(
    cast: Cast, now: dt.datetime, reach: str, days: int, heard: dict[str, str]
) -> None:
    assert change(cast, now, reach, days=days) == heard


def test_short_text_names_nobody_and_says_that_paper_comes(cast: Cast, now: dt.datetime) -> None:
    change(cast, now, Reach.SMS, days=6)
    message = Message.objects.select_related("recipient").get(reason="week_changed")
    words = words_for(message)
    assert "mit der Post" in words.body
    assert "Petra" not in words.body + sms_text(message, words)


def test_nothing_is_sent_to_who_wants_no_more(cast: Cast, now: dt.datetime) -> None:
    owe_sheet(cast, now, Reach.EMAIL)
    plan = WeekPlan.objects.get()
    assert _is_wanted(plan.pk)
    end_sheets(cast.tenant, now=now)
    assert not _is_wanted(plan.pk)
