"""How a person wants what can wait, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Waits(models.TextChoices):
    AT_ONCE = "now", _("gleich")
    DAILY = "daily", _("einmal am Tag, zusammen in einer E-Mail")
    WEEKLY = "weekly", _("einmal in der Woche, am Montag, zusammen in einer E-Mail")
    NEVER = "never", _("gar nicht")
