"""Amounts of money in templates: `{% load money %}{{ cents|euros }}`."""

from django import template

from quarters.costs import say_euros

register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    """„4.180 €“, never broken before the sign; empty where no amount is known."""
    return "" if cents is None else say_euros(cents).replace(" ", "\u00a0")
