"""Words of the catalogue in templates: rooms and features of a flat."""

from django import template

from quarters.conversions.catalogue import feature_label
from quarters.conversions.measure_words import ROOMS

register = template.Library()


@register.filter
def room(code: str) -> str:
    return str(ROOMS.get(code, ""))


@register.filter
def feature(code: str) -> str:
    return feature_label(code)
