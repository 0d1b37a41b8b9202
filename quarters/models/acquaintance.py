"""That somebody of us knows a resident: who met her, when, and what was talked about."""

from django.conf import settings
from django.db import models

from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep
from quarters.models.people import Resident


class Acquaintance(models.Model):
    """One per resident. `met_on` is the first talk, `visited_on` the first visit at home, before anybody enters the flat."""

    resident = models.OneToOneField(Resident, on_delete=models.CASCADE, related_name="acquaintance")
    met_on = models.DateField("kennengelernt am")
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    visited_on = models.DateField("Erstbesuch am", null=True, blank=True)
    identity_seen = models.BooleanField("Ausweis oder Wohnung gesehen", default=False)
    limits_explained = models.BooleanField("Grenzen erklärt", default=False)
    guardian = models.CharField("gesetzliche Betreuung", max_length=120, blank=True)
    pets = models.CharField("Tiere", max_length=60, blank=True)
    smokes = models.BooleanField("Es wird geraucht", null=True, blank=True)
    key_rule = EncryptedTextField("Schlüssel", blank=True, default="")

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "resident", "met_on", "met_by", "visited_on", "identity_seen"),
        keep(Purpose.HELP, Period.MONTHS_12, "limits_explained", "guardian", "pets", "smokes", "key_rule"),
    ]

    def __str__(self) -> str:
        return f"{self.resident} {self.met_on}"
