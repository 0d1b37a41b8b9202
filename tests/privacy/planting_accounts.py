"""Hours, an account, an outlay and an allowance of somebody who has left."""

import datetime as dt

from quarters.models import User
from requests.billing.claims import note_claim, note_elsewhere
from requests.models import ReliefLine, ReliefMonth
from tests.factories import make_user
from tests.volunteers.accounts.making import keep_accounts, make_account, make_officer, make_photo
from volunteers.accounts.allowances import declare_elsewhere, grant_allowance
from volunteers.accounts.booking import grant, set_hardship
from volunteers.accounts.efforts import decide_effort, enter_effort
from volunteers.accounts.expenses import decide_expense, enter_km, enter_outlay, mark_paid
from volunteers.models import Volunteer


def plant_accounts(volunteer: Volunteer, *, words: str, now: dt.datetime) -> User:
    """Something in every field that says something about somebody."""
    association, person = keep_accounts(volunteer.association, now=now), volunteer.user
    officer, day = make_officer(association), now.date()
    said = {"person": person, "association": association, "now": now}
    effort = enter_effort(**said, kind="office", day=day, minutes=60)  # type: ignore[arg-type]
    decide_effort(effort, counts=True, by=officer, now=now)
    account = make_account(association, now=now, owner=person)
    grant(account, minutes=60, reason=words, by=officer, now=now)
    set_hardship(account, is_hardship=True, by=officer, now=now)
    outlay = enter_outlay(**said, day=day, cents=480, purpose="post", photo=make_photo())  # type: ignore[arg-type]
    decide_expense(outlay, is_approved=True, reason=words, by=officer, now=now)
    mark_paid(outlay, on=day, by=officer)
    enter_km(**said, day=day, km=10, purpose="visit")  # type: ignore[arg-type]
    given = {"kind": "honorary", "year": day.year, "cents": 10_000}
    grant_allowance(**said, **given, purpose=words, by=officer)  # type: ignore[arg-type]
    declare_elsewhere(person=person, now=now, **given)  # type: ignore[arg-type]
    person.allowances.update(paid_on=day, paid_by=officer)
    plant_relief(volunteer, officer, words=words, now=now)
    officer.roles.update(valid_until=day)
    return officer


def plant_relief(volunteer: Volunteer, officer: User, *, words: str, now: dt.datetime) -> None:
    """A signed proof of somebody else than the tenant: the three years of a budget outlast the case."""
    receiver, month = make_user(family_name="Anspruch"), now.date().replace(day=1)
    who = {"association": volunteer.association, "by": officer}
    note_claim(receiver, since=month, until=month, carried_cents=100, **who, now=now)  # type: ignore[arg-type]
    note_elsewhere(receiver, month=month, cents=100, **who)  # type: ignore[arg-type]
    said = {"association": volunteer.association, "helper": volunteer.user, "receiver": receiver, "month": month}
    proof = ReliefMonth.objects.create(
        **said, place=1, made_at=now, made_by=officer, signed_on=now.date(), signed_noted_by=officer
    )
    gone = {"voided_at": now, "voided_by": officer, "void_reason": words}
    ReliefMonth.objects.create(**said, place=1, made_at=now, **gone)
    ReliefLine.objects.create(proof=proof, about="X", starts_at=now, minutes=60, activity=words, cents=1_000)
