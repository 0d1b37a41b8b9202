"""What a machine says on the telephone, and where a provider that fetches a document finds it.

The address is signed, names one message, and ends with the hour. It says what the call says and never acts.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.links import read_signed, sign
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for

if TYPE_CHECKING:
    from piano.messaging.words import Words

SALT, LIVES = "messaging.voice", dt.timedelta(hours=1)
UNDER_WAY = (MessageState.HANDOVER, MessageState.SENT, MessageState.DELIVERED, MessageState.UNCLEAR)


def spoken_twice(words: "Words") -> str:
    """Whoever was asleep understands it the second time."""
    text = " ".join(words.body.split())
    with translation.override(words.language):
        return " ".join([text, _("Ich wiederhole."), text])


def document_url(message: Message) -> str:
    ends = int((clock.now() + LIVES).timestamp())
    token = sign(SALT, m=message.pk, e=ends)
    return settings.SITE_URL + reverse("messaging:spoken", args=[token])


def text_behind(token: str, *, now: dt.datetime) -> str:
    """What the message says now; "" for a wrong or old address, and for one that is not on its way."""
    named = read_signed(token, salt=SALT)
    if named is None or named.get("e", 0) <= now.timestamp():
        return ""
    rows = Message.objects.filter(pk=named.get("m", 0), channel="voice", state__in=UNDER_WAY)
    message = rows.select_related("recipient").first()
    return spoken_twice(words_for(message)) if message else ""
