"""Somebody who helps, and what she wished for herself."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep


class VolunteerState(models.TextChoices):
    APPLIED = "applied", "angefragt"
    ACTIVE = "active", "aktiv"
    PAUSED = "paused", "pausiert"
    SUSPENDED = "suspended", "gesperrt"
    LEFT = "left", "ausgeschieden"


class Gender(models.TextChoices):
    """As somebody says of herself; asked for where a resident wishes for a woman or a man."""

    UNSAID = "", "keine Angabe"
    FEMALE = "female", "Frau"
    MALE = "male", "Mann"
    DIVERSE = "diverse", "divers"


class Span(models.TextChoices):
    """In what somebody counts how often she comes: Monday to Sunday, or a month of the calendar."""

    WEEK = "week", "Woche"
    MONTH = "month", "Monat"


class Volunteer(models.Model):
    """Somebody who helps in an association. Whom she may be sent to follows from evidence, never from a flag here."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="volunteer")
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="volunteers")
    state = models.CharField(max_length=10, choices=VolunteerState.choices, default=VolunteerState.APPLIED)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="volunteers")
    latitude = models.FloatField()
    longitude = models.FloatField()
    max_distance_m = models.PositiveIntegerField("Weg höchstens (Meter)", default=2500)
    weekly_minutes = models.PositiveSmallIntegerField("Zeit je Woche (Minuten)", default=180)
    most_visits = models.PositiveSmallIntegerField("Besuche höchstens", null=True, blank=True)
    most_visits_in = models.CharField(
        "gezählt je", max_length=5, choices=Span.choices, default=Span.WEEK, db_default=Span.WEEK
    )
    categories = models.ManyToManyField("quarters.Category", related_name="volunteers")
    favourites = ArrayField(
        models.CharField(max_length=12), verbose_name="macht besonders gern", default=list, db_default=[], blank=True
    )
    languages = ArrayField(models.CharField(max_length=5), default=list)
    has_licence = models.BooleanField("Führerschein", default=False)
    has_car = models.BooleanField("eigenes Auto", default=False, db_default=False)
    gender = models.CharField("Geschlecht", max_length=8, choices=Gender.choices, blank=True, default="", db_default="")
    fine_with_pets = models.BooleanField("Tiere in der Wohnung sind in Ordnung", default=True, db_default=True)
    fine_with_smoke = models.BooleanField("Rauch in der Wohnung ist in Ordnung", default=True, db_default=True)
    most_floors = models.PositiveSmallIntegerField(
        "Treppen höchstens (Stockwerke)", null=True, blank=True, help_text="leer: so viele, wie es sind"
    )
    works_on_holidays = models.BooleanField("auch an Feiertagen", default=False, db_default=False)
    shows_family_name = models.BooleanField("Nachname darf genannt werden", default=False)
    badge = models.CharField("Ausweisnummer", max_length=8, blank=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "user", "association", "district", "latitude", "longitude"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "max_distance_m", "weekly_minutes", "languages", "has_licence"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "has_car", "gender", "fine_with_pets", "fine_with_smoke"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "most_floors", "works_on_holidays", "favourites"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "most_visits", "most_visits_in"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "shows_family_name", "badge", "joined_on", "left_on", "state"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="left") | Q(left_on__isnull=False), name="former_volunteer_says_since_when"
            ),
            models.CheckConstraint(
                condition=Q(most_visits=None) | Q(most_visits__gte=1), name="volunteer_comes_at_least_once"
            ),
        ]
        indexes = [models.Index(fields=["district"], name="volunteer_active", condition=Q(state="active"))]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def announced_name(self) -> str:
        """The name a tenant reads: surname only if she agrees, else „Meryem K.“."""
        if self.shows_family_name:
            return self.user.full_name
        if self.user.salutation:
            return f"{self.user.salutation} {self.user.family_name[:1]}."
        return f"{self.user.given_name} {self.user.family_name[:1]}."
