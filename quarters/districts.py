"""Finding the district that somebody named."""

from piano.kit.errors import DomainError
from quarters.models import District


class NoSuchDistrict(DomainError):
    """The sentence names what was asked for."""


def district_or_first(slug: str) -> District:
    """The district of this slug; without one the city's first. Raises `NoSuchDistrict`."""
    districts = District.objects.order_by("city", "number")
    found = (districts.filter(slug=slug) if slug else districts).first()
    if found is None:
        raise NoSuchDistrict(
            f"Den Stadtteil „{slug}“ gibt es nicht." if slug else "Bitte zuerst load_quarters ausführen."
        )
    return found
