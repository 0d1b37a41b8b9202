"""A founder's own address of the founding: signed, good as long as she is on the list and the association has not begun by itself."""

from piano.kit.links import link_to, read_signed, sign
from volunteers.models import Founder

SALT = "volunteers.founder"


def founder_key(founder: Founder) -> str:
    return sign(SALT, founder=founder.reference)


def founder_link(founder: Founder) -> str:
    return link_to("volunteers:own_founding", founder_key(founder))


def founder_behind(key: str) -> Founder | None:
    named = read_signed(key, salt=SALT)
    if named is None:
        return None
    rows = Founder.objects.select_related("founding__district", "founding__enabler", "founding__association")
    return rows.filter(reference=named.get("founder", ""), founding__ended_at=None).first()
