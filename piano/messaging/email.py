"""The channel e-mail: plain text by SMTP, or into files where no server is named."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from piano.kit.faults import point
from piano.messaging.models import Message
from piano.messaging.words import Words


class NotDelivered(Exception):
    """The channel said no. `is_final`: it will say no to every further try."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


def send_email(message: Message, words: Words) -> None:
    """Hands one mail over; its Message-ID is the row's, so that a second copy is recognised. Raises `NotDelivered`."""
    mail = EmailMessage(
        subject=words.subject,
        body=words.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[str(message.recipient.email)],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        with get_connection() as connection:
            connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotDelivered(f"refused {codes}", is_final=all(code >= 500 for code in codes)) from error
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(f"smtp {error.smtp_code}", is_final=500 <= error.smtp_code < 600) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(type(error).__name__, is_final=False) from error
    point("after_250")
