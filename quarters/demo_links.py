"""Signed addresses that sign an invented person in. Only with DEBUG; `check --deploy` fails while they are open."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from quarters.models import User

SALT = "quarters.demo"


def demo_link(user: User) -> str:
    """The absolute address that signs this invented person in."""
    token = signing.dumps(user.reference, salt=SALT, compress=True)
    return f"{settings.SITE_URL}{reverse('quarters:demo_sign_in', args=[token])}"


def read_token(token: str) -> str:
    """The person's reference. Raises `signing.BadSignature`."""
    return str(signing.loads(token, salt=SALT))
