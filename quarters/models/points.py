"""What belongs to a meeting point beside its hours: who runs it and where, its stops, its photos, its last changes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from piano.kit.audit import audited
from piano.kit.photos import StoredPhoto
from piano.kit.retention import Period, Purpose, keep, not_personal
from piano.kit.weekdays import WEEKDAYS
from quarters.models.places import MeetingPoint


class Access(models.TextChoices):
    """Whether one gets in without a step."""

    YES = "yes", _("ohne Stufe")
    RAMP = "ramp", _("mit Rampe, bitte klingeln")
    ONE = "one", _("eine Stufe")
    NO = "no", _("mehrere Stufen")


class Toilet(models.TextChoices):
    WHEELCHAIR = "wheelchair", _("ja, auch mit Rollstuhl")
    YES = "yes", _("ja, nicht mit Rollstuhl")
    NO = "no", _("nein")


class Loop(models.TextChoices):
    """A hearing loop: who wears a hearing aid understands."""

    YES = "yes", _("ja")
    NO = "no", _("nein")


@audited()
class Tenure(models.Model):
    """Who runs a meeting point, whose house it is, and where, from one day until another (exclusive; None: open).

    Two never overlap. A gap is allowed: nobody knows everything of earlier years. What one finds on the way and at the
    door belongs to the address.
    """

    meeting_point = models.ForeignKey(
        MeetingPoint, on_delete=models.CASCADE, related_name="tenures", verbose_name="Treffpunkt"
    )
    operator = models.ForeignKey(
        "quarters.Organisation",
        on_delete=models.PROTECT,
        related_name="operated_tenures",
        verbose_name="Betreiber",
        null=True,
        blank=True,
    )
    landlord = models.ForeignKey(
        "quarters.Organisation",
        on_delete=models.PROTECT,
        related_name="let_tenures",
        verbose_name="Vermieter",
        null=True,
        blank=True,
    )
    street = models.CharField("Straße und Hausnummer", max_length=80, blank=True)
    postcode = models.CharField("Postleitzahl", max_length=5, blank=True)
    latitude = models.FloatField("Breite", null=True, blank=True)
    longitude = models.FloatField("Länge", null=True, blank=True)
    nearest_stop = models.CharField("Nächste Haltestelle", max_length=120, blank=True)
    step_free = models.CharField("Eingang", max_length=10, choices=Access.choices, blank=True)
    toilet = models.CharField("Toilette", max_length=10, choices=Toilet.choices, blank=True)
    hearing_loop = models.CharField("Höranlage", max_length=10, choices=Loop.choices, blank=True)
    valid_from = models.DateField("gilt ab", null=True, blank=True)
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [
        not_personal("meeting_point", "operator", "landlord", "street", "postcode", "latitude", "longitude"),
        not_personal("nearest_stop", "step_free", "toilet", "hearing_loop", "valid_from", "valid_until"),
    ]

    class Meta:
        ordering = [F("valid_from").asc(nulls_first=True)]
        verbose_name, verbose_name_plural = "Betrieb und Ort", "Betrieb und Ort"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="tenure_ends_after_it_begins",
                violation_error_message="„Gilt bis“ liegt nach „gilt ab“.",
            ),
            ExclusionConstraint(
                name="tenures_of_a_meeting_point_never_overlap",
                expressions=[
                    ("meeting_point", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_until", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="In dieser Zeit steht schon ein anderer Betreiber oder Ort da.",
            ),
        ]

    def __str__(self) -> str:
        return self.street or str(self.operator or _("ohne Adresse"))


@audited()
class RouteStop(models.Model):
    """A stop on the weekly way of a meeting point that drives: a weekday (0 is Monday), a span of local time, a place."""

    meeting_point = models.ForeignKey(
        MeetingPoint, on_delete=models.CASCADE, related_name="stops", verbose_name="Treffpunkt"
    )
    weekday = models.PositiveSmallIntegerField("Wochentag", choices=WEEKDAYS)
    arrives = models.TimeField("ab")
    leaves = models.TimeField("bis")
    place = models.CharField("Wo", max_length=120)
    district = models.ForeignKey(
        "quarters.District", on_delete=models.PROTECT, related_name="route_stops", verbose_name="Stadtteil"
    )
    latitude = models.FloatField("Breite", null=True, blank=True)
    longitude = models.FloatField("Länge", null=True, blank=True)

    retention = [
        not_personal("meeting_point", "weekday", "arrives", "leaves", "place", "district", "latitude", "longitude")
    ]

    class Meta:
        ordering = ["weekday", "arrives"]
        verbose_name, verbose_name_plural = "Halt", "Halte"
        constraints = [
            models.UniqueConstraint(fields=["meeting_point", "weekday", "arrives"], name="one_stop_at_a_time"),
            models.CheckConstraint(condition=Q(leaves__gt=F("arrives")), name="stop_leaves_after_it_arrives"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="stop_is_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.arrives:%H:%M} {self.place}"


PHOTO_AUDIT = ("meeting_point", "position", "added_at", "removed_at")


@audited(fields=PHOTO_AUDIT)
class PointPhoto(StoredPhoto):
    """A photo of a meeting point. `removed_at`: taken off the page, and gone for good 30 days later."""

    MOST = 6

    meeting_point = models.ForeignKey(
        MeetingPoint, on_delete=models.CASCADE, related_name="photos", verbose_name="Treffpunkt"
    )
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0, db_default=0)
    removed_at = models.DateTimeField("entfernt", null=True, blank=True)

    retention = [
        keep(Purpose.CONTACT, Period.DAYS_30, "large", "small", "description", "digest", of="entfernte Fotos"),
        not_personal("meeting_point", "position", "width", "height", "added_at", "removed_at"),
        not_personal("large", "small", "description", "digest"),
    ]

    class Meta:
        ordering = ["position", "pk"]
        verbose_name, verbose_name_plural = "Foto", "Fotos"
        constraints = [
            models.CheckConstraint(condition=~Q(description=""), name="photo_says_what_is_seen"),
            models.UniqueConstraint(
                fields=["meeting_point", "digest"], condition=Q(removed_at=None), name="photo_once_per_meeting_point"
            ),
        ]


class PointChange(models.Model):
    """What was changed on a meeting point, and how it was before: for taking it back. `before` is plain data."""

    class What(models.TextChoices):
        WORDS = "words", _("Angaben")
        HOURS = "hours", _("Öffnungszeiten")
        DAYS = "days", _("Tage mit anderen Zeiten")
        ROUTE = "route", _("Wochenroute")
        PHOTO = "photo", _("Fotos")

    meeting_point = models.ForeignKey(MeetingPoint, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    before = models.JSONField()
    after = models.JSONField()
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    retention = [not_personal("meeting_point", "what", "before", "after", "made_at", "undone_at")]

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.made_at:%d.%m.%Y %H:%M}"
