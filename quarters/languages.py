"""The languages that are spoken here, in German words. More than the pages are written in: a helper notes them by ear."""

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
