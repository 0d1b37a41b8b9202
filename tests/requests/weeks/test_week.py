"""What stands on a week: visits, the programme, and what was written down; and the sheet of it."""

import datetime as dt

import pytest
from django.utils import translation

from piano.kit import clock
from piano.kit.printing import set_pdf
from quarters.programme.registering import Wishes
from requests.arranged.visits import cancel_visit
from requests.weeks.entries import end_entry, restore_entry
from requests.weeks.errors import TooMuch
from requests.weeks.reading import week_of
from requests.weeks.sheets import week_sheets
from tests.conftest import Cast
from tests.factories import make_resident
from tests.pdf import count_pages, is_pdf_ua, size_of, words_of
from tests.quarters.programme.conftest import make_event, make_point, sign_up
from tests.requests.errands import make_going
from tests.requests.weeks.writing import lines_of, make_entry, make_service

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


def test_neighbour_nurse_meal_and_daughter_stand_on_one_week(cast: Cast, now: dt.datetime) -> None:
    make_going(cast, now)
    sign_up(make_event(make_point(district=cast.district), days=2), cast.tenant.user)
    _nurse, service = make_service(cast)
    make_entry(cast.tenant, service=service, who="Anja", starts=dt.time(8))
    make_entry(cast.tenant)
    kinds = [line.kind for line in lines_of(cast.tenant)]
    assert sorted(kinds) == ["care", "family", "programme", "visit"]


def test_lines_are_in_order_of_time(cast: Cast) -> None:
    for hour in (15, 8, 11):
        make_entry(cast.tenant, starts=dt.time(hour))
    assert [line.starts.hour for line in lines_of(cast.tenant)] == [8, 11, 15]


def test_weekly_entry_comes_again_on_its_weekday_and_never_before_it_began(cast: Cast) -> None:
    begin = clock.today() + 8 * A_DAY
    make_entry(cast.tenant, day=begin, is_weekly=True)
    found = week_of(cast.tenant, first_day=clock.today(), days=29)
    assert [day.day for day in found if day.lines] == [begin, begin + 7 * A_DAY, begin + 14 * A_DAY]


def test_single_entry_comes_once(cast: Cast) -> None:
    make_entry(cast.tenant)
    found = week_of(cast.tenant, first_day=clock.today(), days=29)
    assert [day.day for day in found if day.lines] == [clock.today() + A_DAY]


def test_who_called_off_does_not_come(cast: Cast, now: dt.datetime) -> None:
    _offer, going = make_going(cast, now)
    assert len(lines_of(cast.tenant)) == 1
    cancel_visit(going.visit, by=cast.helper, now=now)
    assert lines_of(cast.tenant) == []


def test_what_is_taken_away_is_gone_and_comes_back(cast: Cast, now: dt.datetime) -> None:
    entry = make_entry(cast.tenant)
    end_entry(entry, by=cast.helper, now=now)
    assert lines_of(cast.tenant) == []
    restore_entry(entry, by=cast.helper, now=now + dt.timedelta(hours=1))
    assert len(lines_of(cast.tenant)) == 1


def test_after_a_day_it_does_not_come_back(cast: Cast, now: dt.datetime) -> None:
    entry = make_entry(cast.tenant)
    end_entry(entry, by=cast.helper, now=now)
    restore_entry(entry, by=cast.helper, now=now + 2 * A_DAY)
    assert lines_of(cast.tenant) == []


def test_thirty_entries_are_enough(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("requests.weeks.entries.MOST", 1)
    make_entry(cast.tenant)
    with pytest.raises(TooMuch):
        make_entry(cast.tenant)


def test_conversation_under_four_eyes_has_no_title_on_the_fridge(cast: Cast) -> None:
    event = make_event(make_point(district=cast.district), days=2, title="Schulden", slot_minutes=30)
    sign_up(event, cast.tenant.user, wishes=Wishes(slot_at=event.starts_at))
    assert "Schulden" not in repr(lines_of(cast.tenant))
    assert len(lines_of(cast.tenant)) == 1


def test_another_person_is_not_on_it(cast: Cast, now: dt.datetime) -> None:
    make_going(cast, now)
    make_entry(cast.tenant)
    assert lines_of(make_resident(cast.district)) == []


def sheet(cast: Cast, now: dt.datetime) -> bytes:
    return set_pdf(*week_sheets(cast.tenant, first_day=clock.today(), now=now))


def test_full_week_is_one_page_of_a4_with_its_date_and_two_numbers(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.contact_name, cast.tenant.contact_phone = "Petra Wagner", "+4956177777"
    cast.tenant.save()
    for ahead in range(1, 7):
        make_entry(cast.tenant, day=clock.today() + ahead * A_DAY, starts=dt.time(8), who="Anja", what="Frühstück")
        make_entry(cast.tenant, day=clock.today() + ahead * A_DAY)
    made = sheet(cast, now)
    words = words_of(made).replace("\u00a0", " ")
    assert f"Stand: {clock.say_moment(now)}" in words
    assert (count_pages(made), size_of(made), is_pdf_ua(made)) == (1, (210, 297), True)
    assert clock.say_moment(now) in words
    assert [part for part in ("Petra Wagner", "0561 77777", "112", "Niemand kommt?") if part not in words] == []


def fill(cast: Cast, each_day: int) -> None:
    """A nurse and a daughter in turn."""
    _nurse, service = make_service(cast)
    for ahead in range(7):
        for place in range(each_day):
            facts = {"day": clock.today() + ahead * A_DAY, "starts": dt.time(8 + place)}
            if place % 2:
                make_entry(cast.tenant, who="Petra-Maria", what="Kaffee", **facts)
            else:
                make_entry(cast.tenant, service=service, who="Frühtour", what="Tabletten", **facts)


@pytest.mark.parametrize("language", ["tr", "ar", "uk", "de-simple"])
def test_three_a_day_are_one_page_in_her_language(cast: Cast, now: dt.datetime, language: str) -> None:
    fill(cast, 3)
    with translation.override(language):
        made = sheet(cast, now)
    assert ("Montag" in words_of(made)) == (language == "de-simple")
    assert count_pages(made) == 1


def test_a_very_full_week_is_several_whole_sheets(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.weeks.entries.MOST", 100)
    fill(cast, 10)
    sheets = week_sheets(cast.tenant, first_day=clock.today(), now=now)
    pages = [words_of(set_pdf(one)) for one in sheets]
    assert [count_pages(set_pdf(one)) for one in sheets] == [1] * len(sheets)
    assert 1 < len(sheets) < 7
    assert sum(page.count("Petra-Maria") for page in pages) == 35
    for place, page in enumerate(pages, 1):
        said = (f"Blatt {place} von {len(sheets)}", "Niemand kommt?", "112", "Stand:")
        assert [words for words in said if words not in page.replace("\u00a0", " ")] == []


def test_a_holiday_is_said(cast: Cast, now: dt.datetime) -> None:
    made = set_pdf(*week_sheets(cast.tenant, first_day=dt.date(2026, 12, 25), now=now))
    assert words_of(made).count("Feiertag") == 2
