"""Finding somebody while typing: by name, street or phone, forgiving typing mistakes (pg_trgm over `piano_plain`)."""

import contextlib
import re
from collections.abc import Collection

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Greatest

from piano.kit.phones import NotAPhoneNumber, read_phone
from quarters.models import Resident
from quarters.models.people import Plain

NAME = Plain(Concat(F("user__given_name"), Value(" "), F("user__family_name")))
STREET = Plain(Concat(F("building__street"), Value(" "), F("building__house_number")))
LIKE_ENOUGH = 0.45
SHORTEST = 2


def find_people(text: str, *, district_ids: Collection[int], limit: int = 8) -> list[Resident]:
    """Residents of these districts, or of none yet, the likeliest first. Nothing for less than two letters."""
    text = " ".join(text.replace("\x00", "").split())[:80]
    if len(text) < SHORTEST:
        return []
    people = Resident.objects.filter(Q(district__in=district_ids) | Q(district=None), user__is_active=True)
    people = people.select_related("user", "district", "building")
    if re.fullmatch(r"[\d\s+/()-]{3,}", text):
        return list(_by_phone(people, text)[:limit])
    return list(_by_words(people, text)[:limit])


def _by_phone(people: QuerySet[Resident], text: str) -> QuerySet[Resident]:
    """The whole number in any spelling, or its last digits."""
    digits = re.sub(r"\D", "", text)
    matches = Q(user__phone__endswith=digits.lstrip("0"))
    with contextlib.suppress(NotAPhoneNumber):  # a part of a number is looked for by its end
        matches |= Q(user__phone=read_phone(text))
    return people.filter(matches).order_by("user__family_name", "pk")


def _by_words(people: QuerySet[Resident], text: str) -> QuerySet[Resident]:
    wanted = Plain(Value(text))
    by_street = Coalesce(TrigramWordSimilarity(wanted, STREET), Value(0.0), output_field=FloatField())  # type: ignore[arg-type]
    likeness = Greatest(TrigramWordSimilarity(wanted, NAME), by_street)  # type: ignore[arg-type]
    return (
        people.annotate(likeness=likeness)
        .filter(likeness__gte=LIKE_ENOUGH)
        .order_by("-likeness", "user__family_name", "pk")
    )
