"""Whom to call when nothing else is known. Templates that have no request read it through the tag `default_house`."""

from email.utils import parseaddr
from typing import NamedTuple

from django.conf import settings


class House(NamedTuple):
    """`number` in E.164, `email` without a name."""

    label: str
    number: str
    email: str


def default_house() -> House:
    email = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return House(settings.DEFAULT_PHONE_LABEL, settings.DEFAULT_PHONE, email)
