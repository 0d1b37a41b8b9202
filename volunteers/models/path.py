"""The way of somebody from the first word to the first visit: which steps it has, and each one taken, by whom and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.audit import audited
from piano.kit.fields import EncryptedTextField
from piano.kit.photos import PHOTO_FIELDS, StoredPhoto
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models import Level
from volunteers.models.allowing import Evidence
from volunteers.models.interest import Interest
from volunteers.models.volunteer import Volunteer


class Step(models.TextChoices):
    """In the order in which they are usually taken. What was seen of a paper is kept as `Evidence`."""

    TALK = "talk", "Gespräch"
    RULES = "rules", "Regeln besprochen"
    REFERENCES = "references", "Referenzen"
    IDENTITY = "identity", "Ausweis gesehen"
    SECRECY = "secrecy", "Verschwiegenheit unterschrieben"
    RECORD = "record", "Führungszeugnis gesehen"
    EXTENDED_RECORD = "extended_record", "erweitertes Führungszeugnis gesehen"
    INSURANCE = "insurance", "Versicherung geklärt"
    TRAINING = "training", "Einführung besucht"
    CARD = "card", "Ausweis mit Foto ausgegeben"
    FIRST_VISIT = "first_visit", "Erster Besuch zu zweit"


class CameBy(models.TextChoices):
    WEB = "web", "im Internet"
    PAPER = "paper", "mit dem Zettel"
    DOOR = "door", "im Treffpunkt"
    PHONE = "phone", "am Telefon"
    LIST = "list", "von einer Liste"


class WhyEnded(models.TextChoices):
    """Never more than this: what was said stays between two people."""

    WITHDREW = "withdrew", "möchte doch nicht"
    UNREACHED = "unreached", "nicht erreicht"
    ELSEWHERE = "elsewhere", "hilft anderswo mit"
    NOT_FITTING = "not_fitting", "passt nicht"


@audited()
class PathRule(models.Model):
    """A step that somebody needs who helps on this level (domain 2). What a visit asks for is checked beside it, each time."""

    LEVELS = [
        (Level.A, "im Treffpunkt"),
        (Level.B, "draußen und an der Tür"),
        (Level.C, "in der Wohnung"),
        (Level.D, "bei Kindern und Menschen mit Behinderung"),
    ]
    level = models.CharField("hilft", max_length=1, choices=LEVELS)
    step = models.CharField("braucht", max_length=20, choices=Step.choices)

    retention = [not_personal("level", "step")]

    class Meta:
        ordering = ["level", "pk"]
        verbose_name, verbose_name_plural = "Schritt der Aufnahme", "Schritte der Aufnahme"
        constraints = [models.UniqueConstraint(fields=["level", "step"], name="path_rule_once_per_level_and_step")]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.get_step_display()}"


class Path(models.Model):
    """Somebody on her way. Until the talk she is an `Interest` and nothing else; from then on she has a file."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    interest = models.OneToOneField(Interest, on_delete=models.SET_NULL, null=True, blank=True, related_name="path")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, null=True, blank=True, related_name="paths")
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey(
        "quarters.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    level = models.CharField("möchte helfen", max_length=1, choices=PathRule.LEVELS)
    came_by = models.CharField("kam", max_length=10, choices=CameBy.choices)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    active_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    why_ended = models.CharField(max_length=12, choices=WhyEnded.choices, blank=True, default="")

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "volunteer", "district", "association", "level", "came_by"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "interest", "begun_by", "ended_by", "why_ended"),
        keep(Purpose.CONTACT, Period.MONTHS_6, "interest", "begun_by", "ended_by", "why_ended", of="ohne Aufnahme"),
        not_personal("reference", "begun_at", "active_at", "ended_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(why_ended=""), name="path_that_ended_says_why"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["district", "begun_at"], name="path_open", condition=Q(active_at=None))]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.active_at is None and self.ended_at is None

    @property
    def name(self) -> str:
        """Hers as the file says it, before that as she wrote it."""
        if self.volunteer is not None:
            return self.volunteer.user.full_name
        return self.interest.name if self.interest is not None else ""


class StepTaken(models.Model):
    """One step: on which day, noted by whom and when. What was taken back stays, with who took it back."""

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=20, choices=Step.choices)
    taken_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.CharField("Fassung des Textes", max_length=12, blank=True, default="")
    words = EncryptedTextField("Vermerk", blank=True, default="")
    evidence = models.ForeignKey(Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "path", "step", "taken_on", "noted_by", "words", "evidence"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "undone_by"),
        keep(Purpose.CONTACT, Period.MONTHS_6, "path", "step", "taken_on", "noted_by", "words", of="ohne Aufnahme"),
        keep(Purpose.VOLUNTEERING, Period.MONTHS_3, "path", "step", "taken_on", "noted_by", of="Führungszeugnis"),
        not_personal("noted_at", "version", "undone_at"),
    ]

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "step"], condition=Q(undone_at=None), name="step_of_a_path_is_taken_once"
            ),
            models.CheckConstraint(condition=~Q(step="secrecy") | ~Q(version=""), name="secrecy_names_its_version"),
        ]

    def __str__(self) -> str:
        return f"{self.path_id} {self.step}"


class CardPhoto(StoredPhoto):
    """Her face on the card that she shows at the door. It goes with her farewell; the number stays `Volunteer.badge`."""

    volunteer = models.OneToOneField(Volunteer, on_delete=models.CASCADE, related_name="card_photo")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.VOLUNTEERING, Period.MONTHS_3, "volunteer", "added_by", *PHOTO_FIELDS),
    ]
