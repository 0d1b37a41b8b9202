"""Every message in every language and on every channel, made by what really makes them, of invented values. Sends nothing."""

import re
from dataclasses import dataclass, replace

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.messaging.channels import all_channels
from piano.messaging.channels.email.html import as_html
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.routes import LAST_RESORT
from piano.messaging.words import words_for
from requests.messages.sample import sample_person, sample_values

HTML, CODE = "html", "anmelden"
GERMAN = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Shown:
    """One message as it arrives. `html` is set instead of `text` where it is laid out; `other` are its other words, if any."""

    reason: str
    channel: str
    way: str
    written_in: str
    text: str
    html: SafeString
    other: str

    @property
    def spoken(self) -> str:
        """The name of the language in which it is written, in its own words."""
        return str(dict(settings.LANGUAGES)[self.written_in])

    @property
    def subject(self) -> str:
        """The first line, where the way has one of its own."""
        return self.text.partition("\n\n")[0] if "\n\n" in self.text else ""

    @property
    def body(self) -> str:
        return self.text.partition("\n\n")[2] if self.subject else self.text

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.written_in)["bidi"] else "ltr"


@dataclass(frozen=True)
class Group:
    """One message with its German subject."""

    reason: str
    title: str
    rows: list[Shown]


def ways() -> list[tuple[str, str]]:
    """Each way that words take, with its name; a mail has two looks."""
    found = [(channel.name, channel.label) for channel in all_channels().values()]
    at = [name for name, _label in found].index("email") + 1
    return [*found[:at], (HTML, _("E-Mail, gestaltet")), *found[at:]]


def titles() -> list[tuple[str, str]]:
    """Each message with its subject in German, in the order of the subjects."""
    found = [(name, _title(reason)) for name, reason in REASONS.items()]
    return [(CODE, _("Ihr Code zum Anmelden")), *sorted(found, key=lambda one: one[1])]


def _title(reason: Reason) -> str:
    subject = words_for(_sample(reason, GERMAN, "phone" if reason.is_called else "email")).subject
    return _("Anruf: {subject}").format(subject=subject) if reason.is_called else subject


def show(name: str, language: str, channel: str) -> Shown | None:
    """None where this message never goes this way. Raises `KeyError` for a name or a way that is not known."""
    way = dict(ways())[channel]
    if name == CODE:
        return _sign_in_code(language, channel, way)
    reason, real = REASONS[name], "email" if channel == HTML else channel
    line = all_channels()[real]
    if (reason.is_called and real != LAST_RESORT) or not line.carries(reason):
        return None
    message = _sample(reason, language, real)
    words = words_for(message)
    second = _sample(reason, language, real, is_other=True)
    text, other = line.shown(message, words), line.shown(second, words_for(second))
    other = "" if other == text else other
    if channel == HTML:
        return Shown(name, channel, way, words.language, "", _inert(as_html(words)), other)
    return Shown(name, channel, way, words.language, text, mark_safe(""), other)


def _sample(reason: Reason, language: str, channel: str, *, is_other: bool = False) -> Message:
    """A message that nobody owes and no table knows."""
    person = sample_person(language)
    message = Message(reason=reason.name, subject="sample:0", recipient=person, channel=channel, pk=0)
    message.message_class, message.message_id = reason.message_class, "<sample>"
    values = lambda pk, recipient: sample_values(is_other=is_other)  # noqa: E731  as reasons have it
    message.sample = replace(reason, context=values, attach=None)
    return message


def _inert(html: str) -> SafeString:
    """What stands between the body's tags, with links that lead nowhere."""
    body = html.partition("<body>")[2].partition("</body>")[0]
    return mark_safe(re.sub(r'<a href="[^"]*">', "<a>", body))  # noqa: S308  its words are escaped by `as_html`


def _sign_in_code(language: str, channel: str, way: str) -> Shown | None:
    """The mail of the sign-in pages, which is no message of the outbox: it is asked for and goes at once."""
    if channel != "email":
        return None
    seconds = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    values = {"code": "1234-5678", "minutes": seconds // 60, "until": clock.now(), "site_url": settings.SITE_URL}
    with translation.override(language):
        subject = render_to_string("account/email/login_code_subject.txt", values).strip()
        body = render_to_string("account/email/login_code_message.txt", values)
    return Shown(CODE, channel, way, language, f"{subject}\n\n{body}", mark_safe(""), "")


def show_all(names: list[str], languages: list[str], channels: list[str]) -> list[Group]:
    """Each message with all of it that there is. What no language changes (a caller reads German) stands there once."""
    said = dict(titles())
    return [Group(name, said[name], _rows(name, languages, channels)) for name in names]


def _rows(name: str, languages: list[str], channels: list[str]) -> list[Shown]:
    found: dict[tuple[str, str], Shown] = {}
    for language in languages:
        for channel in channels:
            one = show(name, language, channel)
            if one is not None:
                found.setdefault((one.channel, one.written_in), one)
    return list(found.values())
