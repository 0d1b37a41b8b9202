"""Lists of people as a German reader looks through them, alike in PostgreSQL and in Python."""

import re
from pathlib import Path

import pytest

from piano.kit.alphabet import alphabetical, alphabetical_key
from quarters.models import User
from tests.factories import make_user

SORTS = re.compile(r"(order_by\(|key=lambda).*(family|given)_name")
IN_ORDER = ["Ångström", "Krauss", "Krauß-Adler", "Łukasz", "Oster", "Özdemir", "Şahin", "von Berg", "Zimmer"]


def test_python_sorts_umlauts_as_their_letter_and_is_case_blind() -> None:
    mixed = {name: name for name in sorted(IN_ORDER)}
    assert sorted(mixed, key=alphabetical_key) == IN_ORDER


@pytest.mark.django_db
def test_postgres_sorts_the_same() -> None:
    for name in reversed(IN_ORDER):
        make_user(family_name=name)
    rows = User.objects.filter(family_name__in=IN_ORDER).order_by(*alphabetical("family_name", "given_name"), "pk")
    assert list(rows.values_list("family_name", flat=True)) == IN_ORDER
    assert list(rows.reverse().values_list("family_name", flat=True)) == IN_ORDER[::-1]


@pytest.mark.django_db
def test_both_make_the_same_of_every_name() -> None:
    names = [*IN_ORDER, "İnönü", "Đorđević", "Ørsted", "Иванов", "Йовчева", "أحمد", "Nguyễn", "O’Neill"]
    for name in names:
        make_user(family_name=name)
    rows = User.objects.filter(family_name__in=names).annotate(key=alphabetical("family_name")[0])
    assert all(alphabetical_key(row.family_name) == (row.key,) for row in rows)  # type: ignore[attr-defined]


def test_no_line_sorts_people_by_code_point() -> None:
    root = Path(__file__).parents[2]
    files = [
        path for room in ("helpers", "quarters", "requests", "volunteers") for path in root.glob(f"{room}/**/*.py")
    ]
    lines = [line for path in files for line in path.read_text().splitlines() if SORTS.search(line)]
    assert len(lines) > 20
    assert [line for line in lines if "alphabetical" not in line] == []
