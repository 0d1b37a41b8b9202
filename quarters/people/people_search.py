"""Finding somebody while typing: by name, street or phone, forgiving typing mistakes (pg_trgm over `piano_plain`)."""

import contextlib
import re
from collections.abc import Collection
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat

from piano.kit.alphabet import alphabetical
from piano.kit.phones import NotAPhoneNumber, read_phone
from quarters.models import Building, District, Resident, User
from quarters.models.people import Plain
from quarters.people.residents import tidy_street

PHONE = re.compile(r"[\d\s+/()-]{3,}")
SALUTATION = re.compile(r"^(Frau|Fr\.|Herrn?|Hr\.) ", re.IGNORECASE)
LIKE_ENOUGH = 0.45  # „Mueler“ and „Müller“ are 0.5 alike
SHORTEST = 2


def _spaced(*fields: str) -> Plain:
    """The fields with a blank between them, folded: the same expression as in the search index."""
    return Plain(Concat(*[part for field in fields for part in (F(field), Value(" "))][:-1]))


NAME = _spaced("given_name", "family_name")  # the index `user_name_search`
STREET = _spaced("street", "house_number")
WHO_AND_WHERE = _spaced("user__given_name", "user__family_name", "building__street", "building__house_number")


def find_people(text: str, *, district_ids: Collection[int], limit: int = 8) -> list[Resident]:
    """Residents of these districts, or of none yet, the likeliest first. Nothing for less than two letters."""
    people = Resident.objects.filter(Q(district__in=district_ids) | Q(district=None), user__is_active=True)
    people = people.select_related("user", "district", "building")
    text = tidy(text)
    if len(text) < SHORTEST:
        return []
    if PHONE.fullmatch(text):
        return list(people.filter(phone_matches(text)).order_by(*alphabetical("user__family_name"), "pk")[:limit])
    return _by_words(people, SALUTATION.sub("", text), limit)


def tidy(text: str) -> str:
    """One line without surplus blanks, short enough to compare."""
    return " ".join(text.replace("\x00", "").split())[:80]


def phone_matches(text: str, field: str = "user__phone") -> Q:
    """The whole number in any spelling, or a part of it."""
    digits = re.sub(r"\D", "", text)
    matches = Q(**{f"{field}__contains": digits.lstrip("0") or digits})
    with contextlib.suppress(NotAPhoneNumber):  # a part of a number is looked for as it stands
        matches |= Q(**{field: read_phone(text)})
    return matches


def people_named(text: str) -> QuerySet[User]:
    """Everybody with a name like it, likeliest first; whom one may see is for the caller to narrow."""
    wanted = Plain(Value(SALUTATION.sub("", tidy(text))))
    likeness = TrigramWordSimilarity(wanted, NAME)  # type: ignore[arg-type]  # an expression does as well
    people = User.objects.annotate(likeness=likeness).filter(likeness__gte=LIKE_ENOUGH)
    return people.order_by("-likeness", *alphabetical("family_name"), "pk")


def _by_words(people: QuerySet[Resident], text: str, limit: int) -> list[Resident]:
    """Each word finds names and houses by their trigram index; the whole text puts what was found in order."""
    words = [word for word in text.split() if len(word) >= SHORTEST and not word.isdigit()] or [text]
    named = Q(user__in=User.objects.annotate(plain=NAME).filter(_like(words)))
    housed = Q(building__in=Building.objects.annotate(plain=STREET).filter(_like(words)))
    likeness = TrigramWordSimilarity(Plain(Value(text)), WHO_AND_WHERE)  # type: ignore[arg-type]
    with transaction.atomic():
        _forgive()
        found = people.filter(named | housed).annotate(likeness=likeness).filter(likeness__gte=LIKE_ENOUGH)
        return list(found.order_by("-likeness", *alphabetical("user__family_name"), "pk")[:limit])


def _like(words: list[str]) -> Q:
    likes = Q()
    for word in words:
        likes |= Q(plain__trigram_word_similar=Plain(Value(word)))
    return likes


def _forgive() -> None:
    """How like is like enough, for this transaction: the operator that the index knows reads it from the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKE_ENOUGH)])


def district_of_street(street: str, house_number: str = "") -> District | None:
    """Where this house is, or where the houses of this street are when they all are in one district."""
    street = tidy_street(street)
    if not street:
        return None
    houses = Building.objects.filter(street__iexact=street)
    exact = houses.filter(house_number__iexact=house_number.strip())
    found: list[Any] = list(
        (exact if exact.exists() else houses).order_by("district").values_list("district").distinct()
    )
    return District.objects.get(pk=found[0][0]) if len(found) == 1 else None


PARTICLES = frozenset(
    {"von", "vom", "zu", "zum", "zur", "van", "de", "del", "della", "di", "da", "al", "el", "ibn", "bin"}
)


def split_name(text: str) -> dict[str, str]:
    """What was typed to find somebody, as the first facts of a new person: a number, or a name with its salutation."""
    text = tidy(text)
    if PHONE.fullmatch(text):
        return {"phone": text}
    words = text.replace("Fr. ", "Frau ").replace("Hr. ", "Herr ").split()
    salutation = words.pop(0) if words and words[0] in ("Frau", "Herr") else ""
    family = next((place for place, word in enumerate(words) if word.lower() in PARTICLES), len(words) - 1)
    return {"salutation": salutation, "given_name": " ".join(words[:family]), "family_name": " ".join(words[family:])}
