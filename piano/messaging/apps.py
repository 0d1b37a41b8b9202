from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MessagingConfig(AppConfig):
    name = "piano.messaging"
    label = "messaging"
    verbose_name = "Nachrichten"

    def ready(self) -> None:
        autodiscover_modules("figures")  # what a monitor hears of every room
        autodiscover_modules("sweeps")  # every room's `sweeps.py` registers itself, so that no process runs without it
