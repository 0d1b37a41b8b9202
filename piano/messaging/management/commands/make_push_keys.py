"""`manage.py make_push_keys`: a new pair for web push. Changing it ends every subscription, so make it once."""

from typing import Any

from django.core.management.base import BaseCommand

from piano.messaging.channels.push.vapid import make_key, public_of


class Command(BaseCommand):
    help = "Macht ein Schlüsselpaar für Nachrichten auf Geräte und schreibt es auf die Ausgabe."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        private = make_key()
        self.stdout.write(f"PIANO_PUSH_KEY={private}\n# öffentlich: {public_of(private)}")
