"""The signed address of her own page, for as long as she has no account or does not want to sign in.

It names her way, shows nobody's name, and ends half a year after the last message, as what she wrote does. Whose it is stands in
it as a digest: whoever typed in an address of somebody else would else read from the number whether it is known here.
"""

import datetime as dt

from django.urls import reverse

from piano.kit import clock
from piano.kit.digests import keyed_digest
from piano.kit.links import link_to, read_signed, sign
from quarters.models import User
from volunteers.models import Path, VolunteerState

OWN = "volunteers.path.own"
LIVES = dt.timedelta(days=180)
DIGITS = 16  # of the digest; the signature is what nobody can make
NOBODY = 0  # she wrote an address that is somebody else's


def person_of(path: Path) -> User | None:
    """Who is written to about it: she of the file, before that whoever wrote to us."""
    if path.volunteer is not None:
        return path.volunteer.user
    return path.interest.person if path.interest is not None else None


def own_token(path: Path) -> str:
    person = person_of(path)
    ends = int((clock.now() + LIVES).timestamp())
    return sign(OWN, path=path.reference, p=_whose(path, person.pk if person else NOBODY), e=ends)


def own_page(path: Path) -> str:
    return reverse("volunteers:own_path", args=[own_token(path)])


def own_link(path: Path) -> str:
    return link_to("volunteers:own_path", own_token(path))


def path_behind(token: str, *, now: dt.datetime) -> Path | None:
    """None for one that is bent, too old, or was made for somebody else, while she is suspended, and once her account is closed."""
    named = read_signed(token, salt=OWN)
    if named is None or named.get("e", 0) <= now.timestamp():
        return None
    rows = Path.objects.select_related("interest__person", "volunteer__user", "district", "association")
    path = rows.filter(reference=named.get("path", "")).first()
    if path is None or (path.volunteer and path.volunteer.state == VolunteerState.SUSPENDED):
        return None
    if not all(one.is_active for one in _people(path)):
        return None
    hers = _hers(path)
    return path if named.get("p") in {*hers, *(_whose(path, one) for one in hers)} else None


def _whose(path: Path, person_id: int) -> str:
    """Of nobody it looks the same; links from before named the number itself, and live on for their time."""
    return keyed_digest(OWN, f"{path.reference}:{person_id}")[:DIGITS]


def _people(path: Path) -> list[User]:
    wrote = path.interest.person if path.interest else None
    helps = path.volunteer.user if path.volunteer else None
    return [one for one in (wrote, helps) if one is not None]


def _hers(path: Path) -> set[int]:
    """Before the talk she may have been known by a number alone, afterwards by her account: both are hers."""
    known = {path.interest.person_id or NOBODY} if path.interest else set()
    return known | ({path.volunteer.user_id} if path.volunteer else set())
