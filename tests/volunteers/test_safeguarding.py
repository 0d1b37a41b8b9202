"""What has been shown, on a day (domain 2)."""

import datetime as dt

import pytest

from quarters.models import Level
from tests.conftest import Cast
from tests.factories import make_category
from volunteers.models import EvidenceKind
from volunteers.safeguarding import REQUIRED, who_may

DAY = dt.date(2026, 11, 24)


def may(cast: Cast, level: str, day: dt.date = DAY) -> bool:
    """Whether the first volunteer may be sent where this level is asked for."""
    return who_may(make_category(level=level), day).filter(pk=cast.volunteer.pk).exists()


def test_each_level_includes_the_one_before() -> None:
    assert REQUIRED[Level.A] < REQUIRED[Level.B] < REQUIRED[Level.C] < REQUIRED[Level.D]


def test_level_p_is_nobodys() -> None:
    assert Level.P not in REQUIRED


@pytest.mark.django_db
def test_who_has_shown_everything_has_every_level(cast: Cast) -> None:
    assert all(may(cast, level) for level in REQUIRED)
    assert not may(cast, Level.P)


@pytest.mark.django_db
def test_without_a_record_nobody_is_sent_into_a_flat(cast: Cast) -> None:
    cast.volunteer.evidence.filter(kind=EvidenceKind.RECORD).delete()
    assert may(cast, Level.B)
    assert not may(cast, Level.C)


@pytest.mark.django_db
def test_the_last_day_is_the_one_before_the_end(cast: Cast) -> None:
    cast.volunteer.evidence.filter(kind=EvidenceKind.RULES).update(valid_until=DAY)
    assert not may(cast, Level.A)
    assert may(cast, Level.A, DAY - dt.timedelta(days=1))
