"""People and rows whose purpose has just ended: at least one in every table that holds something personal."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection
from pghistory.models import Context

from helpers.models import (
    Attendance,
    Away,
    CareWorker,
    Certificate,
    Course,
    Duty,
    DutyLapse,
    DutyOff,
    DutyPhone,
    Fallback,
    HandoverNote,
    Helper,
    Participant,
    PatternPerson,
    Requirement,
    ShiftPattern,
    StaffEvidence,
    Swap,
    SwapAsk,
)
from helpers.rota.feeds import make_feed, revoke_feed
from helpers.rota.roster_days import note_printed
from piano.kit import clock
from piano.kit.models import SentForm, Tries
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.channels.push.models import Device
from piano.messaging.models import Attempt, Call, CallState, Heartbeat, Message, MessageState, Outcome
from piano.messaging.phone_list import open_call
from piano.messaging.running import once_per_slot
from quarters.contributions import give, tick_off
from quarters.ideas.bringing import Somebody, bring_idea, change_page
from quarters.ideas.joining import join
from quarters.ideas.looking_over import enable, publish, report_page, settle_reports
from quarters.ideas.meeting import set_meeting
from quarters.ideas.money import ask_money
from quarters.ideas.moving import move
from quarters.ideas.stages import Stage
from quarters.models import (
    Block,
    Building,
    Consent,
    ContributionKind,
    Initiative,
    InitiativeBudget,
    Kin,
    KinKind,
    LookKind,
    MeetingPoint,
    Reach,
    Resident,
    Role,
    Urgency,
    User,
)
from quarters.people.guardians import end_guardianship, note_guardian
from quarters.people.residents import record_consent
from quarters.people.trust import grant_trust, note_look, revoke_trust
from quarters.signing.paper_codes import make_code, revoke_codes
from requests.arranged.afterwards import give_feedback, report_visit
from requests.arranged.rescheduling import answer_proposal, propose_time
from requests.arranged.signing_off import sign_off
from requests.arranged.visits import accept_offer, cancel_visit
from requests.board.daybook import add_note, close_book
from requests.dayround.calling import note_call
from requests.dayround.enrolling import end_enrolment, enrol
from requests.dayround.rounds import warn_of_heat
from requests.finding.calling_out import agree_to_price, mark_urgent
from requests.finding.decisions import note_decision
from requests.mishaps.troubles import nobody_opens, tick
from requests.mishaps.troubles import settle as settle_trouble
from requests.models import (
    AlertLook,
    AlertStep,
    Assignment,
    DayNotice,
    DayQuestion,
    DecisionKind,
    HelpRequest,
    Hold,
    ImportedLine,
    Lapse,
    NightCall,
    Pause,
    Policy,
    PriceConfirmation,
    Regular,
    RoundCaller,
    RoundEntry,
    Series,
    StandIn,
    SuggestedTime,
    TreePerson,
    Visit,
    VisitFeed,
    Weights,
)
from requests.people.suspending import lift, suspend
from requests.policies.shipped import NORMAL
from requests.states import SeriesState
from requests.sweeps import drive_visits
from requests.wishes.holds import settle
from requests.wishes.referrals import close_referral, refer_call
from tests.conftest import Cast
from tests.factories import make_care_worker, make_request, make_resident, make_user
from tests.helpers.courses.conftest import make_centre, make_course
from tests.privacy.planting_accounts import plant_accounts
from tests.privacy.planting_circles import plant_circle, plant_week
from tests.privacy.planting_clubs import plant_clubs
from tests.privacy.planting_homes import plant_conversion
from tests.privacy.planting_path import plant_incident, plant_paths
from tests.privacy.planting_programme import plant_event
from volunteers.models import Absence, DayTime, EvidenceKind, Qualification, Recognition, Scope
from volunteers.profile import leave

CANARY = "Kanarienvogel"  # stands in whatever is known of the tenant
MONTH = dt.timedelta(days=30.5)


@dataclass
class Planted:
    """Who is asked about later."""

    tenant: User
    help_request: HelpRequest


def plant(cast: Cast, *, now: dt.datetime) -> Planted:
    """Everybody has left, everything is over, nothing is erased yet. `cast` is used up."""
    tenant = make_tenant(cast)
    help_request = plant_case(cast, tenant, now=now)
    cancel_visit(make_request(tenant, cast.shop).visits.get(), by=tenant.user, now=now, reason=CANARY)
    plant_traces(tenant.user, now=now)
    plant_calls(cast, tenant, now=now)
    plant_conversion(tenant, cast.helper, words=CANARY, now=now)
    plant_event(tenant, cast.helper, words=CANARY, now=now)
    plant_week(tenant, cast.helper, words=CANARY, now=now)
    plant_clubs(tenant, cast.helper, words=CANARY, now=now)
    plant_course(cast, now=now)
    plant_staff(cast, now=now)
    plant_circle(tenant, cast.helper, words=CANARY, now=now)
    plant_changes(cast)
    today = clock.local(now).date()
    sign_off(cast.volunteer.user, first_day=today, last_day=today, by=cast.helper, now=now)
    DayNotice.objects.create(district=cast.district, day=today, audience="both", words=CANARY, by=cast.helper, at=now)
    suspension = suspend(cast.volunteers[1], reason=CANARY, by=cast.helper, now=now)
    lift(suspension, by=cast.helper, now=now, words=CANARY)
    plant_accounts(cast.volunteers[2], words="Kassensturz", now=now)
    for volunteer in cast.volunteers:
        Absence.objects.create(volunteer=volunteer, first_day=now.date(), last_day=now.date())
        volunteer.evidence.update(checked_by=cast.helper)
        DayTime.objects.create(volunteer=volunteer, day=today, is_free=True, starts=dt.time(9), ends=dt.time(10))
        Recognition.objects.create(volunteer=volunteer, authority="Magistrat", file_number="1", valid_from=today)
        leave(volunteer, now=now)
    Message.objects.exclude(state=MessageState.CANCELLED).update(state=MessageState.SENT, sent_at=now)
    told = Message.objects.filter(recipient=tenant.user)[0]
    tried = {"outcome": Outcome.SENT, "started_at": now, "ended_at": now, "reference": told.message_id}
    Attempt.objects.create(message=told, channel="email", number=1, **tried)
    PaperLetter.objects.create(
        message=told, day=clock.local(now).date(), posted_at=now, posted_by=cast.helper, taken_back_by=cast.helper
    )
    open_call(told, now=now)
    Call.objects.update(state=CallState.REACHED, done_by=cast.helper)
    return Planted(tenant.user, help_request)


def make_tenant(cast: Cast) -> Resident:
    user = make_user(
        given_name=CANARY, family_name=f"{CANARY}-Wagner", email=f"{CANARY.lower()}@example.org", reach=Reach.EMAIL
    )
    tenant = make_resident(
        cast.district,
        user,
        floor=CANARY,
        door_note=CANARY,
        health_hints=CANARY,
        contact_name=CANARY,
        contact_phone="+4956111111",
        care_service_name=CANARY,
        care_service_phone="+4956111112",
    )
    for purpose in Consent.ConsentPurpose.values:
        record_consent(
            person=user, purpose=purpose, language="de", now=clock.now(), read_out_by=cast.helper, receiver="Vermieter"
        )
    trusted = grant_trust(
        tenant,
        given_name="Petra",
        family_name="Vertraut",
        email="p@example.org",
        relation="Tochter",
        now=clock.now(),
        taken_by=cast.helper,
    )
    note_look(trusted, LookKind.CASE, now=clock.now(), about="ABC")
    revoke_trust(trusted, by=user, now=clock.now())
    note_guardian(
        tenant,
        name=CANARY,
        phone="0561 112233",
        file=CANARY,
        certificate_seen_on=clock.today(),
        by=cast.helper,
        now=clock.now(),
    )
    end_guardianship(tenant.guardianships.get(), now=clock.now())
    Block.objects.create(person=user, other=cast.volunteers[-1].user, created_at=clock.now(), noted_by=cast.helper)
    Kin.objects.create(person=user, other=cast.volunteers[-1].user, kind=KinKind.FAMILY, noted_at=clock.now())
    return tenant


def plant_case(cast: Cast, tenant: Resident, *, now: dt.datetime, words: str = CANARY, **wish: Any) -> HelpRequest:
    """Asked for, found, made, reported, thanked for."""
    help_request = make_request(
        tenant, cast.shop, by=tenant.user, words=words, hints=words, phrases="walker", wish_time=words, **wish
    )
    HelpRequest.objects.filter(pk=help_request.pk).update(caller_name=words, wished_name=words, deadline_on=now)
    HelpRequest.objects.filter(pk=help_request.pk).update(caller_phone=words[:20])
    settle(HelpRequest.objects.get(pk=help_request.pk), Hold.AGREEMENT, how=words, by=cast.helper, now=now)
    drive_visits()
    visit = help_request.visits.get()
    mark_urgent(help_request, by=cast.helper, now=now)
    agree_to_price(help_request, price=words, own_service_first=True, by=cast.helper, now=now)
    note_decision(visit, DecisionKind.HOUSE, by=cast.helper, now=now, words=words)
    SuggestedTime.objects.create(visit=visit, window=visit.wish_window, suggested_by=cast.helper, suggested_at=now)
    offer = visit.offers.select_related("person").order_by("pk")[0]
    StandIn.objects.create(visit=visit, person=offer.person, ticked_at=now)
    PriceConfirmation.objects.create(offer=offer, price=words, confirmed_by=offer.person, confirmed_at=now)
    AlertLook.objects.create(offer=offer, step=AlertStep.OPENED, at=now)
    accept_offer(offer, by=offer.person, now=now)
    assignment = Assignment.objects.get(visit=visit)
    later = assignment.planned_window.lower + dt.timedelta(minutes=30)
    proposal = propose_time(assignment, start=later, by_tenant=True, by=tenant.user, now=now)
    answer_proposal(proposal, agrees=False, by=cast.helper, now=now)
    starts, ends = assignment.planned_window.lower, assignment.planned_window.upper
    trouble = nobody_opens(Assignment.objects.get(pk=assignment.pk), by=offer.person, now=starts)
    tick(trouble, "rang", by=offer.person, now=starts)
    settle_trouble(trouble, "opened", by=cast.helper, now=starts, words=words)
    report_visit(visit, by=offer.person, took_place=True, minutes=55, note=words, needs_call=False, now=ends)
    give_feedback(visit, by=tenant.user, was_good=True, words=words, now=ends)
    plant_series(visit, cast.helper, offer.person, now=now)
    decided = {"outcome": "goes", "why": words, "decided_by": cast.helper, "decided_at": now}
    Lapse.objects.create(assignment=assignment, found_at=now, **decided)
    help_request.refresh_from_db()
    return help_request


def plant_series(visit: Visit, helper: User, person: User, *, now: dt.datetime) -> None:
    """It was a date of a series that has ended."""
    day = now.date()
    series = Series.objects.create(
        help_request_id=visit.help_request_id,
        state=SeriesState.ENDED,
        rule="FREQ=WEEKLY;BYDAY=TU",
        first_day=day,
        starts=dt.time(10),
        span_minutes=60,
        minutes=60,
        review_on=day,
        ends_on=day,
        tenant_says="end",
        regular_says="end",
        begun_by=helper,
        created_at=now,
    )
    Visit.objects.filter(pk=visit.pk).update(series=series, series_day=day)
    asked = {"asked_at": now, "answer_by": now}
    Regular.objects.create(
        series=series, person=person, state="over", reasons=["550 m"], is_familiar=True, last_day=day, **asked
    )
    DayQuestion.objects.create(visit=visit, reason="holiday", answer="same", answered_by=helper, **asked)
    Pause.objects.create(help_request=visit.help_request, first_day=day, last_day=day, said_by=helper, said_at=now)


def plant_traces(user: User, *, now: dt.datetime) -> None:
    """What signing in and sending forms leaves behind."""
    Session.objects.create(session_key="k" * 32, session_data=CANARY, expire_date=now + dt.timedelta(days=60))
    UserSession.objects.create(user=user, session_key="k" * 32, ip="192.0.2.1", user_agent=CANARY)
    make_code(user, by=user, now=now)
    revoke_codes(user, now=now)
    address = EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key=CANARY, sent=now)
    Authenticator.objects.create(user=user, type="totp", data={"secret": CANARY})
    Tries.objects.create(what="code", key="k", count=1, ends_at=now)
    once_per_slot("something", every=dt.timedelta(days=1))
    Heartbeat.objects.create(name="something", beat_at=now)
    VisitFeed.objects.create(person=user, digest="d" * 64, made_at=now, revoked_at=now)
    Device.objects.create(person=user, endpoint=f"https://push.example/{CANARY}", key=CANARY, auth="a", added_at=now)
    SentForm.objects.create(token=uuid.uuid4(), sender=str(user.pk), path=CANARY, digest="", sent_at=now)
    LogEntry.objects.create(user=user, object_repr=CANARY, action_flag=1)
    Context.objects.create(metadata={"user": user.pk})
    User.objects.filter(pk=user.pk).update(last_login=now)


def plant_calls(cast: Cast, tenant: Resident, *, now: dt.datetime) -> None:
    """A call that was referred, and somebody who wanted to join."""
    referral = refer_call(
        kind="landlord", words=CANARY, district=cast.district, by=cast.helper, now=now, resident=tenant
    )
    close_referral(referral, by=cast.helper, now=now, note=CANARY)
    close_book(cast.district, clock.local(now).date(), by=cast.helper, now=now)
    add_note(cast.district, words=CANARY, by=cast.helper, now=now)
    NightCall.objects.create(
        district=cast.district, caller_name=CANARY, caller_phone=CANARY, place=CANARY, words=CANARY, outcome="morning",
        noted_by=cast.helper, noted_at=now, taken_by=cast.helper, taken_at=now,
    )  # fmt: skip
    ImportedLine.objects.create(digest="d" * 64, outcome="request", category="shop", imported_at=now)
    for kind in ContributionKind.values:
        row = give(kind=kind, words=CANARY, district=cast.district, now=now, name=CANARY, person=tenant.user)
        tick_off(row, by=cast.helper, now=now, note=CANARY)
    plant_idea(cast, tenant, now=now)
    plant_morning(cast, tenant, now=now)
    plant_paths(cast.volunteer, cast.helper, words=CANARY, now=now)
    plant_incident(cast.volunteer, cast.helper, words=CANARY, now=now)


def plant_idea(cast: Cast, tenant: Resident, *, now: dt.datetime) -> None:
    """She began something that has ended, with others, a meeting, money and a hint to its page."""
    who = Somebody(name=CANARY, phone="0561 1", email=tenant.user.email or "", user=tenant.user)
    said = {"title": CANARY, "words": CANARY, "district": cast.district, "shows_name": True}
    idea = bring_idea(**said, who=who, now=now)  # type: ignore[arg-type]
    publish(idea, by=cast.helper, now=now)
    enable(idea, by=cast.helper, now=now)
    join(idea, who=Somebody(name=CANARY, email="mit@example.org"), brings=CANARY, now=now, taken_by=cast.helper)
    set_meeting(idea, at=now + dt.timedelta(hours=1), where=CANARY, by=None, now=now)
    change_page(idea, rhythm=CANARY, now=now)
    asked = ask_money(idea, purpose="Kuchen", cents=1, asked_by=tenant.user, taken_by=cast.helper, now=now)
    InitiativeBudget.objects.filter(pk=asked.pk).update(
        verdict="refused", reason="Nein", decided_at=now, decided_by=cast.helper
    )
    report_page(idea, words=CANARY, now=now)
    settle_reports(idea, by=cast.helper, now=now)
    move(idea, Stage.ENDED, by=tenant.user, now=now, note=CANARY)
    Initiative.objects.filter(pk=idea.pk).update(turned_down_why=CANARY)


def plant_morning(cast: Cast, tenant: Resident, *, now: dt.datetime) -> None:
    """She was called in the morning, and wants no more calls; her caller calls no more either."""
    day = clock.local(now).date()
    enrol(tenant, kind="safety", weekdays=range(7), has_agreed=True, by=cast.helper, now=now - dt.timedelta(days=1))
    warn_of_heat(cast.district, day, by=cast.helper, now=now)
    note_call(RoundEntry.objects.get(resident=tenant), outcome="well", by=cast.helper, now=now, note=CANARY)
    end_enrolment(tenant, by=cast.helper, now=now)
    RoundCaller.objects.create(person=cast.volunteer.user, district=cast.district, weekdays=[0])


def plant_staff(cast: Cast, *, now: dt.datetime) -> None:
    """The helper and the care worker have stopped today."""
    worker = make_care_worker(cast.district)
    day = clock.local(now).date()
    Duty.objects.update(window=(now - dt.timedelta(days=2), now - dt.timedelta(days=1)), told_at=now)
    Fallback.objects.create(district=cast.district, person=worker)
    TreePerson.objects.create(district=cast.district, person=worker, who="Vorstand", position=1, left_at=now)
    for duty in Duty.objects.all():
        DutyPhone.objects.create(
            duty=duty, person=worker, pin="0" * 64, taken_at=now, ended_at=now, ended_by=cast.helper
        )
    plant_rota(cast, worker, now=now)
    CareWorker.objects.filter(user=worker).update(is_active=False)
    Helper.objects.update(until=day)
    Role.objects.update(valid_until=day)
    User.objects.filter(pk=cast.helper.pk).update(is_staff=True)


def plant_rota(cast: Cast, worker: User, *, now: dt.datetime) -> None:
    """Her duty is over: what was said, asked, noted, printed and subscribed to around it."""
    service, duty, day = worker.care_worker.service, Duty.objects.get(person=worker), clock.local(now).date()
    pattern = ShiftPattern.objects.create(
        service=service, name="Nacht", weekdays=[0], starts=dt.time(22), ends=dt.time(6), valid_from=day
    )
    PatternPerson.objects.create(pattern=pattern, person=worker, position=0)
    Away.objects.create(person=worker, first_day=day, last_day=day, noted_at=now)
    HandoverNote.objects.create(duty=duty, words=CANARY, written_at=now, read_by=cast.helper, read_at=now)
    swap = Swap.objects.create(duty=duty, asked_by=worker, state="over", asked_at=now, ended_at=now)
    SwapAsk.objects.create(swap=swap, person=cast.helper, answer="no", answered_at=now)
    DutyOff.objects.create(person=worker, window=duty.window, at=now)
    decided = {"outcome": "serves", "why": CANARY, "decided_by": cast.helper, "decided_at": now}
    DutyLapse.objects.create(duty=duty, person=worker, found_at=now, **decided)
    note_printed(cast.district, monday=day, by=cast.helper, now=now)
    make_feed(worker, now=now)
    revoke_feed(worker, now=now)


def plant_course(cast: Cast, *, now: dt.datetime) -> None:
    """A course is over: a volunteer has taken part, and a paid helper has shown a paper."""
    course = make_course(make_centre(), days=-1, modules=("demenz",))
    day, participant = course.days.get(), _in_course(course, cast.volunteer.user, now=now)
    Attendance.objects.create(participant=participant, day=day, noted_by=cast.helper, noted_at=now)
    certificate = Certificate.objects.create(
        participant=participant,
        parts=["x (6 Stunden)"],
        minutes=360,
        first_day=now.date(),
        last_day=now.date(),
        issued_on=now.date(),
        issued_by=cast.helper,
        taken_back_at=now,
        taken_back_by=cast.helper,
    )
    shown = {"valid_from": now.date(), "valid_until": now.date() + dt.timedelta(days=1), "issued_on": now.date()}
    for kind in (EvidenceKind.RECORD, EvidenceKind.FIRST_AID):
        StaffEvidence.objects.create(
            person=cast.helper, kind=kind, checked_by=cast.helper, source=certificate.code, **shown
        )
    cast.volunteer.evidence.filter(kind=EvidenceKind.TRAINING).update(source="x", issued_on=now.date())


def _in_course(course: Course, person: User, *, now: dt.datetime) -> Participant:
    row = {"state": "place", "turn": 1, "written_by": person, "signed_up_at": now, "ended_at": now}
    return Participant.objects.create(course=course, person=person, **row)


def plant_changes(cast: Cast) -> None:
    """A place, a rule and a house were entered or changed: what the audit trail notes besides accounts and roles."""
    cast.district.quarters.create(name="Rothenberg", slug="rothenberg")
    point = MeetingPoint.objects.create(name="Treff", slug="treff", district=cast.district)
    point.office_hours.create(weekday=0, opens=dt.time(9), closes=dt.time(17))
    point.office_days.create(day=clock.today(), note="Betriebsausflug")
    point.tenures.create(street="Rothenbergstraße 1")
    point.stops.create(weekday=0, arrives=dt.time(9), leaves=dt.time(11), place="Markt", district=cast.district)
    photo = {"large": b"x", "small": b"x", "width": 1, "height": 1, "digest": "x", "description": "Tür"}
    point.photos.create(**photo, added_at=clock.now(), removed_at=clock.now())
    Scope.objects.create(association=cast.volunteer.association, category=cast.shop, who=Scope.NOT_OFFERED)
    Building.objects.update(has_lift=True)
    Requirement.objects.create(role="helper", kind=EvidenceKind.FIRST_AID, valid_from=clock.today())
    Qualification.objects.create(category=cast.shop, kind=EvidenceKind.TRAINING, valid_from=clock.today())
    Weights.objects.create(valid_from=clock.today())
    Policy.objects.create(urgency=Urgency.NORMAL, plan=NORMAL.as_json(), changed_at=clock.now())


def pass_time(months: float, *, since: dt.datetime) -> dt.datetime:
    """Moves the clock so many months behind a moment, and says what it shows."""
    from tests import clock as machine

    machine.travel_to(since + months * MONTH)
    return clock.now()


def snapshot() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in connection.introspection.table_names(cursor)}


def _rows(cursor: Any, table: str) -> list[str]:
    cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
    return [row[0] for row in cursor.fetchall()]


def tables_with(words: str) -> list[str]:
    return [table for table, rows in snapshot().items() if any(words.lower() in row.lower() for row in rows)]


def open_case(cast: Cast) -> Visit:
    """Somebody wishes something for a day that is more than a year away; people are being asked."""
    start = clock.now() + dt.timedelta(days=430)
    visit = make_request(cast.tenant, cast.shop, window=(start, start + dt.timedelta(hours=2))).visits.get()
    drive_visits()
    return visit
