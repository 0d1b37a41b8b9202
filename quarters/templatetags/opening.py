"""How spans of opening hours are said."""

import datetime as dt
from collections.abc import Iterable

from django import template

from quarters.points.opening import Span
from quarters.points.opening import say_spans as say

register = template.Library()


@register.simple_tag
def say_spans(spans: Iterable[Span]) -> str:
    return say(spans)


@register.simple_tag
def say_wall_hours(start: dt.time, end: dt.time) -> str:
    """„9 bis 12 Uhr“."""
    return say([(start, end)])
