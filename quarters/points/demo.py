"""Two invented meeting points that show everything: one that has moved and changed hands, one that drives. Harmless when repeated."""

import datetime as dt
import io

from piano.kit import clock
from piano.kit.photos import fields_of, read_photo
from quarters.models import District, MeetingPoint, Organisation, OrganisationKind, PointPhoto, RouteStop, Tenure
from quarters.points.demo_pictures import draw_door, draw_room

HOUSE, VAN = "musterhof-demo", "kaffeemobil-demo"
ROUTE = (
    (0, 10, 12, "Rothenbergstraße, vor der Bäckerei", "rothenditmold"),
    (1, 10, 12, "Mattenberg, am Spielplatz", "oberzwehren"),
    (2, 14, 16, "Waldau, vor der Bücherei", "waldau"),
    (3, 10, 12, "Heinrich-Steul-Straße, Wendeplatz", "forstfeld"),
    (4, 14, 16, "Wartebergstraße, vor dem Supermarkt", "philippinenhof-warteberg"),
)
PICTURES = {
    "Heller Raum mit langem Tisch und sechs Stühlen, gezeichnet": draw_room,
    "Grüne Haustür, daneben eine Rampe mit Geländer, gezeichnet": draw_door,
}


def write_points(*, now: dt.datetime) -> list[MeetingPoint]:
    """The two, when they are not there yet and their district is."""
    district = District.objects.filter(slug="rothenditmold").first()
    if district is None or MeetingPoint.objects.filter(slug__in=(HOUSE, VAN)).exists():
        return []
    return [_house(district, now), _van(district)]


def _house(district: District, now: dt.datetime) -> MeetingPoint:
    today = clock.local(now).date()
    point = MeetingPoint.objects.create(
        name="Treff Musterhof (Demo)",
        slug=HOUSE,
        district=district,
        about="Kaffee, Mittagstisch, Hilfe bei Briefen. Sie können auch einfach nur sitzen und zuhören.",
        hours="Mittagstisch dienstags und donnerstags um 12 Uhr.",
        languages=["de", "tr", "ar", "ru"],
        valid_from=dt.date(2014, 3, 1),
        is_confirmed=True,
    )
    for weekday in range(5):
        spans = [(9, 12), (14, 17)] if weekday != 4 else [(9, 13)]
        for opens, closes in spans:
            point.office_hours.create(weekday=weekday, opens=dt.time(opens), closes=dt.time(closes))
    point.office_days.create(day=today + dt.timedelta(days=8), note="Fortbildung")
    point.office_days.create(
        day=today + dt.timedelta(days=10), opens=dt.time(15), closes=dt.time(18), note="Kaffee am Nachmittag"
    )
    _tenures(point)
    for number, (words, data) in enumerate(PICTURES.items()):
        fields = fields_of(read_photo(io.BytesIO(data())))
        PointPhoto.objects.create(meeting_point=point, description=words, position=number, added_at=now, **fields)
    return point


def _tenures(point: MeetingPoint) -> None:
    """It began elsewhere, moved, and has had another operator since."""
    early, late, landlord = (
        _organisation(name, kind)
        for name, kind in (
            ("Nachbarn am Hof (Demo)", OrganisationKind.ASSOCIATION),
            ("Verein Musterhof (Demo)", OrganisationKind.ASSOCIATION),
            ("Wohnen Muster (Demo)", OrganisationKind.LANDLORD),
        )
    )
    moved, changed = dt.date(2019, 6, 1), dt.date(2023, 1, 1)
    here = {"street": "Musterhof 3", "postcode": "34127", "latitude": 51.3279, "longitude": 9.4795}
    here |= {"nearest_stop": "Musterhof, Tram 3 und Bus 12, 150 Meter", "step_free": "ramp", "toilet": "wheelchair"}
    rows = [
        Tenure(operator=early, street="Alte Mustergasse 17", valid_from=point.valid_from, valid_until=moved),
        Tenure(operator=early, landlord=landlord, valid_from=moved, valid_until=changed, **here),
        Tenure(operator=late, landlord=landlord, valid_from=changed, hearing_loop="yes", **here),
    ]
    for row in rows:
        row.meeting_point = point
    Tenure.objects.bulk_create(rows)


def _van(district: District) -> MeetingPoint:
    point = MeetingPoint.objects.create(
        name="Kaffeemobil (Demo)",
        slug=VAN,
        district=district,
        about="Ein kleiner Bus mit Kaffee, Kuchen und Zeit. Er kommt in Ihre Straße.",
        languages=["de", "bg"],
        is_confirmed=True,
    )
    Tenure.objects.create(
        meeting_point=point, operator=_organisation("Verein Musterhof (Demo)", OrganisationKind.ASSOCIATION)
    )
    districts = {one.slug: one for one in District.objects.all()}
    for weekday, arrives, leaves, place, slug in ROUTE:
        if slug in districts:
            RouteStop.objects.create(
                meeting_point=point,
                weekday=weekday,
                arrives=dt.time(arrives),
                leaves=dt.time(leaves),
                place=place,
                district=districts[slug],
            )
    return point


def _organisation(name: str, kind: str) -> Organisation:
    defaults = {"slug": f"demo-{name.split(' (')[0].lower().replace(' ', '-')}", "kind": kind, "is_demo": True}
    return Organisation.objects.get_or_create(name=name, defaults=defaults)[0]
