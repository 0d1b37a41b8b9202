"""The channel web push: a word to each device of a person that there is something to read. What it is stands in piAno."""

import json
from typing import Any

from piano.kit import clock
from piano.messaging.channels.base import Channel, NotDelivered, Receipt
from piano.messaging.channels.push.devices import MOST
from piano.messaging.channels.push.models import Device
from piano.messaging.channels.push.sending import TIMEOUT_SECONDS, Answer, content, push, topic_of
from piano.messaging.channels.push.vapid import has_keys
from piano.messaging.models import Message
from piano.messaging.words import Words


class WebPush(Channel):
    """Devices whose browser is gone are forgotten; with none left the next channel has its turn."""

    name = "push"
    label = "Nachricht auf das Gerät"
    rank = 20
    at_once = 4
    network_seconds = MOST * 2 * TIMEOUT_SECONDS
    takes_key = True

    def reaches(self, user: Any) -> bool:
        return has_keys() and Device.objects.filter(person=user).exists()

    def shown(self, message: Message, words: Words) -> str:
        return str(json.loads(content(message, topic=""))["title"])

    def hand_over(self, message: Message, words: Words, *, key: str) -> Receipt:
        """One device that takes it is enough. Raises `NotDelivered`: for good when no device is left or none will ever take it."""
        now = clock.now()
        answers = {device: push(device, message, key=key, now=now) for device in _devices(message)}
        Device.objects.filter(pk__in=[device.pk for device, answer in answers.items() if answer.is_gone]).delete()
        taken = [device.pk for device, answer in answers.items() if answer.is_accepted]
        if not taken:
            raise _not_delivered(list(answers.values()))
        Device.objects.filter(pk__in=taken).update(used_at=now)
        return Receipt(topic_of(key))


def _devices(message: Message) -> list[Device]:
    return list(Device.objects.filter(person=message.recipient_id).order_by("pk")[:MOST])


def _not_delivered(answers: list[Answer]) -> NotDelivered:
    said = ", ".join(str(answer.status) for answer in answers) or "no device"
    return NotDelivered(f"push {said}", is_final=not any(answer.is_passing for answer in answers))


CHANNEL = WebPush()
