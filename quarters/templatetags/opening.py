"""How spans of opening hours are said."""

import datetime as dt
from collections.abc import Iterable

from django import template

from piano.kit import clock
from quarters.points.opening import Span
from quarters.points.opening import say_spans as say

register = template.Library()


@register.filter
def in_a_row(names: Iterable[object]) -> str:
    """„Deutsch, Türkisch“, with the comma of the language."""
    return f"{clock.comma()} ".join(str(name) for name in names)


@register.simple_tag
def say_spans(spans: Iterable[Span]) -> str:
    return say(spans)


@register.simple_tag
def say_wall_hours(start: dt.time, end: dt.time) -> str:
    """„9 bis 12 Uhr“."""
    return say([(start, end)])
