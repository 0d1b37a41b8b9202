"""Devices that want to be told."""

from django.conf import settings
from django.db import models

from piano.kit.retention import Period, Purpose, keep


class Device(models.Model):
    """One browser of one person: where a push goes, and the two values with which only this browser can open it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    endpoint = models.CharField(max_length=500, unique=True)
    key = models.CharField(max_length=120, help_text="p256dh, base64url")
    auth = models.CharField(max_length=40, help_text="base64url")
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_6, "person", "endpoint", "key", "auth", "added_at", "used_at"),
    ]

    class Meta:
        app_label = "messaging"

    def __str__(self) -> str:
        return f"device {self.pk}"
