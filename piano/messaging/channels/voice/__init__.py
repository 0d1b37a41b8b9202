"""Calls by a machine for alerts to whoever has duty, through the provider that `PIANO_VOICE_GATEWAY` describes (docs/channels.md).

A text wakes nobody at three in the morning. What is said names nobody and no address; a key answers.
"""

from piano.messaging.channels.voice.calling import Voice

CHANNEL = Voice()
