"""The languages that are spoken here, in German words, and the one in which somebody reads our pages.

More are spoken than the pages are written in (`settings.LANGUAGES`): a helper notes them by ear.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from piano.kit.languages import EASY, is_german, spoken

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


def choose_language(user: Any, code: str) -> None:
    """What she reads is what she is written to. One that pages are not written in stays noted: somebody speaks it with her.

    Easy German is read; what she speaks is German.
    """
    if user.page_language and user.page_language != code:
        user.language, user.easy_language = spoken(code), code == EASY
        user.save(update_fields=["language", "easy_language"])


def read_by(request: HttpRequest, person: Any) -> str:
    """In which somebody reads who comes by a message's link: what she chose in this browser, else what she is written to in."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else str(person.reads_in)


def language_of(words: str) -> str:
    """The language of the page on which free words were written, which stay as they are; empty for German, and where there are none."""
    return "" if is_german() or not words else str(get_language())
