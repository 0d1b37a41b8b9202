"""Addresses for machines."""

from django.urls import path

from piano.messaging import health
from piano.messaging.gateway import callbacks

app_name = "messaging"
urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("gateway/<slug:name>/receipt", callbacks.receipt, name="receipt"),
]
