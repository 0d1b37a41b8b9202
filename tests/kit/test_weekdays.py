"""How a set of weekdays is said."""

import pytest

from piano.kit.weekdays import EVERY_DAY, say_weekdays


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (EVERY_DAY, "jeden Tag"),
        ([0, 1, 2, 3, 4], "Montag bis Freitag"),
        ([6, 5, 4], "Freitag bis Sonntag"),
        ([5, 6], "Samstag, Sonntag"),
        ([0, 2], "Montag, Mittwoch"),
        ([], ""),
    ],
)
def test_weekdays_are_said_as_a_span_where_they_follow_each_other(days: list[int], said: str) -> None:
    assert say_weekdays(days) == said
