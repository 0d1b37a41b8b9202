"""Who registers: somebody whom we know already, or a name and a way to reach her."""

from collections.abc import Collection

from django.utils.translation import get_language

from piano.kit.languages import EASY, spoken
from piano.kit.phones import read_phone
from piano.kit.words import fold
from piano.messaging.channels import channel_named
from quarters.models import Reach, User


def find_or_make_person(
    *,
    name: str,
    phone: str = "",
    email: str = "",
    language: str = "",
    is_private: bool = False,
    known_in: Collection[int] = (),
) -> User:
    """Whoever has this address; whoever registered before with this name and number; else a new row without a way to sign in.

    A number alone never finds an account of somebody else: anybody could type it. `language`: else the page's.
    `known_in`: districts whose residents whoever writes it down knows anyway; they are found by name and number, too.
    `is_private`: not even who registered before is found by a number, so that nobody learns of it. Raises `NotAPhoneNumber`.
    """
    email, phone = email.strip(), read_phone(phone)
    if email:
        known = User.objects.filter(email__iexact=email).first()
        return known or _make(name, phone, email, language)
    known = None if is_private else _same_contact(name, phone, known_in)
    return known or _make(name, phone, "", language)


def _same_contact(name: str, phone: str, known_in: Collection[int]) -> User | None:
    """A resident of these districts, else somebody who is nothing here but a contact: no resident, no volunteer, no role."""
    rows = User.objects.filter(phone=phone, is_active=True)
    residents = rows.filter(resident__district__in=known_in)
    contacts = rows.filter(email=None, resident=None, roles=None)
    found = (*residents.order_by("pk"), *contacts.order_by("pk"))
    return next((user for user in found if fold(user.full_name) == fold(name)), None)


def _make(name: str, phone: str, email: str, language: str) -> User:
    given, _, family = " ".join(name.split()).rpartition(" ")
    code = language or get_language() or "de"
    person = User(given_name=given[:60], family_name=family[:60], phone=phone, email=email or None)
    person.language, person.easy_language = spoken(code), code == EASY
    person.reach = _way_to(person)
    person.set_unusable_password()
    person.save()
    return person


def _way_to(person: User) -> Reach:
    if person.email:
        return Reach.EMAIL
    return Reach.SMS if channel_named("sms").reaches(person) else Reach.PHONE
