"""The coordinator finds her volunteers by name, number, badge, state, district, language, help, and what is missing; and one of them."""

import datetime as dt
from unittest.mock import patch

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import OrganisationKind, User
from tests.conftest import Cast
from tests.factories import make_district, make_organisation, make_volunteer
from tests.pdf import words_of
from tests.volunteers.path.test_pages import coordinator_of
from volunteers.models import Evidence, Volunteer, VolunteerPause
from volunteers.path import secrecy

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, cast: Cast) -> User:
    """Who coordinates; three people with names of their own."""
    for one, name in zip(cast.volunteers, ("Adler", "Birnbaum", "Citroen"), strict=True):
        User.objects.filter(pk=one.user_id).update(given_name="Kim", family_name=name)
        Volunteer.objects.filter(pk=one.pk).update(association=cast.volunteer.association)
    user = coordinator_of(cast.volunteer.association)
    client.force_login(user)
    return user


def found(client: Client, **wanted: str | int) -> list[str]:
    page = client.get("/leitstand/sperren/", wanted).content.decode()
    return [name for name in ("Adler", "Birnbaum", "Citroen") if name in page]


@pytest.mark.usefixtures("office")
def test_everybody_who_is_there_stands_on_the_list(client: Client, cast: Cast) -> None:
    assert found(client) == ["Adler", "Birnbaum", "Citroen"]
    Volunteer.objects.filter(pk=cast.volunteers[0].pk).update(state="left", left_on=clock.today())
    Volunteer.objects.filter(pk=cast.volunteers[1].pk).update(state="suspended")
    assert found(client) == ["Birnbaum", "Citroen"]
    assert found(client, stand="left") == ["Adler"]
    assert found(client, stand="suspended") == ["Birnbaum"]


@pytest.mark.usefixtures("office")
def test_one_is_found_by_name_number_and_badge(client: Client, cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.volunteers[2].pk).update(badge="0815")
    User.objects.filter(pk=cast.volunteers[1].user_id).update(phone="+49561998877")
    assert found(client, suche="birnb") == ["Birnbaum"]
    assert found(client, suche="998877") == ["Birnbaum"]
    assert found(client, suche="0815") == ["Citroen"]
    assert found(client, suche="Xaverl") == []
    assert "Niemand gefunden" in client.get("/leitstand/sperren/", {"suche": "Xaverl"}).content.decode()


@pytest.mark.usefixtures("office")
def test_and_by_district_language_help_and_what_is_missing(client: Client, cast: Cast) -> None:
    first, second, third = cast.volunteers
    far = make_district()
    Volunteer.objects.filter(pk=first.pk).update(district=far)
    Volunteer.objects.update(languages=["de"])
    Volunteer.objects.filter(pk=second.pk).update(languages=["de", "tr"])
    third.categories.clear()
    assert found(client, stadtteil=far.pk) == ["Adler"]
    assert found(client, sprache="tr") == ["Birnbaum"]
    assert found(client, hilfe=cast.shop.pk) == ["Adler", "Birnbaum"]
    assert found(client, sprache="xx", stand="nonsense") == ["Adler", "Birnbaum", "Citroen"]
    assert found(client, fehlt="unterschrift") == []
    with patch.object(secrecy, "VERSIONS", (*secrecy.VERSIONS, "2027-03")):
        Evidence.objects.filter(volunteer=first, kind="secrecy").update(version="2027-03")
        assert found(client, fehlt="unterschrift") == ["Birnbaum", "Citroen"]


def test_people_of_another_association_stand_nowhere(client: Client, cast: Cast, office: User) -> None:
    other = make_organisation(OrganisationKind.ASSOCIATION)
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(association=other)
    assert found(client) == ["Birnbaum", "Citroen"]
    assert client.get(f"/leitstand/menschen/{cast.volunteer.user.reference}/ehrenamt/").status_code == 404


@pytest.mark.usefixtures("office")
def test_a_hundred_are_shown_and_the_rest_is_said(client: Client, cast: Cast) -> None:
    with patch("requests.people.crew.SHOWN", 2):
        page = client.get("/leitstand/sperren/").content.decode()
    assert "3 Personen" in page
    assert "2 davon stehen hier" in page


def test_on_one_persons_page_a_pause_is_written_down_and_ended(client: Client, cast: Cast, office: User) -> None:
    address = f"/leitstand/menschen/{cast.volunteer.user.reference}/ehrenamt/"
    assert "Hört auf" in client.get(address).content.decode()
    assert client.post(f"{address}pause/", {"until": "x"}).status_code == 422
    assert client.post(f"{address}pause/", {"until": "2020-01-01"}).status_code == 409
    client.post(f"{address}pause/", {"until": ""})
    assert VolunteerPause.objects.get().begun_by == office
    assert "bis auf Weiteres" in client.get(address).content.decode()
    client.post(f"{address}pause/", {"zurueck": "1"})
    assert VolunteerPause.objects.get().ended_by == office


@pytest.mark.usefixtures("office")
def test_a_new_signature_is_noted_from_paper(client: Client, cast: Cast, now: dt.datetime) -> None:
    address = f"/leitstand/menschen/{cast.volunteer.user.reference}/ehrenamt/"
    assert "Verschwiegenheit" in words_of(client.get(f"{address}blatt/").content)
    client.post(f"{address}unterschrift/")
    assert not Evidence.objects.filter(version="2027-03").exists()
    with patch.object(secrecy, "VERSIONS", (*secrecy.VERSIONS, "2027-03")):
        assert "in einer früheren Fassung" in client.get(address).content.decode()
        client.post(f"{address}unterschrift/")
        assert Evidence.objects.get(version="2027-03").volunteer == cast.volunteer


def test_a_helper_of_the_district_comes_in_and_a_stranger_does_not(client: Client, cast: Cast) -> None:
    address = f"/leitstand/menschen/{cast.volunteer.user.reference}/ehrenamt/"
    client.force_login(cast.helper)
    assert client.get(address).status_code == 200
    client.force_login(make_volunteer(cast.district, [cast.shop]).user)
    assert client.get(address).status_code in (403, 404)
