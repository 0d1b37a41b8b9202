"""Words and addresses on the pages of associations."""

import datetime as dt
from typing import Any

from django import template

from piano.kit import clock
from volunteers.clubs.graph import Office
from volunteers.clubs.reminding import say_renewal

register = template.Library()


@register.simple_tag
def founding_url(acting: Any, name: str, *more: object) -> str:
    """The same page for a founder by her link, and for the helper."""
    return str(acting.url(name, *more))


@register.filter
def office_label(office: str) -> str:
    return str(Office(office).label)


@register.filter
def say_long_date(day: dt.date) -> str:
    """„24. November 2026“: of days that are years away."""
    return clock.say_date(day, with_year=True)


register.filter("say_renewal", say_renewal)
