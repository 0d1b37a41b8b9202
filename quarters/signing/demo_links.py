"""Signed addresses that sign an invented person in. Only with DEBUG; `check --deploy` fails while they are open."""

from django.core import signing

from piano.kit.links import link_to
from quarters.models import User

SALT = "quarters.demo"


def demo_link(user: User) -> str:
    """The absolute address that signs this invented person in."""
    token = signing.dumps(user.reference, salt=SALT, compress=True)
    return link_to("quarters:demo_sign_in", token)


def read_token(token: str) -> str:
    """The person's reference. Raises `signing.BadSignature`."""
    return str(signing.loads(token, salt=SALT))
