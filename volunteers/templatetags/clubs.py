"""Words and addresses on the pages of associations."""

from typing import Any

from django import template

from volunteers.clubs.graph import Office

register = template.Library()


@register.simple_tag
def founding_url(acting: Any, name: str, *more: object) -> str:
    """The same page for a founder by her link, and for the helper."""
    return str(acting.url(name, *more))


@register.filter
def office_label(office: str) -> str:
    return str(Office(office).label)
