"""E-mail by SMTP."""

from piano.messaging.channels.email.mail import Email

CHANNEL = Email()
