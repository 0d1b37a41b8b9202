"""How a person wants what can wait, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Waits(models.TextChoices):
    AT_ONCE = "now", _("Gleich, jedes für sich")
    DAILY = "daily", _("Zusammen in einer E-Mail am Tag")
    WEEKLY = "weekly", _("Zusammen in einer E-Mail am Montag")
    NEVER = "never", _("Gar nicht")
