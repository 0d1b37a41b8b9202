"""Numbered points at which a test may end the process, as a power cut would. They do nothing outside test settings."""

import os

from django.conf import settings


def point(name: str) -> None:
    """Ends the process here when the test asked for it in PIANO_FAULT."""
    if settings.IS_TEST and os.environ.get("PIANO_FAULT") == name:
        os._exit(137)
