"""The languages that are spoken here, in German words, and the one in which somebody reads our pages.

More are spoken than the pages are written in (`settings.LANGUAGES`): a helper notes them by ear.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

SPOKEN = {
    "de": _("Deutsch"),
    "tr": _("Türkisch"),
    "ar": _("Arabisch"),
    "ru": _("Russisch"),
    "uk": _("Ukrainisch"),
    "bg": _("Bulgarisch"),
    "pl": _("Polnisch"),
    "ro": _("Rumänisch"),
    "ku": _("Kurdisch"),
    "fa": _("Persisch und Dari"),
    "ps": _("Paschtu"),
    "so": _("Somali"),
    "ti": _("Tigrinya"),
    "am": _("Amharisch"),
    "sq": _("Albanisch"),
    "sr": _("Serbisch"),
    "hr": _("Kroatisch"),
    "it": _("Italienisch"),
    "es": _("Spanisch"),
    "pt": _("Portugiesisch"),
    "el": _("Griechisch"),
    "en": _("Englisch"),
    "fr": _("Französisch"),
    "vi": _("Vietnamesisch"),
}


def say_language(code: str) -> str:
    """„Türkisch“ for tr; an unknown code as it is."""
    return str(SPOKEN.get(code, code))


def page_language(user: Any) -> str:
    """Of somebody signed in: her own, as far as pages are written in it, else empty."""
    return user.language if user.language in dict(settings.LANGUAGES) else ""


def choose_language(user: Any, code: str) -> None:
    """What she reads is what she is written to. One that pages are not written in stays noted: somebody speaks it with her."""
    if page_language(user) and user.language != code:
        user.language = code
        user.save(update_fields=["language"])
