"""A week that is over, whoever wanted sheets of it, and a team whose work has just ended."""

import datetime as dt

from helpers.models import (
    CareService,
    Circle,
    CircleDecision,
    CircleMeeting,
    CircleMember,
    CircleRole,
    ReserveFlat,
    Stay,
)
from piano.kit import clock
from quarters.models import Resident, User
from requests.models import (
    CaseLook,
    Offer,
    Referral,
    Sending,
    ServiceRecord,
    SharedCase,
    WeekEntry,
    WeekKind,
    WeekPlan,
    WeekSkip,
)


def plant_week(tenant: Resident, helper: User, *, words: str, now: dt.datetime) -> None:
    """Something in every field that says something about somebody."""
    entry = WeekEntry.objects.create(
        resident=tenant,
        kind=WeekKind.FAMILY,
        who=words,
        what=words,
        day=clock.local(now).date(),
        is_weekly=True,
        starts=dt.time(15),
        written_by=helper,
        written_at=now,
        ended_at=now,
    )
    WeekSkip.objects.create(entry=entry, day=entry.day, written_by=helper, written_at=now)
    WeekPlan.objects.create(
        resident=tenant, wished_by=helper, wished_at=now, ended_at=now, days={"d": words}, look_at=now
    )


def plant_circle(tenant: Resident, helper: User, *, words: str, now: dt.datetime) -> None:
    """Something in every field that says something about somebody; all of it ends today."""
    today = clock.local(now).date()
    circle = Circle.objects.create(district=tenant.district, name="Team", made_at=now)
    began = {"circle": circle, "valid_from": today - dt.timedelta(days=30), "valid_until": today, "named_by": helper}
    fixed = CircleMember.objects.create(person=helper, role=CircleRole.HELPER, **began)
    service = CareService.objects.order_by("pk")[0]
    deputy = service.workers.order_by("pk")[0].user
    CircleMember.objects.create(person=deputy, role=CircleRole.CARE, stands_in_for=fixed, **began)
    meeting = CircleMeeting.objects.create(
        circle=circle, starts_at=now, place="Treff", called_by=helper, minutes=words, closed_at=now, closed_by=helper
    )
    CircleDecision.objects.create(
        meeting=meeting, words=words, who=helper, due_on=today, written_at=now, done_at=now, done_by=helper
    )
    case = SharedCase.objects.create(
        circle=circle, resident=tenant, why=words, shared_by=helper, shared_at=now, until=today, ended_at=now
    )
    CaseLook.objects.create(case=case, person=helper, role=CircleRole.HELPER, at=now)
    CaseLook.objects.create(resident=tenant, person=helper, role=CircleRole.HELPER, at=now)
    flat = ReserveFlat.objects.create(service=service, district=tenant.district, name="Reserve")
    Stay.objects.create(
        flat=flat, resident=tenant, who=words, first_day=today, last_day=today, noted_by=helper, noted_at=now
    )
    Sending.objects.create(
        referral=Referral.objects.order_by("pk")[0],
        organisation=service.organisation,
        way="page",
        sent_by=helper,
        sent_at=now,
        answer_by=today,
        about=words,
        posted_by=helper,
        posted_at=now,
        seen_at=now,
        answer="yes",
        answer_words=words,
        answered_by=helper,
        answered_at=now,
        outcome="helped",
        outcome_words=words,
        ended_by=helper,
        ended_at=now,
    )
    offer = Offer.objects.filter(visit__help_request__resident=tenant).order_by("pk")[0]
    ServiceRecord.objects.create(
        offer=offer,
        done=words,
        minutes=30,
        told=words,
        told_cents=1,
        charged_cents=2,
        why_other=words,
        written_by=helper,
        written_at=now,
        signed_by=words,
        signed_at=now,
    )
