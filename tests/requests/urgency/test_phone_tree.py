"""The phone tree of a district: entered, ordered, left and taken back by those who work there."""

import datetime as dt

import pytest
from django.test import Client

from quarters.models import Reach
from requests.board.call_list import people_of
from requests.models import TreePerson
from requests.urgency.phone_tree import AlreadyInTree, NoNumber, add_to_tree, come_back, leave_tree, move_up, tree_of
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.requests.asking import text_of

pytestmark = pytest.mark.django_db
PAGE = "/leitstand/telefonkette/"


def add(cast: Cast, now: dt.datetime, name: str = "Ada Eins", phone: str = "0561 70001") -> TreePerson:
    return add_to_tree(cast.district, name=name, phone=phone, who="Vorstand", hears_of_gaps=True, now=now)


def names(cast: Cast) -> list[str]:
    return [row.person.full_name for row in tree_of(cast.district)]


def test_somebody_new_becomes_a_person_without_a_sign_in(cast: Cast, now: dt.datetime) -> None:
    person = add(cast, now).person
    assert (person.phone, person.email, person.reach) == ("+4956170001", None, Reach.PHONE)
    assert person in people_of(cast.helper), "she stands on the phone list of those who help here"


def test_somebody_who_works_here_is_known_by_the_number(cast: Cast, now: dt.datetime) -> None:
    assert add(cast, now, "Birgit R.", cast.helper.phone).person == cast.helper


def test_a_number_stands_there_once_and_none_is_none(cast: Cast, now: dt.datetime) -> None:
    add(cast, now)
    with pytest.raises(AlreadyInTree):
        add(cast, now, "Eva Zwei", "0561/70001")
    with pytest.raises(NoNumber):
        add(cast, now, "Eva Zwei", "")


def test_the_order_is_that_of_telling(cast: Cast, now: dt.datetime) -> None:
    add(cast, now)
    second = add(cast, now, "Eva Zwei", "0561 70002")
    move_up(second)
    assert names(cast) == ["Eva Zwei", "Ada Eins"]
    move_up(second)
    assert names(cast) == ["Eva Zwei", "Ada Eins"]


def test_who_leaves_comes_back_unless_she_was_entered_anew(cast: Cast, now: dt.datetime) -> None:
    row = add(cast, now)
    leave_tree(row, now=now)
    assert names(cast) == []
    come_back(row)
    assert names(cast) == ["Ada Eins"]
    leave_tree(row, now=now)
    assert add(cast, now).person == row.person
    with pytest.raises(AlreadyInTree):
        come_back(row)


def test_the_page(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.force_login(cast.helper)
    assert "Hier steht noch niemand." in text_of(client.get(PAGE))
    said = {"district": cast.district.slug, "name": "Ada Eins", "phone": "0561 70001", "who": "", "hears_of_gaps": "on"}
    assert client.post(f"{PAGE}neu/", said).status_code == 302
    assert "1. Ada Eins" in text_of(client.get(PAGE))
    assert client.post(f"{PAGE}neu/", {**said, "name": "Eva Zwei"}).status_code == 409
    row = tree_of(cast.district).get()
    client.post(f"{PAGE}{row.reference}/ende/")
    assert "Doch wieder aufnehmen" in text_of(client.get(PAGE))
    client.post(f"{PAGE}{row.reference}/ende/", {"doch": "1"})
    assert names(cast) == ["Ada Eins"]


@pytest.mark.parametrize(("field", "value"), [("phone", "abc"), ("phone", ""), ("name", ""), ("district", "nirgends")])
def test_bad_input_is_answered_and_kept(client: Client, cast: Cast, field: str, value: str) -> None:
    client.force_login(cast.helper)
    said = {"district": cast.district.slug, "name": "Ada Eins", "phone": "0561 70001", field: value}
    answer = client.post(f"{PAGE}neu/", said)
    assert (answer.status_code, "aria-invalid" in answer.content.decode()) == (422, True)
    assert not TreePerson.objects.exists()


def test_another_district_is_not_hers(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = add(cast, now)
    client.force_login(make_helper(make_district()))
    assert "Ada Eins" not in text_of(client.get(PAGE))
    for way in ("hoch/", "ende/"):
        assert client.post(f"{PAGE}{row.reference}/{way}").status_code == 404
    client.force_login(cast.volunteer.user)
    assert client.get(PAGE).status_code == 403
