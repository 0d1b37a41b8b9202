"""Where a visit is, and the language that makes somebody a better choice."""

from quarters.places import Place
from requests.models import Visit


def place_of(visit: Visit) -> Place:
    """Where the visit is: the house, or the district's pin while the house is unknown."""
    resident, district = visit.help_request.resident, visit.help_request.district
    building = resident.building
    latitude, longitude = building.point if building else (district.latitude, district.longitude)
    return Place(latitude, longitude, district.pk)


def shared_language(visit: Visit) -> str:
    """The needed one, else the resident's own when it is not German."""
    own = visit.help_request.resident.user.language
    return visit.help_request.needs_language or (own if own != "de" else "")
