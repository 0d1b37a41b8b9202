"""Where the links of a message lead: their paths, and those to which they lead behind the sign-in."""

import re

from django.conf import settings

from piano.kit import clock
from quarters.signing.behind_sign_in import way_behind

ADDRESS = re.compile(r"https?://\S+")


def paths_in(text: str) -> list[str]:
    """Of our own links, without fragment."""
    ours = [address for address in ADDRESS.findall(text) if address.startswith(f"{settings.SITE_URL}/")]
    return [address.removeprefix(settings.SITE_URL).partition("#")[0] for address in ours]


def ways_in(text: str) -> list[str]:
    """Where somebody is led who signs in, query and fragment included."""
    tokens = [path.split("/")[2] for path in paths_in(text) if path.startswith("/hinweis/")]
    return [way.path for token in tokens if (way := way_behind(token, now=clock.now()))]
