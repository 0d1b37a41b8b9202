"""Volunteers, their times, their evidence, what their association offers, and who would like to join."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from piano.kit.audit import audited
from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.languages import say_language
from quarters.models import Who


class VolunteerState(models.TextChoices):
    APPLIED = "applied", "angefragt"
    ACTIVE = "active", "aktiv"
    PAUSED = "paused", "pausiert"
    LEFT = "left", "ausgeschieden"


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
    categories = models.ManyToManyField("quarters.Category", related_name="volunteers")
    languages = ArrayField(models.CharField(max_length=5), default=list)
    has_licence = models.BooleanField("Führerschein und Auto", default=False)
    shows_family_name = models.BooleanField("Nachname darf genannt werden", default=False)
    badge = models.CharField("Ausweisnummer", max_length=8, blank=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "user", "association", "district", "latitude", "longitude"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "max_distance_m", "weekly_minutes", "languages", "has_licence"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "shows_family_name", "badge", "joined_on", "left_on", "state"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="left") | Q(left_on__isnull=False), name="former_volunteer_says_since_when"
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


class Availability(models.Model):
    """A weekly span of local wall time in which somebody usually can. Monday is 0."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="availabilities")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    retention = [keep(Purpose.VOLUNTEERING, Period.YEARS_3, "volunteer", "weekday", "starts", "ends")]

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6), ends__gt=F("starts")), name="availability_is_a_span_of_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}-{self.ends:%H:%M}"


class Absence(models.Model):
    """Days on which somebody cannot, both included."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()

    retention = [keep(Purpose.VOLUNTEERING, Period.MONTHS_12, "volunteer", "first_day", "last_day")]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class EvidenceKind(models.TextChoices):
    """What was seen, never a copy of it (domain 4: no upload of a Führungszeugnis)."""

    RULES = "rules", "Regeln angenommen"
    IDENTITY = "identity", "Ausweis gesehen"
    SECRECY = "secrecy", "Verschwiegenheit unterschrieben"
    RECORD = "record", "Führungszeugnis gesehen, kein Eintrag"
    EXTENDED_RECORD = "extended_record", "erweitertes Führungszeugnis gesehen, kein Eintrag"
    INSURANCE = "insurance", "Versicherung geklärt"
    LICENCE = "licence", "Führerschein gesehen"
    TRAINING = "training", "Schulung (Demenz, Entlastung)"


class Evidence(models.Model):
    """Something that was shown to somebody who checked it, valid on the days from `valid_from` before `valid_until`."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "volunteer", "kind", "valid_from", "valid_until", "checked_by"),
        keep(Purpose.VOLUNTEERING, Period.MONTHS_3, "volunteer", "kind", "checked_by", of="Führungszeugnis"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="evidence_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"


@audited()
class Scope(models.Model):
    """Who of an association may do a category: an association decides this itself (domain 2). No row: the category's own rule."""

    NOT_OFFERED = "not_offered"
    association = models.ForeignKey("quarters.Organisation", on_delete=models.CASCADE, related_name="scopes")
    category = models.ForeignKey("quarters.Category", on_delete=models.CASCADE, related_name="scopes")
    who = models.CharField(max_length=12, choices=[*Who.choices, (NOT_OFFERED, "bieten wir nicht an")])

    retention = [not_personal("association", "category", "who")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "category"], name="scope_once_per_association_and_category"),
        ]

    def __str__(self) -> str:
        return f"{self.association}: {self.category} {self.who}"


class Interest(models.Model):
    """Somebody would like to join, or stands on an association's list. It reaches the helper; nobody becomes eligible by it.

    `digest` is what makes two lines of a list the same (volunteers.importing); who wrote herself has none.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    name = models.CharField("Ihr Name", max_length=120)
    phone = models.CharField("Telefon", max_length=20, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="interests")
    categories = models.ManyToManyField("quarters.Category", blank=True, related_name="+")
    words = EncryptedTextField("Was möchten Sie uns sagen?", blank=True, default="")
    address = models.CharField("Straße", max_length=160, blank=True, default="")
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    times = models.CharField("Wann", max_length=200, blank=True, default="")
    association = models.ForeignKey(
        "quarters.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_6, "name", "phone", "email", "district", "words", "answered_by"),
        keep(Purpose.CONTACT, Period.MONTHS_6, "address", "languages", "times", "association", "digest"),
        not_personal("reference", "created_at", "answered_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="interest_can_be_answered"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_from_a_list(self) -> bool:
        return self.digest is not None

    @property
    def language_names(self) -> list[str]:
        return [say_language(code) for code in self.languages]
