"""Finding somebody who helps, by name or telephone. Residents are found by `quarters.people.people_search`."""

from collections.abc import Collection

from piano.kit.alphabet import alphabetical
from quarters.people.people_search import PHONE, SHORTEST, people_named, phone_matches, tidy
from volunteers.models import Volunteer


def find_volunteers(text: str, *, district_ids: Collection[int], limit: int = 8) -> list[Volunteer]:
    """Volunteers who live in these districts, the likeliest first. Nothing for less than two letters."""
    text = tidy(text)
    if len(text) < SHORTEST:
        return []
    mine = Volunteer.objects.filter(district__in=district_ids, user__is_active=True)
    mine = mine.select_related("user", "association", "district")
    if PHONE.fullmatch(text):
        return list(mine.filter(phone_matches(text)).order_by(*alphabetical("user__family_name"), "pk")[:limit])
    named = people_named(text).filter(volunteer__district__in=district_ids)
    order = {pk: place for place, pk in enumerate(named.values_list("pk", flat=True)[:limit])}
    return sorted(mine.filter(user__in=order), key=lambda volunteer: order[volunteer.user_id])
