"""The words of a message, made when it is handed over: `templates/messages/<reason>[.phone].txt`.

The first line is the subject. On the phone its own words, else the mail's. Languages: docs/decisions/037.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import select_template
from django.templatetags.i18n import BlockTranslateNode
from django.utils import translation

from piano.kit.languages import EASY, UNCHECKED
from piano.kit.words import one_full_stop
from piano.messaging.models import Channel, Message
from piano.messaging.reasons import ReadTogether, Reason, reason_of

LED_ON = re.compile(r":\s+(?=https?://)")  # the address stands below the sentence that leads to it
SENTENCE = re.compile(r"(?<=[^\d\s][.!?؟…“]) +")  # „8. Dezember“ ends none


@dataclass(frozen=True)
class Attachment:
    """A file that goes along where a channel can carry one. `parameters` belong to its media type."""

    name: str
    content: bytes
    media_type: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """`language` is the one that they are written in."""

    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    language: str = settings.LANGUAGE_CODE


def words_for(message: Message, *, row: Any = None, file: Any = None) -> Words:
    """Runs the reason's context; raises what it raises when a row is gone. `row`, `file`: what was read together for its words, and
    for what goes along.
    """
    reason = reason_of(message)
    recipient = message.recipient
    template: Any = select_template(_templates(reason, message))
    language = _language(template.template, message)
    with translation.override(language):  # never two languages in one message
        values = _values(reason, message, row) | {"recipient": recipient}
        text = template.template.render(Context(values, autoescape=False))  # plain text: O'Neill stays O'Neill
        attachments = _attached(message, reason, file)
    text = one_full_stop(text)
    subject, _, body = text.strip().partition("\n")
    return Words(" ".join(subject.split()), _noted(body.strip(), language) + "\n", attachments, language)


def _noted(body: str, language: str) -> str:
    """Easy German says of itself that nobody has checked it (domain 8)."""
    return f"{body}\n\n{UNCHECKED}" if language == EASY else body


def _values(reason: Reason, message: Message, row: Any) -> dict[str, Any]:
    if row is not None and isinstance(reason.context, ReadTogether):
        return reason.context.say(row, message.recipient)
    return reason.context(subject_id(message), message.recipient)


def _templates(reason: Reason, message: Message) -> list[str]:
    name = reason.template or reason.name
    return [
        f"messages/{kind}.txt" for kind in ([f"{name}.phone", name] if message.channel == Channel.PHONE else [name])
    ]


def _language(template: Any, message: Message) -> str:
    """Hers where the words are sentences of the catalogues and she reads them herself; whoever calls reads German."""
    is_translated = bool(template.nodelist.get_nodes_by_type(BlockTranslateNode))
    is_hers = is_translated and message.channel != Channel.PHONE
    return (is_hers and message.recipient.page_language) or settings.LANGUAGE_CODE


def _attached(message: Message, reason: Reason, file: Any) -> tuple[Attachment, ...]:
    """Only a mail carries something."""
    if message.channel != Channel.EMAIL or reason.attach is None:
        return ()
    if file is not None and isinstance(reason.attach, ReadTogether):
        return tuple(reason.attach.say(file, message.recipient))
    return tuple(reason.attach(subject_id(message), message.recipient))


def without_links(body: str) -> list[str]:
    """Paragraphs for the telephone and for paper: each sentence that leads to a link goes, what stands around it stays."""
    found = []
    for part in LED_ON.sub(": ", body.strip()).split("\n\n"):
        lines = (" ".join(one for one in SENTENCE.split(line) if "://" not in one) for line in part.split("\n"))
        found.append("\n".join(line for line in lines if line.strip()))
    return [part for part in found if part]


def subject_id(message: Message) -> int:
    """17 of „offer:17“."""
    return int(message.subject.rpartition(":")[2])
