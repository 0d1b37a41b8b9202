"""Digests of what is short enough to be tried out: four digits, a telephone number. Without the secret key they say nothing."""

from django.utils.crypto import salted_hmac


def keyed_digest(purpose: str, text: str) -> str:
    """HMAC-SHA256 as 64 hexadecimal digits. The same text has another digest for each purpose."""
    return salted_hmac(purpose, text, algorithm="sha256").hexdigest()
