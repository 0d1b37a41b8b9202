"""Initiatives for tests, valid by default."""

import datetime as dt
from typing import Any

from quarters.ideas.bringing import Somebody, bring_idea
from quarters.ideas.joining import join
from quarters.ideas.looking_over import publish
from quarters.ideas.meeting import set_meeting
from quarters.ideas.moving import move
from quarters.ideas.stages import Stage
from quarters.models import Initiative, InitiativePerson, OrganisationKind, Role, RoleKind, User
from tests.conftest import Cast
from tests.factories import make_organisation, make_user, numbers

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def somebody(name: str = "Rosa Klein", **fields: Any) -> Somebody:
    number = next(numbers)
    return Somebody(**{"name": name, "phone": f"0561 98{number:04d}", "email": f"wer{number}@example.org", **fields})


def make_idea(cast: Cast, now: dt.datetime, *, is_public: bool = True, **fields: Any) -> Initiative:
    said = {"title": "Spaziergang", "words": "Wir gehen zusammen.", "district": cast.district, "shows_name": True}
    row = bring_idea(**{**said, "who": somebody("Hanne Petri"), **fields}, now=now)
    if is_public:
        publish(row, by=cast.helper, now=now)
    row.refresh_from_db()
    return row


def make_joiner(row: Initiative, now: dt.datetime, name: str = "Rosa Klein", **fields: Any) -> InitiativePerson:
    return join(row, who=somebody(name), now=now, **{"may_reach": True, **fields})


def make_running(cast: Cast, now: dt.datetime) -> Initiative:
    """Met yesterday, runs since."""
    row = make_idea(cast, now - 10 * DAY)
    set_meeting(row, at=now - DAY, where="Treff", by=None, now=now - 5 * DAY)
    return move(row, Stage.RUNNING, by=None, now=now)


def make_staff() -> User:
    user = make_user(is_staff=True)
    landlord = make_organisation(OrganisationKind.LANDLORD)
    Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from="2025-01-01")
    return user
