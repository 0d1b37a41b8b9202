"""Letters on paper for who wishes them: printed, and put into the letter box by a human, a day's letters together (docs/channels.md)."""

from piano.messaging.channels.letter.channel import Letter

CHANNEL = Letter()
