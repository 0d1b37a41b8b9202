"""„An adapted flat in this quarter“ is a search; who moves there takes it, and no page says who lives where."""

import datetime as dt

import pytest
from django.test import Client

from quarters.conversions import filling
from quarters.conversions.advancing import advance
from quarters.conversions.errors import NoSuchThing
from quarters.conversions.flats import needed_features, search_flats
from quarters.conversions.registering import enter
from quarters.conversions.states import ConversionState
from quarters.models import Flat, FlatFeature, OrganisationKind
from tests.factories import make_building, make_district, make_organisation
from tests.quarters.conversions.conftest import Home

S = ConversionState


@pytest.fixture
def flats(home: Home) -> list[Flat]:
    """One with a shower for a wheelchair, one with a plain one, one with nothing."""
    building, found = home.tenant.building, []
    for number, features in enumerate(({"step_free_shower": "R", "lift": "plain"}, {"step_free_shower": "plain"}, {})):
        free = home.today + dt.timedelta(days=30 * number)
        flat = Flat.objects.create(building=building, position=f"{number}. Stock", available_from=free)
        for code, standard in features.items():
            FlatFeature.objects.create(flat=flat, code=code, standard=standard, since=home.today)
        found.append(flat)
    return found


def test_a_flat_is_found_by_all_that_it_has_to_have(flats: list[Flat]) -> None:
    first, second, _bare = flats
    assert list(search_flats()) == [first, second]
    assert list(search_flats(features=["step_free_shower", "lift"])) == [first]
    assert list(search_flats(features=["step_free_shower"], wheelchair=True)) == [first]
    assert list(search_flats(free_by=first.available_from)) == [first]
    assert not search_flats(districts=[make_district().pk])


def test_who_moves_takes_a_flat_that_is_free(home: Home, flats: list[Flat]) -> None:
    case = home.to(S.CHECK)
    assert needed_features(case) == ["step_free_shower"]
    found = {"load_ok": False, "pipes_ok": False, "is_monument": True, "decision": "B", "on": home.today}
    filling.decide(case, **found, **home.who)
    case = advance(case, **home.who)
    with pytest.raises(NoSuchThing):
        filling.choose_target(case, target=case.flat, **home.who)
    filling.choose_target(case, target=flats[0], **home.who)
    filling.note_move(case, on=home.today, **home.who)
    assert advance(case, **home.who).state == S.MOVED
    assert Flat.objects.get(pk=flats[0].pk).available_from is None


def test_the_search_is_filled_with_what_the_case_needs(home: Home, flats: list[Flat]) -> None:
    case = home.to(S.CHECK)
    client = Client()
    client.force_login(home.helper)
    page = client.get("/umbau/wohnungen/", {"fall": case.reference}).content.decode()
    assert f"<strong>{flats[1]}</strong>" in page
    assert f"<strong>{flats[2]}</strong>" not in page
    assert "Keine passende Wohnung" in client.get("/umbau/wohnungen/?suchen=ja&hat=ramp").content.decode()
    assert client.get("/umbau/wohnungen/?hat=\x00&stadtteil=nie&fall=" + "9" * 500).status_code == 200


def test_the_landlords_people_search_their_own_houses_alone(home: Home, flats: list[Flat]) -> None:
    other = make_building(home.tenant.district, landlord=make_organisation(OrganisationKind.LANDLORD, name="Andere"))
    theirs = Flat.objects.create(building=other, position="Parterre")
    FlatFeature.objects.create(flat=theirs, code="step_free_shower", since=home.today)
    client = Client()
    client.force_login(home.technician)
    page = client.get("/umbau/wohnungen/?suchen=ja&hat=step_free_shower").content.decode()
    assert f"<strong>{flats[0]}</strong>" in page
    assert str(theirs) not in page


def test_what_a_flat_has_is_not_made_worse(home: Home) -> None:
    case = home.to(S.CHECK)
    FlatFeature.objects.create(flat=case.flat, code="step_free_shower", standard="R", since=home.today)
    enter(case, day=home.today)
    assert FlatFeature.objects.get().standard == "R"
    FlatFeature.objects.update(standard="plain")
    case.measures.update(standard="R")
    enter(case, day=home.today)
    assert FlatFeature.objects.get().standard == "R"
