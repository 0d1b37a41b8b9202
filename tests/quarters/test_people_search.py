"""Finding somebody while typing."""

import pytest

from quarters.models import Resident
from quarters.people.people_search import district_of_street, find_people, people_named, split_name
from tests.conftest import Cast
from tests.factories import make_building, make_district, make_resident, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def emine(cast: Cast) -> Resident:
    resident = make_resident(cast.district, make_user(given_name="Emine", family_name="Yıldız", phone="+495618123402"))
    building = make_building(cast.district, street="Mattenbergstraße", house_number="80")
    resident.building = building
    resident.save()
    return resident


def find(cast: Cast, text: str) -> list[str]:
    return [str(one.user) for one in find_people(text, district_ids=[cast.district.pk])]


@pytest.mark.parametrize(
    "text",
    [
        "Yildiz",
        "yildis",
        "Frau Yıldız",
        "Fr. Yildiz",
        "Emine Y",
        "Yildiz Emine",
        "Matenbergstr 80",
        "Yildiz Mattenberg",
    ],
)
def test_a_slip_of_the_fingers_finds_her_first(cast: Cast, emine: Resident, text: str) -> None:
    assert find(cast, text)[0] == "Emine Yıldız"


@pytest.mark.parametrize("text", ["0561 8123402", "(0561) 81 23 402", "0049 561 8123402", "8123402", "3402"])
def test_a_number_in_any_spelling_finds_her(cast: Cast, emine: Resident, text: str) -> None:
    assert find(cast, text) == ["Emine Yıldız"]


@pytest.mark.parametrize("text", ["", "Y", "   ", "\x00\x00", "%%", "Quzxw"])
def test_next_to_nothing_finds_nobody(cast: Cast, emine: Resident, text: str) -> None:
    assert find(cast, text) == []


def test_a_name_in_a_foreign_district_is_not_found(cast: Cast, emine: Resident) -> None:
    assert find_people("Yildiz", district_ids=[make_district().pk]) == []


def test_somebody_without_a_district_is_found_by_everybody(cast: Cast, emine: Resident) -> None:
    Resident.objects.filter(pk=emine.pk).update(district=None)
    assert find(cast, "Yildiz") == ["Emine Yıldız"]


def test_somebody_whose_account_is_closed_is_not_found(cast: Cast, emine: Resident) -> None:
    emine.user.is_active = False
    emine.user.save()
    assert find(cast, "Yildiz") == []


def test_the_list_is_as_long_as_asked(cast: Cast) -> None:
    for _ in range(4):
        make_resident(cast.district, make_user(family_name="Schäfer"))
    assert len(find_people("Schaefer", district_ids=[cast.district.pk], limit=3)) == 3


def test_a_name_is_found_whatever_the_room(cast: Cast, emine: Resident) -> None:
    assert list(people_named("Kaya")[:3]) == [volunteer.user for volunteer in cast.volunteers]


def test_a_street_says_its_district(cast: Cast, emine: Resident) -> None:
    assert district_of_street("Mattenbergstr.", "12") == cast.district


def test_a_street_through_two_districts_says_it_by_the_house(cast: Cast, emine: Resident) -> None:
    other = make_district()
    make_building(other, street="Mattenbergstraße", house_number="3")
    assert district_of_street("Mattenbergstraße") is None
    assert district_of_street("Mattenbergstraße", "3") == other


def test_an_unknown_street_says_nothing(cast: Cast) -> None:
    assert district_of_street("Nirgendweg") is None
    assert district_of_street("") is None


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("0561 77", {"phone": "0561 77"}),
        ("Frau Ilse Brandt", {"salutation": "Frau", "given_name": "Ilse", "family_name": "Brandt"}),
        (
            "Frau Charlotte von der Au",
            {"salutation": "Frau", "given_name": "Charlotte", "family_name": "von der Au"},
        ),
        ("Frau von der Au", {"salutation": "Frau", "given_name": "", "family_name": "von der Au"}),
        ("Hr. Lehmann", {"salutation": "Herr", "given_name": "", "family_name": "Lehmann"}),
        ("", {"salutation": "", "given_name": "", "family_name": ""}),
    ],
)
def test_what_was_typed_begins_a_new_person(text: str, facts: dict[str, str]) -> None:
    assert split_name(text) == facts
