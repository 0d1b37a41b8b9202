"""Accounts of people who sign in by themselves. What allauth does with them stands in `quarters.signing.signing_in`."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from piano.kit.languages import EASY, spoken
from quarters.models import User


def open_account(email: str) -> User:
    """The account of this address, opened when there is none: asking for help and signing in are one way.

    Whoever calls sends the code to the address next; nothing is known of the person before it was typed, but the language
    that she reads.
    """
    known = User.objects.filter(email__iexact=email).first()
    if known:
        return known
    page = get_language() or settings.LANGUAGE_CODE
    try:
        with transaction.atomic():
            return User.objects.create_user(email, language=spoken(page), easy_language=page == EASY)
    except IntegrityError:
        return User.objects.get(email__iexact=email)
