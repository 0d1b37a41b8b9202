"""Somebody would like to join: kept for the helper's list. Nobody becomes eligible by it."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from piano.kit.phones import read_phone
from quarters.models import Category, District, User
from volunteers.models import Interest


def register_interest(
    *,
    name: str,
    district: District,
    now: dt.datetime,
    phone: str = "",
    email: str = "",
    words: str = "",
    categories: Iterable[Category] = (),
    address: str = "",
    languages: Iterable[str] = (),
) -> Interest:
    """Writes it down. Raises `NotAPhoneNumber`; without phone and e-mail the database refuses it."""
    with transaction.atomic():
        interest = Interest.objects.create(
            name=name, district=district, phone=read_phone(phone), email=email, words=words, created_at=now,
            address=address, languages=list(languages),
        )  # fmt: skip
        interest.categories.set(categories)
    return interest


def answer_interest(interest: Interest, *, by: User, now: dt.datetime) -> Interest:
    """A helper has called or written back; a second tick changes nothing."""
    Interest.objects.filter(pk=interest.pk, answered_at=None).update(answered_at=now, answered_by=by)
    interest.refresh_from_db()
    return interest
