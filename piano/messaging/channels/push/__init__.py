"""Web push: VAPID, encrypted, without content."""

from piano.messaging.channels.push.channel import CHANNEL

__all__ = ["CHANNEL"]
