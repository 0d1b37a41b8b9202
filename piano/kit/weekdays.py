"""The days of a week, 0 is Monday: what a form offers, and how a set of them is said."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piano.kit.clock import comma

WEEKDAYS = [
    (0, gettext_lazy("Montag")),
    (1, gettext_lazy("Dienstag")),
    (2, gettext_lazy("Mittwoch")),
    (3, gettext_lazy("Donnerstag")),
    (4, gettext_lazy("Freitag")),
    (5, gettext_lazy("Samstag")),
    (6, gettext_lazy("Sonntag")),
]
EVERY_DAY = tuple(number for number, _name in WEEKDAYS)


def say_weekdays(days: Collection[int]) -> str:
    """„jeden Tag“, „Montag bis Freitag“, „Samstag, Sonntag“; nothing for no day."""
    chosen, names = sorted(set(days)), dict(WEEKDAYS)
    if len(chosen) == len(WEEKDAYS):
        return _("jeden Tag")
    if len(chosen) > 2 and chosen == list(range(chosen[0], chosen[-1] + 1)):
        return _("{first} bis {last}").format(first=names[chosen[0]], last=names[chosen[-1]])
    return f"{comma()} ".join(str(names[day]) for day in chosen)
