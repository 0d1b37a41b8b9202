"""Addresses for machines, and for the devices of people."""

from django.urls import path

from piano.messaging import health, metrics
from piano.messaging.channels.push import views as push
from piano.messaging.channels.voice import views as voice
from piano.messaging.digest import views as digest
from piano.messaging.gateway import callbacks

app_name = "messaging"
urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("gateway/<slug:name>/receipt", callbacks.receipt, name="receipt"),
    path("gateway/voice/spoken/<str:token>", voice.spoken, name="spoken"),
    path("uebersicht/ende/<str:token>/", digest.leave, name="leave"),
    path("geraet/an/", push.add, name="add_device"),
    path("geraet/aus/", push.remove, name="remove_device"),
]
