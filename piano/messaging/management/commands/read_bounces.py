"""`manage.py read_bounces FILE|-`: tells the outbox which mails came back. A mail server pipes them in, or cron hands over a mailbox."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from piano.kit import clock
from piano.messaging.channels.email.bounces import read_bounces


class Command(BaseCommand):
    help = (
        "Liest zurückgekommene Mails (RFC 3464) aus einem Postfach im mbox-Format, einer einzelnen Mail, oder von „-“."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            raw = sys.stdin.buffer.read() if options["file"] == "-" else Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"„{options['file']}“ lässt sich nicht lesen: {error.strerror}.") from error
        ours, read = read_bounces(raw, now=clock.now())
        self.stdout.write(f"{read} gelesen, {ours} zu unseren Nachrichten")
