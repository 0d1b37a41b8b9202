"""Every reason that we know with rows of the demo and people who could be written to about them: more than is owed at one moment."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model

from helpers.models import (
    CircleDecision,
    CircleMeeting,
    Duty,
    DutyLapse,
    DutyOff,
    Gap,
    Participant,
    StaffEvidence,
    Swap,
    SwapAsk,
)
from piano.kit import clock
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.digest.gathering import DIGEST, subject_of
from piano.messaging.models import Channel, Message
from piano.messaging.reasons import REASONS
from quarters.models import (
    Conversion,
    District,
    Initiative,
    InitiativeBudget,
    InitiativePerson,
    Registration,
    Resident,
    RoleKind,
    Trust,
    User,
)
from quarters.people.helping import helpers_of
from requests.models import (
    Assignment,
    CallRound,
    DayNotice,
    DayQuestion,
    Desk,
    HelpRequest,
    Incident,
    Lapse,
    Offer,
    Pause,
    Regular,
    RoundEntry,
    Sending,
    Series,
    Suspension,
    TimeProposal,
    Trouble,
    Visit,
    WeekPlan,
)
from requests.wishes.contacts import hearers_of
from tests.messaging.test_every_message import OF_STAFF
from volunteers.models import Assembly, Evidence, Founder, Path, Recognition, Renewal, Volunteer, VolunteerPause
from volunteers.path.links import person_of

LINE = "<line>"  # of an overview
OF_REQUEST = ("request_received", "request_link")
OF_OFFER = ("offer", "offer_urgent", "case_handed_over", "offer_taken", "offer_not_needed", "case_grew", "ring_offer")
OF_PROPOSAL = (
    "time_for_tenant",
    "late_for_tenant",
    "time_for_person",
    "late_for_person",
    "time_agreed",
    "time_refused",
)
OF_ASSIGNMENT = (
    "not_you", "arranged_tenant", "arranged_person", "please_tell", "reminder_tenant", "reminder_person", "wish_grew",
    "wish_grew_now", "reminder_soon", "searching_again", "searching_again_days", "called_off", "called_off_tenant",
    "comes_along", "goes_alone", "report_wanted",
)  # fmt: skip
OF_TROUBLE = ("called_off_call", "please_wait", "please_wait_call", "trouble", "trouble_on_duty")
OF_REGULAR = (
    "series_offer", "series_taken", "series_not_needed", "series_over", "series_thanks", "series_goes_on", "regular_left",
)  # fmt: skip
OF_SERIES = ("review_tenant", "review_regular", "review_tenant_call", "review_regular_call")
OF_DUTY = ("duty_given", "duty_begins", "duty_missed", "hard_to_reach")
OF_DISTRICT = ("letters_lie", "gap_ahead", "gap_now", "print_roster")
TABLES: dict[str, type[Model]] = {
    **dict.fromkeys(("week_sheet", "week_changed"), WeekPlan),
    "incident_to_read": Incident,
    "club_renewal": Renewal,
    "club_invitation": Assembly,
    **dict.fromkeys(("founder_invited", "founder_link"), Founder),
    **dict.fromkeys(OF_REQUEST, HelpRequest),
    **dict.fromkeys(OF_OFFER, Offer),
    **dict.fromkeys(OF_PROPOSAL, TimeProposal),
    **dict.fromkeys(OF_ASSIGNMENT, Assignment),
    **dict.fromkeys(OF_TROUBLE, Trouble),
    **dict.fromkeys(OF_REGULAR, Regular),
    **dict.fromkeys(OF_SERIES, Series),
    **dict.fromkeys(OF_DUTY, Duty),
    **dict.fromkeys(OF_DISTRICT, District),
    **dict.fromkeys(("swap_asked", "swap_filled"), SwapAsk),
    **dict.fromkeys(("swap_taken", "swap_refused"), Swap),
    **dict.fromkeys(("day_notice", "day_notice_now"), DayNotice),
    **dict.fromkeys(("suspended_call", "suspended_call_now"), Suspension),
    **dict.fromkeys(("somebody_died", "somebody_died_now"), Resident),
    **dict.fromkeys(("round_look", "round_look_duty"), RoundEntry),
    **dict.fromkeys(("evidence_ends", "evidence_ends_office"), Evidence),
    **dict.fromkeys(("recognition_ends", "recognition_ends_office"), Recognition),
    **dict.fromkeys((name for name in REASONS if name.startswith("course_")), Participant),
    **dict.fromkeys((name for name in REASONS if name.startswith("path_")), Path),
    "paths_waiting": User,
    "pause_over": VolunteerPause,
    **dict.fromkeys(("farewell_thanks", "secrecy_new"), Volunteer),
    **dict.fromkeys(("paper_lapsed", "paper_stay"), Lapse),
    **dict.fromkeys(("team_meeting", "team_meeting_off"), CircleMeeting),
    "team_task": CircleDecision,
    **dict.fromkeys(("call_handed_on", "call_handed_on_desk", "sending_answered", "sending_overdue"), Sending),
    **dict.fromkeys(("staff_evidence_ends", "staff_evidence_ends_office"), StaffEvidence),
    "round_not_begun": CallRound,
    "series_pauses": Pause,
    "day_question": DayQuestion,
    "duty_off": DutyOff,
    **dict.fromkeys(("duty_paper", "duty_by_phone", "duty_nobody_goes", "duty_plan_ahead"), DutyLapse),
    "gap_covered": Gap,
    "trusted": Trust,
    **dict.fromkeys((name for name in REASONS if name.startswith("event_")), Registration),
    **dict.fromkeys((name for name in REASONS if name.startswith("idea_")), Initiative),
    **dict.fromkeys(("idea_welcome", "idea_joined", "idea_yours", "idea_link"), InitiativePerson),
    "registration_link": Registration,
    **dict.fromkeys((name for name in REASONS if name.startswith("conversion_")), Conversion),
    "idea_money": InitiativeBudget,
    "letter_came_back": PaperLetter,
}
OPEN: dict[str, Any] = {"state": "open"}
AHEAD: dict[str, Any] = {"state": "planned"}
WRITTEN_TO: dict[str, Any] = {"person__isnull": False}
ENDS: dict[str, Any] = {"valid_until__isnull": False}
ONLY: dict[str, dict[str, Any]] = {
    "club_renewal": {"done_on": None},
    "club_invitation": {"invited_on": None},
    **dict.fromkeys(("founder_invited", "founder_link"), WRITTEN_TO),
    **dict.fromkeys(OF_ASSIGNMENT, AHEAD),
    **dict.fromkeys(OF_OFFER, OPEN),
    **{name: ENDS for name, table in TABLES.items() if table in (Evidence, Recognition)},
    "called_off": {"troubles__isnull": False},  # so late that she has to say that she has read it
    "call_handed_on_desk": {"way": "email"},
    "call_handed_on": {"way": "page"},
    "series_pauses": {"help_request__series__regulars__state": "yes"},
    "review_regular": {"regulars__state": "yes"},
    "path_new": {"volunteer": None},
    "path_received": {"volunteer": None},
    "farewell_thanks": {"user__is_demo": True},
    "secrecy_new": {"user__is_demo": True},
    "paths_waiting": {"roles__kind": RoleKind.HELPER, "is_demo": True},
}
TO_TENANTS = ("searching_again_days",)  # whose words hold for nobody else


def every_message() -> Iterator[Message]:
    """Not saved: as it would be if this person were told of that row for this reason. Of a reason in no list it is a visit."""
    yield overview()
    for name, reason in REASONS.items():
        if name == DIGEST:
            continue
        way = Channel.PHONE if reason.is_called else "letter" if reason.is_on_paper else Channel.EMAIL
        for row in rows_of(name):
            for person in asked_about(name, row):
                yield Message(reason=name, subject=f"x:{row.pk}", recipient=person, channel=way)


def overview() -> Message:
    """Of whoever runs something and hears in it that somebody has joined; its line was planted."""
    line = Message.objects.get(message_id=LINE)
    return Message(
        reason=DIGEST, subject=subject_of(line.recipient, line.not_before), recipient=line.recipient, channel="email"
    )


def asked_about(name: str, row: Any) -> list[User]:
    if name == "call_handed_on_desk":
        return [one.user for one in Desk.objects.filter(organisation=row.organisation, by_mail=True)]
    if is_for_staff(name):
        return staff_of(row)
    return hearers_of(row.visit.help_request) if name in TO_TENANTS else people_of(row)


def rows_of(name: str) -> list[Any]:
    """One that fits; of offers a neighbour's and a care service's."""
    table: Any = TABLES.get(name, Visit)
    last = "-event__starts_at" if table is Registration else "-pk"
    known = Initiative.objects.published() if table is Initiative else table.objects
    rows = known.filter(**ONLY.get(name, {})).order_by(last, "-pk")
    found = list({row.tier: row for row in rows}.values()) if table is Offer else list(rows[:1])
    assert found, f"the demo has no {table.__name__} for {name}"
    return found


def is_for_staff(name: str) -> bool:
    return (REASONS[name].template or name) in OF_STAFF or name in ("phone_tree", "unfilled")


def people_of(row: Any) -> list[User]:
    """Whoever is no staff: who asked, who goes, who is trusted."""
    request = request_of(row)
    found: list[User] = [*hearers_of(request, at_the_door=True)] if request else []
    found += [row.person] if isinstance(getattr(row, "person", None), User) else []
    found += [row.message.recipient] if isinstance(row, PaperLetter) else []
    found += [row.assignment.person] if hasattr(row, "assignment") else []
    found += [row.volunteer.user] if getattr(row, "volunteer", None) else []
    found += [row.user] if isinstance(row, Volunteer) else []
    found += [person] if isinstance(row, Path) and (person := person_of(row)) else []
    idea = row if isinstance(row, Initiative) else getattr(row, "initiative", None)
    found += [one.person for one in idea.people.exclude(person=None)] if idea else []
    if request:
        found += [one.person for one in Regular.objects.filter(series__help_request=request, state="yes")]
    return list(dict.fromkeys(found or staff_of(row)))


def staff_of(row: Any) -> list[User]:
    """A helper of the district, and whoever is asked, has the duty or could take it over."""
    request = request_of(row)
    district = request.district_id if request else getattr(row, "district_id", None)
    found = helpers_of(district, now=clock.now())[:1] if district else []
    found += [row] if isinstance(row, User) else []
    for name in ("person", "asked_by"):
        found += [getattr(row, name)] if isinstance(getattr(row, name, None), User) else []
    found += list(User.objects.filter(roles__kind=RoleKind.CARE_PARTNER, is_demo=True).order_by("pk")[:1])
    return list(dict.fromkeys(found))


WAYS: tuple[Callable[[Any], Any], ...] = (
    lambda row: row if isinstance(row, HelpRequest) else None,
    lambda row: row.help_request,
    lambda row: row.visit.help_request,
    lambda row: row.assignment.visit.help_request,
    lambda row: row.series.help_request,
)


def request_of(row: Any) -> HelpRequest | None:
    for way in WAYS:
        try:
            found = way(row)
        except AttributeError:
            continue
        if found is not None:
            return found  # type: ignore[no-any-return]
    return None


def plant() -> None:
    """Rows of the tables that the demo leaves empty, with people of the demo."""
    now = clock.now()
    going = Assignment.objects.filter(state="planned").order_by("pk")[0]
    lower = going.planned_window.lower
    later = (lower + dt.timedelta(hours=3), lower + dt.timedelta(hours=4))
    regular = Regular.objects.filter(state="yes").order_by("pk")[0]
    dated = Visit.objects.filter(series__isnull=False, series_day__isnull=False, day_question=None).order_by("-pk")[0]
    person, district = going.person, going.visit.help_request.district
    volunteer = Volunteer.objects.filter(user__is_demo=True).order_by("pk")[0]
    duty = Duty.objects.order_by("pk")[0]
    rows: list[tuple[Any, dict[str, Any]]] = [
        (VolunteerPause, {"volunteer": volunteer, "began_at": now}),
        (DutyOff, {"person": duty.person, "window": duty.window, "at": now}),
        (DutyLapse, {"person": duty.person, "duty": duty, "found_at": now}),
        (TimeProposal, {"assignment": going, "by_tenant": False, "window": later, "proposed_at": now}),
        (DayQuestion, {"visit": dated, "reason": "away", "asked_at": now, "answer_by": lower}),
        (DayNotice, {"day": clock.today(), "words": "x", "at": now, "district": district, "audience": "goes"}),
        (Suspension, {"volunteer": volunteer, "reason": "x", "state_before": "active", "suspended_at": now}),
        (Lapse, {"assignment": going, "found_at": now}),
        (Trouble, {"visit": going.visit, "assignment": going, "kind": "door", "opened_at": now}),
        (Trust, {"resident": going.visit.help_request.resident, "person": person, "given_at": now}),
        (
            Pause,
            {
                "help_request": regular.series.help_request,
                "first_day": clock.today(),
                "last_day": clock.today(),
                "said_at": now,
            },
        ),
        (Gap, {"district": district, "window": duty.window, "noticed_at": now}),
    ]
    joined = InitiativePerson.objects.filter(part="joins").exclude(person=None).order_by("pk")[0]
    runner = joined.initiative.people.get(part="runs").person
    sent = {"message_class": "b", "channel": "email", "not_before": now, "created_at": now}
    line = {
        "reason": "idea_joined",
        "subject": f"idea_person:{joined.pk}",
        "state": "handover",
        "recipient": runner,
        **sent,
    }
    Message.objects.create(message_id=LINE, **line)
    told = {
        "reason": "nobody_found_on_paper",
        "recipient": going.visit.help_request.resident.user,
        "state": "sent",
        **sent,
    }
    letter = Message.objects.create(message_id="<letter>", subject=f"visit:{going.visit_id}", **told)
    rows.append((PaperLetter, {"message": letter, "day": clock.today(), "posted_at": now, "came_back_at": now}))
    for table, fields in rows:
        if table is Pause or not table.objects.exists():
            table.objects.create(**fields)
