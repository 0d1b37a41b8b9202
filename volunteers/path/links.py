"""The signed address of her own page, for as long as she has no account or does not want to sign in."""

from django.urls import reverse

from piano.kit.links import link_to, read_signed, sign
from volunteers.models import Path

OWN = "volunteers.path.own"


def own_page(path: Path) -> str:
    return reverse("volunteers:own_path", args=[sign(OWN, path=path.reference)])


def own_link(path: Path) -> str:
    return link_to("volunteers:own_path", sign(OWN, path=path.reference))


def path_behind(token: str) -> Path | None:
    named = read_signed(token, salt=OWN)
    rows = Path.objects.select_related("interest", "volunteer__user", "district", "association")
    return rows.filter(reference=named.get("path", "")).first() if named else None
