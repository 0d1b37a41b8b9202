"""What has been shown, on a day (domain 2)."""

import datetime as dt

import pytest

from quarters.models import Level
from tests.conftest import Cast
from tests.factories import make_category
from volunteers.levels import LAY, Levels
from volunteers.models import EvidenceKind, LevelRule
from volunteers.safeguarding import who_may

DAY = dt.date(2026, 11, 24)


def may(cast: Cast, level: str, day: dt.date = DAY) -> bool:
    """Whether the first volunteer may be sent where this level is asked for."""
    return who_may(make_category(level=level), day).filter(pk=cast.volunteer.pk).exists()


@pytest.mark.django_db
def test_each_level_includes_the_one_before() -> None:
    """As it is delivered: the rows that a migration writes."""
    asked = [Levels.load(on=DAY).of(level, state="HE") for level in "ABCD"]
    assert asked[0] == {"rules"}
    assert asked[1] == {"rules", "identity", "secrecy"}
    assert asked[2] == {"rules", "identity", "secrecy", "record", "insurance"}
    assert asked[3] == {"rules", "identity", "secrecy", "record", "insurance", "extended_record"}


@pytest.mark.django_db
def test_level_p_is_nobodys() -> None:
    LevelRule.objects.create(level="P", kind="rules", valid_from=DAY)
    assert Levels.load(on=DAY).of("P", state="HE") is None


@pytest.mark.django_db
def test_who_has_shown_everything_has_every_level(cast: Cast) -> None:
    assert all(may(cast, level) for level in LAY)
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


@pytest.mark.django_db
def test_a_rule_holds_from_its_day_on_before_its_end_and_in_its_state_alone(cast: Cast) -> None:
    cast.volunteer.evidence.filter(kind=EvidenceKind.PROTECTION).delete()
    span = {"valid_from": DAY, "valid_until": DAY + dt.timedelta(days=2)}
    rule = LevelRule.objects.create(level="B", kind=EvidenceKind.PROTECTION, state="HE", **span)
    found = [may(cast, level, DAY + dt.timedelta(days=n)) for level in "ABC" for n in (-1, 0, 1, 2)]
    assert found == [True] * 4 + [True, False, False, True] * 2
    LevelRule.objects.filter(pk=rule.pk).update(state="BY")
    assert may(cast, Level.B)


@pytest.mark.django_db
def test_where_no_rule_stands_nobody_is_sent(cast: Cast) -> None:
    """An empty table is no permission."""
    LevelRule.objects.filter(level="C").update(valid_until=DAY)
    assert may(cast, Level.B)
    assert not may(cast, Level.C)
    assert may(cast, Level.D)
    LevelRule.objects.all().delete()
    assert not any(may(cast, level) for level in LAY)
