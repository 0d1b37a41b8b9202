"""Whom a district calls one after another when nobody has taken care of something urgent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class TreePerson(models.Model):
    """One place in a district's phone tree. Who has left it stays as a row, so that it can be taken back."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    district = models.ForeignKey("quarters.District", on_delete=models.CASCADE, related_name="phone_tree")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="phone_trees")
    who = models.CharField(max_length=120, blank=True, help_text="wer das ist: „Vorstand des Vereins“")
    position = models.PositiveSmallIntegerField()
    hears_of_gaps = models.BooleanField(
        default=True, help_text="erfährt, wenn für einen Besuch noch niemand gefunden ist"
    )
    left_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.DUTY, Period.YEARS_3, "district", "person", "who"),
        not_personal("reference", "position", "hears_of_gaps", "left_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "person"], condition=Q(left_at=None), name="once_in_the_phone_tree_of_a_district"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.position}: {self.person}"
