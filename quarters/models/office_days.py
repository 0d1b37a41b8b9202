"""Single days on which a meeting point's telephone is answered at other times than its weekday says."""

from django.db import models
from django.db.models import F, Q

from piano.kit.audit import audited
from piano.kit.retention import not_personal
from quarters.models.places import MeetingPoint


@audited()
class OfficeDay(models.Model):
    """On this day these lines hold instead of the weekday's, also on a holiday. Without times: nobody is there."""

    meeting_point = models.ForeignKey(
        MeetingPoint, on_delete=models.CASCADE, related_name="office_days", verbose_name="Treffpunkt"
    )
    day = models.DateField("Tag")
    opens = models.TimeField("ab", null=True, blank=True)
    closes = models.TimeField("bis", null=True, blank=True)
    note = models.CharField("Warum", max_length=80, blank=True)

    retention = [not_personal("meeting_point", "day", "opens", "closes", "note")]

    class Meta:
        ordering = ["day", "opens"]
        verbose_name, verbose_name_plural = "Tag mit anderen Zeiten", "Tage mit anderen Zeiten"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting_point", "day", "opens"], name="office_day_once_at_a_time", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
                name="office_day_closes_after_it_opens",
                violation_error_message="„Bis“ liegt nach „ab“. Ist niemand da, bleiben beide leer.",
            ),
        ]

    def __str__(self) -> str:
        times = f"{self.opens:%H:%M}–{self.closes:%H:%M}" if self.opens and self.closes else "geschlossen"
        return f"{self.day:%d.%m.%Y} {times}"
