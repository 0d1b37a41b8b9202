"""The house's hours of writing, as GWG enters them in the panel."""

import datetime as dt

from django.contrib import admin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from piano.kit.audit import audited
from piano.kit.retention import not_personal

LETTER = "letter"
WRITTEN = [
    ("email", "E-Mail"),
    ("sms", "SMS"),
    ("push", "Nachricht auf das Gerät"),
    (LETTER, "Brief"),
    ("voice", "Anruf vom Band"),
]
CAN_WAIT = [("b", "übliche Nachricht"), ("c", "Übersicht")]  # the urgent class is never held


@audited()
class WritingHours(models.Model):
    """From when to when one channel may bring messages of one class. Without times for Sundays: not on these days.

    A letter disturbs nobody: its row says with `closes` until when it goes to the post on the same working day.
    """

    channel = models.CharField("Weg", max_length=10, choices=WRITTEN)
    message_class = models.CharField("Art der Nachricht", max_length=1, choices=CAN_WAIT)
    opens = models.TimeField("ab")
    closes = models.TimeField("bis")
    sunday_opens = models.TimeField("sonntags und an Feiertagen ab", null=True, blank=True)
    sunday_closes = models.TimeField(
        "sonntags und an Feiertagen bis", null=True, blank=True, help_text="Beide leer: an diesen Tagen gar nicht."
    )
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    retention = [
        not_personal("channel", "message_class", "opens", "closes", "sunday_opens", "sunday_closes", "changed_at")
    ]

    class Meta:
        app_label = "messaging"
        ordering = ["channel", "message_class"]
        verbose_name, verbose_name_plural = "Schreibzeit", "Schreibzeiten"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "message_class"], name="writing_hours_once_per_channel_and_class"
            ),
            models.CheckConstraint(
                condition=Q(message_class__in=[code for code, _ in CAN_WAIT]),
                name="writing_hours_never_hold_the_urgent",
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="writing_hours_close_after_they_open",
                violation_error_message="„Bis“ liegt nach „ab“. Was in der Nacht warten soll, liegt außerhalb.",
            ),
            models.CheckConstraint(
                condition=Q(sunday_opens=None, sunday_closes=None)
                | Q(sunday_opens__isnull=False, sunday_closes__isnull=False, sunday_closes__gt=F("sunday_opens")),
                name="writing_hours_of_sundays_are_whole",
                violation_error_message="Für Sonntage und Feiertage: beide Zeiten, „bis“ nach „ab“, oder beide leer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.get_message_class_display()}"

    @property
    @admin.display(description="wird gebracht")
    def in_words(self) -> str:
        """„Montag bis Samstag 8:00 bis 20:00 Uhr, sonntags und an Feiertagen nicht“."""
        if self.channel == LETTER:
            return f"Was bis {_said(self.closes)} Uhr da ist, geht am selben Werktag zur Post"
        usual = f"Montag bis Samstag {_said(self.opens)} bis {_said(self.closes)} Uhr"
        if self.sunday_opens is None or self.sunday_closes is None:
            return f"{usual}, sonntags und an Feiertagen nicht"
        return f"{usual}, sonntags und an Feiertagen {_said(self.sunday_opens)} bis {_said(self.sunday_closes)} Uhr"


def _said(time: dt.time) -> str:
    return f"{time:%H:%M}".removeprefix("0")
