"""`/stadtteile/`: the same districts on the map and in the list; one's page says what there is."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from quarters.city_map import drawing, parts
from quarters.city_map.drawing import draw
from quarters.city_map.parts import register_part
from quarters.loading import read_city, write_city
from quarters.management.commands.load_quarters import KASSEL
from quarters.models import District, DistrictShape, MeetingPoint, Quarter
from tests.conftest import Cast
from tests.factories import make_district

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/stadtteile/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_all_of_kassel_is_on_the_map_and_in_the_list(client: Client) -> None:
    write_city(read_city(KASSEL))
    said = page(client)
    drawn, listed = said.split('<ol class="atlas__list"')
    for district in District.objects.all():
        link = f'href="/stadtteile/{district.slug}/"'
        assert link in drawn, district
        assert link in listed, district
        assert f'aria-label="{district.name}"' in drawn
    assert len(re.findall('class="map__shape" fill-rule="evenodd" d="M', drawn)) == 23


def test_every_name_stands_inside_its_own_district_and_none_in_another() -> None:
    write_city(read_city(KASSEL))
    plan = drawing.read_city("Kassel")
    for shape in draw(plan).shapes:
        ring = [tuple(map(float, pair.split())) for pair in shape.path.strip("MZ").split("L")]
        widest = max(len(words) for _, words in shape.lines) * (4.5 if shape.is_small else 5.5)
        for x in (shape.x - widest, shape.x + widest):
            assert is_inside((x, shape.y), ring), shape.district


def is_inside(point: tuple[float, float], ring: list[Any]) -> bool:
    x, y = point
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum((b > y) != (d > y) and x < a + (y - b) / (d - b) * (c - a) for (a, b), (c, d) in pairs) % 2 == 1


def test_the_page_takes_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    write_city(read_city(KASSEL))
    with django_assert_max_num_queries(4):
        page(client)


@pytest.mark.parametrize("query", ["Mattenberg", "mattenburg", "MATTENBERG"])
def test_people_find_their_quarter_by_the_name_they_use(client: Client, query: str) -> None:
    write_city(read_city(KASSEL))
    said = page(client, f"/stadtteile/?suche={query}")
    assert "Mattenberg gehört zu Oberzwehren" in said
    assert said.count('data-state="chosen"') == 3  # the shape, its name, the list


def test_a_name_that_nobody_knows_says_so(client: Client, cast: Cast) -> None:
    assert "kennen wir noch nicht" in page(client, "/stadtteile/?suche=Xyzzy")


def test_without_any_district_the_page_stands(client: Client) -> None:
    assert "Noch ist kein Stadtteil eingetragen" in page(client)


def test_two_cities_have_a_map_each(client: Client, cast: Cast) -> None:
    make_district(city="Musterstadt", name="Altstadt")
    said = page(client)
    assert said.count('<svg class="map"') == 2
    assert "Musterstadt" in said


def test_a_districts_page_says_what_there_is(client: Client, cast: Cast) -> None:
    Quarter.objects.create(district=cast.district, name="Rothenberg", slug="rothenberg")
    District.objects.update(phone="+4956188")
    here = MeetingPoint.objects.create(name="Treff hier", slug="hier", district=cast.district)
    MeetingPoint.objects.create(name="Treff dort", slug="dort", district=make_district())
    van = MeetingPoint.objects.create(name="Kaffeemobil", slug="van", district=make_district())
    van.stops.create(weekday=0, arrives=dt.time(9), leaves=dt.time(10), place="Markt", district=cast.district)
    here.tenures.create(street="Weg 1", latitude=51.33, longitude=9.48)
    said = page(client, "/stadtteile/rothenditmold/")
    for words in ("Hier liegen auch: Rothenberg", "tel:+4956188", "Treff hier", "Kaffeemobil", "map__dot"):
        assert words in said, words
    assert "Treff dort" not in said
    assert 'aria-current="page"' in said


def test_a_district_without_a_meeting_point_leads_on(client: Client, cast: Cast) -> None:
    assert "kennen wir noch keinen Treffpunkt" in page(client, "/stadtteile/rothenditmold/")


def test_one_that_nobody_knows_is_not_there(client: Client) -> None:
    assert client.get("/stadtteile/nirgends/").status_code == 404


def test_other_rooms_add_to_it(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_parts", dict(parts._parts))
    register_part("none", position=1, template="nowhere.html", values=lambda district, now: None)
    assert page(client, "/stadtteile/rothenditmold/")
    register_part("more", position=1, template="404.html", values=lambda district, now: {})
    assert "404" in str(parts.parts_of(cast.district, dt.datetime.now(dt.UTC))[0])


def test_boundaries_are_drawn_where_every_district_has_one(client: Client, cast: Cast) -> None:
    other = make_district(name="Nord", latitude=51.36)
    square = [[[[9.4, 51.3], [9.5, 51.3], [9.5, 51.35], [9.4, 51.35], [9.4, 51.3]]]]
    DistrictShape.objects.create(district=cast.district, polygons=square)
    assert "M12 12L988 12L988 " not in page(client)
    DistrictShape.objects.create(district=other, polygons=square)
    assert len(re.findall(r'd="M12 [\d.]+L988 ', page(client))) == 2
