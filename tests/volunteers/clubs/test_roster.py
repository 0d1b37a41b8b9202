"""Office duty: planned for a day or for weeks, never twice at once, and hung on the wall."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from tests.pdf import is_pdf_ua, words_of
from tests.volunteers.clubs.making import make_club, make_member, make_officer
from volunteers.clubs.errors import NotAMember, OnDutyAlready
from volunteers.clubs.members import leave
from volunteers.clubs.rostering import plan_duty, plan_weekly
from volunteers.models import OfficeDuty

pytestmark = pytest.mark.django_db
NINE, TEN, ELEVEN, NOON = (dt.time(hour) for hour in (9, 10, 11, 12))


def test_it_is_for_members_of_that_day_and_twice_is_once(now: dt.datetime) -> None:
    row, today = make_member(make_club()), clock.today()
    for _ in range(2):
        plan_duty(row, day=today, starts=NINE, ends=ELEVEN)
    assert OfficeDuty.objects.count() == 1
    leave(row, on=today, now=now)
    with pytest.raises(NotAMember):
        plan_duty(row, day=today, starts=NOON, ends=dt.time(13))


@pytest.mark.parametrize(("starts", "ends"), [(NINE, TEN), (TEN, NOON), (dt.time(8), NOON)])
def test_nobody_answers_twice_at_once(starts: dt.time, ends: dt.time) -> None:
    row, today = make_member(make_club()), clock.today()
    plan_duty(row, day=today, starts=NINE, ends=ELEVEN)
    with pytest.raises(OnDutyAlready, match="schon Dienst, von 09:00 bis 11:00 Uhr"):
        plan_duty(row, day=today, starts=starts, ends=ends)
    plan_duty(row, day=today, starts=ELEVEN, ends=NOON)
    plan_duty(make_member(row.association, "Olga"), day=today, starts=starts, ends=ends)


def test_weeks_leave_out_holidays_and_a_clash_in_one_plans_none() -> None:
    row = make_member(make_club())
    friday = dt.date(2026, 12, 18)
    planned = plan_weekly(row, day=friday, starts=NINE, ends=ELEVEN, weeks=4)
    assert [one.day.day for one in planned.rows] == [18, 8]
    assert planned.left_out == (dt.date(2026, 12, 25), dt.date(2027, 1, 1))
    plan_duty(row, day=dt.date(2027, 2, 5), starts=TEN, ends=NOON)
    with pytest.raises(OnDutyAlready):
        plan_weekly(row, day=dt.date(2027, 1, 29), starts=NINE, ends=ELEVEN, weeks=2)
    assert OfficeDuty.objects.count() == 3


def test_a_single_day_may_be_a_holiday() -> None:
    planned = plan_weekly(make_member(make_club()), day=dt.date(2026, 12, 25), starts=NINE, ends=ELEVEN, weeks=1)
    assert (len(planned.rows), planned.left_out) == (1, ())


def test_it_is_planned_shown_printed_and_taken_away_on_its_pages(client: Client) -> None:
    club, today = make_club(), clock.today()
    row = make_member(club)
    client.force_login(make_officer(club))
    page = f"/verein/{club.slug}/buero/"
    said = {"member": row.pk, "day": today.isoformat(), "starts": "09:00", "ends": "11:00", "weeks": "2"}
    assert client.post(page, said).status_code == 302
    assert client.post(page, {**said, "starts": "10:00"}).status_code == 409
    for wrong in ({"ends": "08:00"}, {"weeks": "0"}, {"weeks": "99"}, {"member": ""}):
        assert client.post(page, {**said, **wrong}).status_code == 422
    shown = client.get(page).content.decode()
    assert "Grete Mai" in shown
    pdf = client.get(f"{page}blatt/").content
    assert is_pdf_ua(pdf)
    assert "Grete Mai" in words_of(pdf)
    assert client.post(f"{page}{OfficeDuty.objects.first().reference}/weg/").status_code == 302
    assert OfficeDuty.objects.count() == 1
