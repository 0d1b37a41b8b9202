"""The numbered log of a day, as associations keep it on paper: one book per district and day, and its lines."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep, not_personal


class DayBook(models.Model):
    """One day of one district. Once it is closed, a trigger takes no more lines; what comes later stands in the next day's."""

    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.MONTHS_12, "closed_by", "closed_at"),
        not_personal("district", "day"),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "day"], name="one_day_book_per_district_and_day")]

    def __str__(self) -> str:
        return f"{self.district_id} {self.day}"


class LineKind(models.TextChoices):
    REQUEST = "request", "Anfrage"
    REFERRAL = "referral", "Weiterleitung"
    NOTE = "note", "Eintrag"


class DayLine(models.Model):
    """A numbered line. `reference` names a request or referral, whose words stay there; `words` are a helper's own."""

    book = models.ForeignKey(DayBook, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=LineKind.choices)
    reference = models.CharField(max_length=10, blank=True)
    words = EncryptedTextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    retention = [keep(Purpose.PROOF, Period.MONTHS_12, "book", "number", "kind", "reference", "words", "by", "at")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="day_line_number_once_per_book"),
            models.UniqueConstraint(
                fields=["kind", "reference"], condition=~Q(reference=""), name="one_day_line_per_request_or_referral"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.number}"
