"""An account ends when nothing refers to it and nobody used it for thirty days; any trace of a person keeps it."""

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from helpers.models import Duty
from piano.privacy.erasing import erase_overdue
from quarters.models import Block, Consent, Role, User
from quarters.people.residents import register_resident
from quarters.signing.accounts import open_account
from requests.models import Report
from tests.conftest import Cast
from tests.factories import make_care_worker, make_user
from tests.privacy.planting import plant_case
from volunteers.models import Evidence
from volunteers.profile import leave

pytestmark = [pytest.mark.django_db, pytest.mark.full]
DAY = dt.timedelta(days=1)


@pytest.fixture
def account(now: dt.datetime) -> User:
    """Somebody typed an address, and nothing came of it."""
    user = open_account("vertippt@example.org")
    EmailAddress.objects.create(user=user, email=user.email)
    User.objects.filter(pk=user.pk).update(created_at=now)
    return user


def is_there(account: User, now: dt.datetime) -> bool:
    erase_overdue(now=now)
    return User.objects.filter(pk=account.pk).exists()


def test_an_account_that_never_became_anything_goes_after_thirty_days(account: User, now: dt.datetime) -> None:
    assert is_there(account, now + 29 * DAY)
    assert not is_there(account, now + 31 * DAY)
    assert not EmailAddress.objects.exists()


def test_signing_in_keeps_it_for_thirty_days_more(account: User, now: dt.datetime) -> None:
    User.objects.update(last_login=now + 20 * DAY)
    assert is_there(account, now + 49 * DAY)
    assert not is_there(account, now + 51 * DAY)


def test_who_is_still_signed_in_keeps_it(account: User, now: dt.datetime) -> None:
    Session.objects.create(session_key="s" * 32, session_data="", expire_date=now + 60 * DAY)
    UserSession.objects.create(user=account, session_key="s" * 32, ip="192.0.2.1", user_agent="")
    User.objects.update(last_login=now)
    assert is_there(account, now + 59 * DAY)
    assert not is_there(account, now + 61 * DAY)


KEEPS: dict[str, Callable[[User, Cast], object]] = {
    "being a resident": lambda user, cast: register_resident(now=user.created_at, family_name="Neu", user=user),
    "a role": lambda user, cast: Role.objects.create(user=user, kind="gwg_staff", valid_from=user.created_at.date()),
    "having checked evidence": lambda user, cast: cast.volunteer.evidence.update(checked_by=user),
    "having read a consent aloud": lambda user, cast: Consent.objects.create(
        person=cast.tenant.user, purpose="help", language="de", given_at=user.created_at, read_out_by=user
    ),
    "the panel": lambda user, cast: User.objects.filter(pk=user.pk).update(is_staff=True),
    "being the superuser": lambda user, cast: User.objects.filter(pk=user.pk).update(is_superuser=True),
}


@pytest.mark.parametrize("what", KEEPS)
def test_it_is_kept_by(what: str, account: User, cast: Cast, now: dt.datetime) -> None:
    KEEPS[what](User.objects.get(pk=account.pk), cast)
    assert is_there(account, now + 31 * DAY)


def test_a_report_keeps_who_wrote_it(account: User, cast: Cast, now: dt.datetime) -> None:
    plant_case(cast, cast.tenant, now=now)
    Report.objects.update(reported_by=account)
    assert is_there(account, now + 31 * DAY)


def test_a_block_or_a_consent_does_not_keep_it(account: User, cast: Cast, now: dt.datetime) -> None:
    Block.objects.create(person=cast.volunteer.user, other=account, created_at=now)
    Consent.objects.create(person=account, purpose="help", wording_version="1", language="de", given_at=now)
    assert not is_there(account, now + 31 * DAY)
    assert not Block.objects.exists()
    assert Consent.objects.get().name == str(account)


def test_everybody_of_the_cast_stays(cast: Cast, now: dt.datetime) -> None:
    make_care_worker(cast.district)
    people = set(User.objects.exclude(pk=cast.tenant.user.pk))
    erase_overdue(now=now + 800 * DAY)
    assert people <= set(User.objects.all())


def test_who_stopped_working_may_not_open_the_panel_for_ever(cast: Cast, now: dt.datetime) -> None:
    person = make_user()
    Role.objects.create(user=person, kind="gwg_staff", valid_from=now.date() - DAY, valid_until=now.date())
    User.objects.filter(pk=person.pk).update(is_staff=True, created_at=now)
    assert is_there(person, now + 3 * 360 * DAY)
    assert not is_there(person, now + 3 * 366 * DAY)


def test_a_volunteer_who_left_is_forgotten_after_three_years(cast: Cast, now: dt.datetime) -> None:
    volunteer = cast.volunteer
    leave(volunteer, now=now)
    assert is_there(volunteer.user, now + 3 * 360 * DAY)
    assert not Evidence.objects.filter(volunteer=volunteer, kind__in=["record", "extended_record"]).exists()
    assert Evidence.objects.filter(volunteer=volunteer).exists()
    assert not is_there(volunteer.user, now + 3 * 366 * DAY)


def test_who_was_on_call_is_known_for_three_years(cast: Cast, now: dt.datetime) -> None:
    make_care_worker(cast.district)
    Duty.objects.update(window=(now - DAY, now))
    erase_overdue(now=now + 3 * 364 * DAY)
    assert Duty.objects.exists()
    erase_overdue(now=now + 3 * 366 * DAY)
    assert not Duty.objects.exists()
