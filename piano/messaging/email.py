"""The channel e-mail: plain text by SMTP over one line for many mails, or into files where no server is named."""

import contextlib
import smtplib
from collections.abc import Iterator
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from piano.kit.faults import point
from piano.kit.house import default_house
from piano.messaging import smtp
from piano.messaging.models import Message
from piano.messaging.words import Attachment, Words

NETWORK_SECONDS = (
    18  # of one hand-over, all steps together: less than the lease that the fence asks for, and a lock's wait
)


class NotDelivered(Exception):
    """The channel said no, or nothing before the mail was given to it. `is_final`: every further try will fail too."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Unclear(Exception):
    """The mail was given to the channel and no answer came: it may have been accepted."""


class Line:
    """The way out. Opened before the fence, so that only the mail itself lies between the last question and the hand-over."""

    def __init__(self) -> None:
        self.backend: Any = None

    def open(self) -> None:
        """Makes sure that the server listens. Raises `NotDelivered`."""
        if not isinstance(self.backend, smtp.EmailBackend):
            self.backend = get_connection()  # a file holds one mail
        if isinstance(self.backend, smtp.EmailBackend):
            with self._plainly():
                self.backend.open()

    def hand_over(self, message: Message, words: Words) -> None:
        """Sends one mail. Its Message-ID is the row's, so a second copy is recognised. Raises `NotDelivered`, `Unclear`."""
        with self._plainly():
            self.backend.send_messages([_mail(message, words)])
        point("after_250")

    def close(self) -> None:
        """A line is dropped without farewell: a mail that was accepted stays accepted."""
        if isinstance(self.backend, smtp.EmailBackend):
            self.backend.hang_up()
        self.backend = None

    @contextlib.contextmanager
    def _plainly(self) -> Iterator[None]:
        """Keeps to the time, and says in our words what went wrong. A broken line is not used again."""
        limit = (
            self.backend.limited(NETWORK_SECONDS)
            if isinstance(self.backend, smtp.EmailBackend)
            else contextlib.nullcontext()
        )
        try:
            with limit:
                yield
        except (smtplib.SMTPException, OSError) as error:
            is_unclear = getattr(self.backend, "is_unclear", False)
            self.close()
            raise _plain_words(error, is_unclear) from error


def _plain_words(error: Exception, is_unclear: bool) -> NotDelivered | Unclear:
    """An answer with a code is clear, also after the mail was given; silence then is not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return NotDelivered(f"refused {codes}", is_final=all(code >= 500 for code in codes))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotDelivered(f"sign-in {error.smtp_code}", is_final=False)  # our own key, not the recipient's address
    if isinstance(error, smtplib.SMTPResponseException):
        return NotDelivered(f"smtp {error.smtp_code}", is_final=500 <= error.smtp_code < 600)
    return Unclear(type(error).__name__) if is_unclear else NotDelivered(type(error).__name__, is_final=False)


def _mail(message: Message, words: Words) -> EmailMessage:
    mail = EmailMessage(
        subject=words.subject,
        body=words.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[str(message.recipient.email)],
        reply_to=[default_house().email],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    for attachment in words.attachments:
        mail.attach(_part(attachment))
    return mail


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
