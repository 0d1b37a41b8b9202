"""What is built, and what is kept of it: measures, photos of rooms, letters that left the house, defects of the acceptance."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from piano.kit.photos import PHOTO_FIELDS, StoredPhoto
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models.conversions import Conversion
from quarters.models.homes import Standard


class ChosenMeasure(models.Model):
    """A measure of the catalogue that is wanted in this flat."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="measures")
    code = models.CharField(max_length=30)
    standard = models.CharField(max_length=5, choices=Standard.choices, default=Standard.PLAIN)

    retention = [not_personal("conversion", "code", "standard")]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["conversion", "code"], name="measure_chosen_once")]

    def __str__(self) -> str:
        return self.code


class Defect(models.Model):
    """What was not in order at the acceptance, and who saw when that it is."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="defects")
    room = models.CharField(max_length=10)
    words = models.CharField(max_length=300)
    found_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "closed_by"),
        not_personal("conversion", "room", "words", "found_on", "closed_on"),
    ]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("found_on")), name="defect_closed_after_it_was_found"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class ConversionLetter(models.Model):
    """A letter that has left the house: which one, and when somebody posted it."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20)
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "posted_by"),
        not_personal("conversion", "kind", "posted_at"),
    ]

    class Meta:
        ordering = ["posted_at"]

    def __str__(self) -> str:
        return self.kind


class RoomPhoto(StoredPhoto):
    """A room before or after, never a person. The landlord may see it."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="photos")
    room = models.CharField(max_length=10)

    retention = [keep(Purpose.CONVERSION, Period.MONTHS_12, "reference", "conversion", "room", *PHOTO_FIELDS)]

    class Meta:
        ordering = ["pk"]
