"""What has been shown, on a day (domain 2)."""

import datetime as dt

import pytest

from quarters.models import Level
from tests.conftest import Cast
from volunteers.models import EvidenceKind
from volunteers.safeguarding import REQUIRED, has_level

DAY = dt.date(2026, 11, 24)


def test_each_level_includes_the_one_before() -> None:
    assert REQUIRED[Level.A] < REQUIRED[Level.B] < REQUIRED[Level.C] < REQUIRED[Level.D]


def test_level_p_is_nobodys() -> None:
    assert Level.P not in REQUIRED


@pytest.mark.django_db
def test_who_has_shown_everything_has_every_level(cast: Cast) -> None:
    assert all(has_level(cast.volunteer, level, DAY) for level in REQUIRED)
    assert not has_level(cast.volunteer, Level.P, DAY)


@pytest.mark.django_db
def test_without_a_record_nobody_is_sent_into_a_flat(cast: Cast) -> None:
    cast.volunteer.evidence.filter(kind=EvidenceKind.RECORD).delete()
    assert has_level(cast.volunteer, Level.B, DAY)
    assert not has_level(cast.volunteer, Level.C, DAY)


@pytest.mark.django_db
def test_the_last_day_is_the_one_before_the_end(cast: Cast) -> None:
    cast.volunteer.evidence.filter(kind=EvidenceKind.RULES).update(valid_until=DAY)
    assert not has_level(cast.volunteer, Level.A, DAY)
    assert has_level(cast.volunteer, Level.A, DAY - dt.timedelta(days=1))
