"""Short messages through the provider that `PIANO_SMS_GATEWAY` describes (docs/channels.md)."""

from piano.messaging.channels.sms.sending import Sms

CHANNEL = Sms()
