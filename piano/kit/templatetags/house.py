"""The number to call for pages that are drawn without a request, such as the page for our own mistakes."""

from django import template

from piano.kit import house

register = template.Library()


@register.simple_tag
def default_house() -> house.House:
    return house.default_house()
