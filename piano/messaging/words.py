"""The words of a message, made when it is handed over: `templates/messages/<reason>[.phone][.<language>].txt`.

The first line is the subject. The language of the recipient first, else German; on the phone its own words, else the mail's.
"""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import select_template
from django.utils import translation

from piano.kit.words import one_full_stop
from piano.messaging.models import Channel, Message
from piano.messaging.reasons import REASONS, Reason


@dataclass(frozen=True)
class Attachment:
    """A file that goes along where a channel can carry one. `parameters` belong to its media type."""

    name: str
    content: bytes
    media_type: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()


def words_for(message: Message) -> Words:
    """Runs the reason's context; raises what it raises when a row is gone."""
    reason = REASONS[message.reason]
    recipient = message.recipient
    name, language = reason.template or reason.name, recipient.language
    kinds = [f"{name}.phone", name] if message.channel == Channel.PHONE else [name]
    names = [f"messages/{kind}{ending}" for kind in kinds for ending in (f".{language}.txt", ".txt")]
    template: Any = select_template(names)
    is_hers = template.template.name.endswith(f".{language}.txt")
    with translation.override(language if is_hers else settings.LANGUAGE_CODE):  # never two languages in one message
        values = reason.context(subject_id(message), recipient) | {"recipient": recipient}
        text = template.template.render(Context(values, autoescape=False))  # plain text: O'Neill stays O'Neill
    text = one_full_stop(text)
    subject, _, body = text.strip().partition("\n")
    return Words(" ".join(subject.split()), body.strip() + "\n", _attached(message, reason))


def _attached(message: Message, reason: Reason) -> tuple[Attachment, ...]:
    """Only a mail carries something."""
    is_mail = message.channel == Channel.EMAIL and reason.attach is not None
    with translation.override(message.recipient.language):
        return tuple(reason.attach(subject_id(message), message.recipient)) if is_mail and reason.attach else ()


def subject_id(message: Message) -> int:
    """17 of „offer:17“."""
    return int(message.subject.rpartition(":")[2])
