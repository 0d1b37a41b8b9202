"""Tags and filters of every template (built in): how moments are said, phone links, the form token."""

import datetime as dt
import uuid
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from piano.kit import clock
from piano.kit.languages import UNCHECKED, is_easy
from piano.kit.once import DATE, FIELD
from piano.kit.phones import say_phone
from piano.kit.words import apart as keep_apart
from piano.kit.words import whom as name_whom

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: Any) -> SafeString:
    """The hidden field that makes a form carried out once; on a page of one date of a series also which date it is."""
    token = format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())
    date = context.get("chosen_date")
    return token + format_html('<input type="hidden" name="{}" value="{}">', DATE, date) if date else token


@register.filter
def say_day(moment: dt.datetime | dt.date | None) -> str:
    return clock.say_day(moment) if moment else ""


@register.filter
def apart(text: Any) -> str:
    """A name or an address keeps its own order in a sentence that is read from the right."""
    return keep_apart(str(text)) if text else ""


@register.filter
def say_date(moment: dt.date | None) -> str:
    """„24. November 2026“."""
    return clock.say_date(moment, with_year=True) if moment else ""


@register.filter
def last_day(ends: dt.date | None) -> dt.date | None:
    """The last day of a span whose end is the first day after it."""
    return ends - dt.timedelta(days=1) if ends else None


@register.filter
def say_time(moment: dt.datetime | None) -> str:
    return clock.say_time(moment) if moment else ""


@register.filter
def say_moment(moment: dt.datetime | None) -> str:
    return clock.say_moment(moment) if moment else ""


@register.filter
def say_window(window: Any) -> str:
    """A span with `lower` and `upper`."""
    return clock.say_span(window.lower, window.upper)


@register.simple_tag
def say_hours(start: dt.datetime, end: dt.datetime) -> str:
    return clock.say_hours(start, end)


@register.filter
def unlocalized(number: float) -> str:
    """A number as drawings need it: with a point, in every language."""
    return f"{number:g}"


@register.simple_tag
def page_languages() -> list[tuple[str, str]]:
    """Code and name of each language that pages are written in, each in its own words."""
    return list(settings.LANGUAGES)


@register.simple_tag
def easy_note() -> str:
    """What a page in easy German says of itself; empty in every other language."""
    return UNCHECKED if is_easy() else ""


@register.simple_tag
def back_arrow() -> str:
    return "→" if get_language_bidi() else "←"


@register.simple_tag
def go_arrow() -> str:
    return "←" if get_language_bidi() else "→"


@register.filter
def whom(name: str) -> str:
    """„bei Herrn K.“"""
    return name_whom(name)


@register.filter
def phone(number: str) -> str:
    return say_phone(number)
