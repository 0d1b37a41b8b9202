"""„Heute Glatteis“: one word to everybody of one day, mails for some, calls for the others."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import Reach
from requests.arranged.day_notices import NobodyThatDay, recipients_of, tell_day
from requests.arranged.visits import cancel_visit
from requests.models import DayNotice
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_resident, make_user
from tests.requests.arranged.test_sign_off import goes
from tests.requests.arranged.test_sign_off_pages import signed_in

pytestmark = pytest.mark.django_db
WAY = "/leitstand/tag/"
ICE = "Heute ist es glatt. Bitte bleiben Sie zu Hause."


def in_two_days(now: dt.datetime) -> dt.date:
    return clock.local(now).date() + dt.timedelta(days=2)


def tell(cast: Cast, now: dt.datetime, audience: str = "both") -> int:
    day = in_two_days(now)
    return tell_day(cast.district, day=day, audience=audience, words=ICE, by=cast.helper, now=now)[1]


def got() -> set[object]:
    return {message.recipient for message in Message.objects.filter(reason__startswith="day_notice")}


@pytest.mark.parametrize(("audience", "number"), [("going", 1), ("visited", 1), ("both", 2)])
def test_those_of_the_day_get_it_once(cast: Cast, now: dt.datetime, audience: str, number: int) -> None:
    goes(cast, now, days=2), goes(cast, now, days=5)
    assert tell(cast, now, audience) == number
    assert len(got()) == number


def test_whoever_is_visited_and_goes_gets_one(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now, days=2)
    goes(cast, now, days=5, tenant=make_resident(cast.district, make_user()))
    tell(cast, now)
    assert got() == {cast.tenant.user, cast.volunteer.user}


def test_who_reads_no_mails_is_called(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.reach = Reach.PHONE
    cast.tenant.user.save()
    goes(cast, now, days=2)
    tell(cast, now)
    word = Message.objects.get(reason="day_notice", recipient=cast.tenant.user)
    assert word.channel == "phone"
    assert ICE in words_for(word).body


def test_before_the_quiet_hours_are_over_it_is_said_all_the_same(cast: Cast, now: dt.datetime) -> None:
    assignment = goes(cast, now, days=2)
    start = assignment.planned_window.lower
    cast.volunteer.user.quiet_until = dt.time(11)
    cast.volunteer.user.save()
    with machine.at(start - dt.timedelta(hours=1)):
        tell_day(cast.district, day=in_two_days(now), audience="going", words=ICE, by=cast.helper, now=clock.now())
    word = Message.objects.get(recipient=cast.volunteer.user, reason__startswith="day_notice")
    assert (word.reason, word.message_class) == ("day_notice_now", "a")


def test_what_was_called_off_is_nobodys_day(cast: Cast, now: dt.datetime) -> None:
    cancel_visit(goes(cast, now, days=2).visit, by=cast.helper, now=now)
    with pytest.raises(NobodyThatDay):
        tell(cast, now)
    assert not DayNotice.objects.exists()


def test_another_districts_people_get_nothing(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now, days=2)
    assert recipients_of(make_district(), day=in_two_days(now), audience="both", now=now) == []


def sent(cast: Cast, now: dt.datetime, **more: str) -> dict[str, str]:
    day = in_two_days(now).isoformat()
    return {"district": cast.district.slug, "day": day, "audience": "both", "words": ICE, **more}


def test_first_it_is_shown_who_gets_it_and_how(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now, days=2)
    helper = signed_in(cast.helper)
    page = helper.post(WAY, sent(cast, now)).content.decode()
    assert "2 Menschen bekommen das" in page
    assert cast.volunteer.user.full_name in page
    assert not DayNotice.objects.exists()
    assert "Gesagt: 2 Menschen" in helper.post(WAY, sent(cast, now, senden="1"), follow=True).content.decode()
    assert DayNotice.objects.get().words == ICE


@pytest.mark.parametrize(
    "wrong", [{"words": ""}, {"day": "2026-02-31"}, {"day": "2020-01-01"}, {"audience": "alle"}, {"words": "x" * 501}]
)
def test_what_makes_no_sense_is_shown_again(cast: Cast, now: dt.datetime, wrong: dict[str, str]) -> None:
    assert signed_in(cast.helper).post(WAY, sent(cast, now, senden="1", **wrong)).status_code == 422


def test_nobody_that_day_is_said(cast: Cast, now: dt.datetime) -> None:
    helper = signed_in(cast.helper)
    assert "niemand zu jemandem" in helper.post(WAY, sent(cast, now)).content.decode()
    assert helper.post(WAY, sent(cast, now, senden="1")).status_code == 409


def test_only_the_districts_own_helper_says_it(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now, days=2)
    assert signed_in(make_helper(make_district())).post(WAY, sent(cast, now, senden="1")).status_code == 422
    assert signed_in(cast.volunteer.user).post(WAY, sent(cast, now, senden="1")).status_code == 403
    assert Client().get(WAY).status_code == 302
    assert not DayNotice.objects.exists()
