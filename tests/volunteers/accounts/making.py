"""Associations with accounts, officers and people for tests, valid by default."""

import datetime as dt
import io
from typing import Any

from PIL import Image

from piano.kit.photos import Photo, read_photo
from quarters.models import Organisation, Role, RoleKind, User
from tests.factories import make_organisation, make_user
from volunteers.accounts.booking import open_account
from volunteers.models import AccountKind, AccountRule, TimeAccount, Unit


def make_officer(association: Organisation) -> User:
    user = make_user(given_name="Otto", family_name="Kassenwart")
    Role.objects.create(
        user=user, kind=RoleKind.ASSOCIATION_OFFICER, organisation=association, valid_from=dt.date(2025, 1, 1)
    )
    return user


def keep_accounts(association: Organisation | None = None, *, now: dt.datetime, **rule: Any) -> Organisation:
    """Points, two an hour, nothing below zero."""
    association = association or make_organisation()
    defaults = {"unit": Unit.POINTS, "points_per_hour": 2, "step_minutes": 15, "lowest_minutes": 0}
    AccountRule.objects.create(association=association, valid_from=dt.date(2025, 1, 1), **{**defaults, **rule})
    for kind in (AccountKind.POT, AccountKind.ASSOCIATION):
        TimeAccount.objects.create(association=association, kind=kind, opened_at=now)
    return association


def make_account(association: Organisation, *, now: dt.datetime, owner: User | None = None) -> TimeAccount:
    return open_account(owner or make_user(), association=association, now=now)


def own_account(association: Organisation, kind: str = AccountKind.ASSOCIATION) -> TimeAccount:
    return TimeAccount.objects.get(association=association, kind=kind)


def make_photo() -> Photo:
    sent = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(sent, "JPEG")
    sent.seek(0)
    return read_photo(sent)
