"""Where a meeting point is on the map: two numbers as a telephone shows them; and in which order its photos stand."""

import pytest
from django import forms
from django.test import Client

from piano.kit import clock
from quarters.models import MeetingPoint, PointPhoto
from quarters.points.changes import add_photo
from quarters.points.spot import SpotField, say_spot
from tests.conftest import Cast
from tests.quarters.points.test_keeping import HOME, some_photo

NEAR = (51.33, 9.48)


@pytest.fixture
def helper(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


@pytest.mark.parametrize(
    "typed", ["51.32790, 9.47950", "51,32790 9,47950", "51,32790; 9,4795", "51.3279,9.4795", "51.3279° N, 9.4795° E"]
)
def test_a_spot_is_read_as_maps_show_it(typed: str) -> None:
    assert SpotField(near=NEAR).clean(typed) == (51.3279, 9.4795)


@pytest.mark.parametrize(
    "typed", ["51", "Rothenberg", "51.3 9.4", "9.4795, 51.3279", "48.1371, 11.5754", "٥١.٣٢٧٩ ٩.٤٧٩٥"]
)
def test_what_is_no_spot_here_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        SpotField(near=NEAR).clean(typed)


def test_it_is_shown_as_it_is_read() -> None:
    assert SpotField().clean(say_spot(51.3279, 9.4795)) == (51.3279, 9.4795)
    assert say_spot(None, 9.4) == ""


def test_a_helper_puts_it_on_the_map_and_takes_it_back(helper: Client, point: MeetingPoint) -> None:
    page = helper.get(f"{HOME}angaben/").content.decode()
    assert "Stelle auf der Karte" in page
    typed = {"nearest_stop": "Rothenberg, Bus 27", "step_free": "yes", "spot": "51.3279, 9.4795"}
    assert helper.post(f"{HOME}angaben/", typed).status_code == 302
    tenure = point.tenures.get()
    assert (tenure.latitude, tenure.longitude, tenure.street) == (51.3279, 9.4795, "Rothenbergstraße 1")
    assert "map__dot" in Client().get("/treffpunkte/rothenberg/").content.decode()
    assert 'value="51,32790 9,47950"' in helper.get(f"{HOME}angaben/").content.decode()
    helper.post(f"{HOME}ruecknahme/", {"was": point.changes.get().pk})
    assert point.tenures.get().latitude is None
    assert helper.post(f"{HOME}angaben/", {"spot": "48.1371, 11.5754"}).status_code == 422


def test_a_photo_is_moved_to_the_front(helper: Client, point: MeetingPoint, cast: Cast) -> None:
    for number in range(3):
        add_photo(point, some_photo(number), description=f"Bild {number}", by=cast.helper, now=clock.now())
    last = PointPhoto.objects.get(description="Bild 2")

    def order() -> list[str]:
        return list(point.photos.order_by("position").values_list("description", flat=True))

    helper.post(f"{HOME}fotos/weg/", {"foto": last.pk, "was": "vor"})
    assert order() == ["Bild 0", "Bild 2", "Bild 1"]
    for _twice in range(2):
        helper.post(f"{HOME}fotos/weg/", {"foto": last.pk, "was": "vor"})
    assert order() == ["Bild 2", "Bild 0", "Bild 1"]
    first = helper.get(f"{HOME}fotos/").content.decode().partition("Bild 0")[0]
    assert "Weiter nach vorn" not in first, "the first one goes nowhere"


def test_german_words_stay_german_on_an_arabic_page(client: Client, point: MeetingPoint) -> None:
    MeetingPoint.objects.update(about="Kaffee und Kuchen.", hours="Mittagstisch um 12 Uhr.")
    client.cookies["django_language"] = "ar"
    page = client.get("/treffpunkte/rothenberg/").content.decode()
    assert 'dir="rtl"' in page
    for words in ("Kaffee und Kuchen.", "Mittagstisch um 12 Uhr."):
        assert f'lang="de" dir="ltr">{words}' in page
    assert "، " in page
