"""A person, a mail server, and reasons whose answers a test decides."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction

from piano.kit import clock
from piano.messaging.models import Message, MessageClass
from piano.messaging.outbox import owe
from piano.messaging.reasons import REASONS, Reason
from quarters.models import User
from tests import clock as machine
from tests.factories import make_user
from tests.sink import sink  # noqa: F401  a fixture

URGENT, NORMAL, DIGEST = MessageClass.URGENT, MessageClass.NORMAL, MessageClass.DIGEST
EVERYTHING = [URGENT, NORMAL, DIGEST]


@dataclass
class World:
    """What the reasons of these tests answer."""

    is_due: bool = True
    poison: set[int] = field(default_factory=set)
    category: str = "Einkaufen"

    def context(self, subject_id: int, recipient: Any) -> dict[str, Any]:
        if subject_id in self.poison:
            raise RuntimeError("Frau Geheim wohnt im dritten Stock")
        return {"category": self.category, "short_name": "Frau W.", "time": "10 Uhr", "link": "https://piano.example/x"}


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = World()
    for name, message_class in (("alarm", URGENT), ("note", NORMAL), ("digest", DIGEST)):
        reason = Reason(
            name=name,
            message_class=message_class,
            is_still_due=lambda subject_id: world.is_due,
            context=world.context,
            template="reminder_soon",
            priority=1 if message_class == URGENT else 5,
        )
        monkeypatch.setitem(REASONS, name, reason)
    return world


@pytest.fixture
def person(db: Any, _morning: None) -> User:
    return make_user()


def make_message(recipient: User, reason: str = "note", subject: str = "offer:1", **fields: Any) -> Message:
    with transaction.atomic():
        return owe(reason=reason, subject=subject, recipient=recipient, **{"now": clock.now(), **fields})


def after(**time: float) -> None:
    """Time passes, for every process."""
    machine.travel_to(clock.now() + dt.timedelta(**time))
