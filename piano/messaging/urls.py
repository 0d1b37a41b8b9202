"""Addresses for machines."""

from django.urls import path

from piano.messaging import health

app_name = "messaging"
urlpatterns = [path("health/live", health.live, name="live"), path("health/ready", health.ready, name="ready")]
