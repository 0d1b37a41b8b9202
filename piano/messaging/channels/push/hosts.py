"""Where a push may go: to the services of the browsers alone, so that nobody makes us knock at other doors (SSRF)."""

import re
from urllib.parse import urlsplit

from django.conf import settings

LONGEST = 500


def is_allowed(endpoint: str) -> bool:
    """By scheme, name and port; „*.“ stands for names below. No sign-in in it, no other port, no address in numbers."""
    if len(endpoint) > LONGEST:
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or any(sign in endpoint for sign in "\\\r\n\t "):
        return False
    return any(_fits(f"{parts.scheme}://{host}{port}", origin) for origin in settings.PUSH_ORIGINS)


def _fits(found: str, origin: str) -> bool:
    """„*“ is one name or several, each of letters, digits and hyphens."""
    return re.fullmatch(re.escape(origin).replace(r"\*", r"[a-z0-9-]+(\.[a-z0-9-]+)*"), found) is not None
