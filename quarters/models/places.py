"""Districts, the names people give their quarter, buildings, meeting points."""

import datetime as dt
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from piano.kit.audit import audited
from piano.kit.retention import not_personal
from piano.kit.weekdays import WEEKDAYS


@audited()
class District(models.Model):
    """An official district (in Kassel an Ortsbezirk, numbers 1 to 25 without 24; domain 1.1). Roles cover districts."""

    city = models.CharField("Stadt", max_length=60)
    number = models.PositiveSmallIntegerField("Nummer")
    name = models.CharField("Name", max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    latitude = models.FloatField("Breite")
    longitude = models.FloatField("Länge")
    postcodes = models.CharField("Postleitzahlen", max_length=80, blank=True)
    has_landlord_stock = models.BooleanField("Wohnungen der GWG", default=False)
    state = models.CharField(
        "Land", max_length=2, default="HE", db_default="HE", help_text="zum Beispiel HE für Hessen"
    )
    phone = models.CharField(
        "Rufnummer",
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="die eine Nummer, die Tag und Nacht gilt; leer: die des Treffpunkts",
    )

    retention = [
        not_personal("city", "number", "name", "slug", "latitude", "longitude", "postcodes", "has_landlord_stock"),
        not_personal("phone", "state"),
    ]

    class Meta:
        ordering = ["city", "number"]
        verbose_name, verbose_name_plural = "Stadtteil", "Stadtteile"
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="district_number_once_per_city"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="district_pin_is_on_earth"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class Quarter(models.Model):
    """An everyday name inside a district: Mattenberg, Nordstadt. People say it; it is found, and leads to its district."""

    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="quarters", verbose_name="Stadtteil")
    name = models.CharField("Name", max_length=80)
    slug = models.SlugField(max_length=80)

    retention = [not_personal("district", "name", "slug")]

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = "Quartiersname", "Quartiersnamen"
        constraints = [models.UniqueConstraint(fields=["district", "slug"], name="quarter_name_once_per_district")]

    def __str__(self) -> str:
        return self.name


@audited(pghistory.UpdateEvent(), pghistory.DeleteEvent())  # a new house would tell whose address was typed when
class Building(models.Model):
    """A house. The district stands here, never derived from the postcode (domain 1.1)."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="buildings", verbose_name="Stadtteil")
    street = models.CharField("Straße", max_length=80)
    house_number = models.CharField("Hausnummer", max_length=10)
    postcode = models.CharField("Postleitzahl", max_length=5, blank=True)
    city = models.CharField("Ort", max_length=60)
    latitude = models.FloatField("Breite", null=True, blank=True)
    longitude = models.FloatField("Länge", null=True, blank=True)
    has_lift = models.BooleanField("Aufzug", null=True, blank=True)
    landlord = models.ForeignKey(
        "quarters.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="buildings"
    )

    retention = [
        not_personal("district", "street", "house_number", "postcode", "city", "latitude", "longitude"),
        not_personal("has_lift", "landlord"),
    ]

    class Meta:
        ordering = ["street", "house_number"]
        verbose_name, verbose_name_plural = "Haus", "Häuser"
        constraints = [
            models.UniqueConstraint(fields=["city", "street", "house_number"], name="building_once_per_address"),
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.house_number}"

    @property
    def postal_lines(self) -> list[str]:
        """For an envelope."""
        return [f"{self.street} {self.house_number}", f"{self.postcode} {self.city}".strip()]

    @property
    def address(self) -> str:
        return f"{self.street} {self.house_number}, {self.postcode} {self.city}".replace(" ,", ",").replace("  ", " ")

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude, of the house or else of its district's pin."""
        if self.latitude is not None and self.longitude is not None:
            return self.latitude, self.longitude
        return self.district.latitude, self.district.longitude


class MeetingPointQuerySet(models.QuerySet["MeetingPoint"]):
    def open_on(self, day: dt.date) -> Any:
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day))

    def at_an_address(self, day: dt.date) -> Any:
        """Those that there are on this day and whose address is known; each has `street` and `postcode`."""
        tenures = self.model._meta.get_field("tenures").related_model.objects.filter(  # type: ignore[union-attr]
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gt=day),
            meeting_point=OuterRef("pk"),
        )
        address = {name: Subquery(tenures.values(name)[:1]) for name in ("street", "postcode")}
        return self.open_on(day).annotate(**address).exclude(Q(street="") | Q(street=None))


@audited()
class MeetingPoint(models.Model):
    """A place where people come together, for as long as there is one. Who runs it, whose house it is and where stands in
    dated rows (`Tenure`): meeting points open, move, close and change hands (domain 1.2).
    """

    name = models.CharField("Name", max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="meeting_points", verbose_name="Stadtteil"
    )
    phone = models.CharField("Telefon", max_length=20, blank=True)
    hours = models.CharField("Öffnungszeiten", max_length=200, blank=True)
    about = models.CharField("Was es dort gibt", max_length=400, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5), verbose_name="Sprachen", default=list, db_default=[], blank=True
    )
    valid_from = models.DateField("gilt ab", null=True, blank=True)
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)
    moved_to = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        related_name="came_from",
        verbose_name="danach",
        null=True,
        blank=True,
        help_text="der Treffpunkt, den es statt dieses gibt",
    )
    is_confirmed = models.BooleanField("vom Betreiber bestätigt", default=False)

    retention = [
        not_personal("name", "slug", "district", "phone", "hours", "about", "languages"),
        not_personal("valid_from", "valid_until", "moved_to", "is_confirmed"),
    ]
    objects = MeetingPointQuerySet.as_manager()

    class Meta:
        ordering = ["district__number", "name"]
        verbose_name, verbose_name_plural = "Treffpunkt", "Treffpunkte"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="meeting_point_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(moved_to=F("id")),
                name="meeting_point_moved_elsewhere",
                violation_error_message="Ein Treffpunkt zieht nicht zu sich selbst um.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("quarters:meeting_point", args=[self.slug])


@audited()
class OfficeHours(models.Model):
    """When somebody answers the telephone of a meeting point: a weekday (0 is Monday) and a span of local time.

    Where a meeting point has none, the usual hours of working days count (`quarters.office_hours`); on holidays nobody
    is there.
    """

    meeting_point = models.ForeignKey(
        MeetingPoint, on_delete=models.CASCADE, related_name="office_hours", verbose_name="Treffpunkt"
    )
    weekday = models.PositiveSmallIntegerField("Wochentag", choices=WEEKDAYS)
    opens = models.TimeField("ab")
    closes = models.TimeField("bis")

    retention = [not_personal("meeting_point", "weekday", "opens", "closes")]

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name, verbose_name_plural = "Bürozeit", "Bürozeiten"
        constraints = [
            models.UniqueConstraint(fields=["meeting_point", "weekday", "opens"], name="office_opens_once_at_a_time"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="office_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="office_hours_are_of_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
