"""A mail as it goes out: plain text first, the same calmly set as HTML, and headers that say who writes and that nobody need answer.

Ready for a signature by the mail server (DKIM): one From of our own domain, a Message-ID and a Date of ours, nothing that a
relay has to re-encode.
"""

import datetime as dt
from email import charset
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from piano.kit.house import default_house
from piano.messaging.channels.email.html import as_html
from piano.messaging.digest.gathering import DIGEST
from piano.messaging.digest.links import leave_link
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from piano.messaging.words import Attachment, Words

TRANSPORT = charset.Charset("utf-8")  # seven bits on the way: a relay that re-encodes would break the signature
TRANSPORT.body_encoding = charset.QP


class Mail(EmailMultiAlternatives):
    encoding = TRANSPORT


def compose(message: Message, words: Words) -> Mail:
    house = default_house()
    mail = Mail(
        subject=words.subject,
        body=words.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[str(message.recipient.email)],
        reply_to=[house.email],
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(dt.datetime.now(dt.UTC)),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            **_ways_out(message, house.email),
        },
    )
    mail.attach_alternative(as_html(words), "text/html")
    for attachment in words.attachments:
        mail.attach(_part(attachment))
    return mail


def _ways_out(message: Message, house: str) -> dict[str, str]:
    """What can wait may be ended with one click of a mail program (RFC 8058); of anything else somebody is asked."""
    by_mail = f"<mailto:{house}?subject=Abmelden>"
    reason = REASONS.get(message.reason)
    if reason is None or not (reason.can_wait or reason.name == DIGEST):
        return {"List-Unsubscribe": by_mail}
    return {
        "List-Unsubscribe": f"<{leave_link(message.recipient)}>, {by_mail}",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _part(attachment: Attachment) -> MIMEBase:
    """With the parameters of its media type, by which mail programs know an invitation (RFC 6047)."""
    main, _, sub = attachment.media_type.partition("/")
    part = MIMEBase(main, sub, charset="utf-8", name=attachment.name)
    for parameter, value in attachment.parameters.items():
        part.set_param(parameter, value)
    part.set_payload(attachment.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
