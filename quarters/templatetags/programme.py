"""How templates of the programme say a date: price, places, languages, and the way to one's own registration."""

import datetime as dt

from django import template
from django.urls import reverse

from piano.kit import clock
from quarters.models import Event, Registration
from quarters.people.languages import say_language
from quarters.programme import words
from quarters.programme.links import token_for

register = template.Library()

register.filter("say_where", words.say_where)
register.filter("street_of", words.street_of)
register.filter("say_price", words.say_price)
register.filter("say_free", words.say_free)


@register.filter
def say_day_bound(day: dt.date) -> str:
    """„Dienstag, 1. Dezember“, broken behind the weekday alone."""
    date = clock.say_date(day).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{clock.say_weekday(day)}{clock.comma()} {date}"


@register.filter
def say_event_price(event: Event) -> str:
    """„3,50 €“"""
    return words.say_cents(event.price_cents)


@register.filter
def say_event_languages(event: Event) -> str:
    return f"{clock.comma()} ".join(say_language(code) for code in event.languages)


@register.filter
def own_link(registration: Registration) -> str:
    """The page of her own registration, for whoever is signed in as its person."""
    return reverse("quarters:registration", args=[registration.reference, token_for(registration)])
