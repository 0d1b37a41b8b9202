"""Calling somebody in her own language: who of the team can, and else who in the house could interpret. Reads only."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from piano.kit import clock
from quarters.models import Block, Role, RoleKind, User
from quarters.people.helping import helpers_of
from requests.models import Feedback, HelpRequest, Visit
from volunteers.models import Volunteer, VolunteerState

NAMED = 4


@dataclass(frozen=True)
class Interpreter:
    """Somebody who speaks it, with the way to reach her. `where` is her district or association."""

    user: User
    where: str


@dataclass(frozen=True)
class OwnLanguage:
    """`team` are the helpers of the quarter who speak it; `house` is only looked up when nobody of them does."""

    language: str
    team: list[User]
    house: list[Interpreter]


def own_language(visit: Visit, *, now: dt.datetime) -> OwnLanguage | None:
    """None for whoever speaks German."""
    resident = visit.help_request.resident
    language = resident.user.language
    if language == "de" or resident.speaks_german:
        return None
    return _who_can(visit.help_request, language, now)


def written_words(help_request: HelpRequest, *, now: dt.datetime) -> OwnLanguage | None:
    """In which language the free words of a wish are, and who can read them; None for German. They are kept as written."""
    return _who_can(help_request, help_request.written_in, now) if help_request.written_in else None


def thanked_words(help_request: HelpRequest, feedback: Feedback | None, *, now: dt.datetime) -> OwnLanguage | None:
    """The same of what a tenant wrote about a visit."""
    return _who_can(help_request, feedback.written_in, now) if feedback and feedback.written_in else None


def reads(person: User, written_in: str) -> bool:
    """Whether free words in this language (empty for German) may be given to her as they are. Professionals ask us."""
    if not person.is_volunteer:
        return True
    return (written_in or settings.LANGUAGE_CODE) in {*person.volunteer.languages, person.language}


def _who_can(help_request: HelpRequest, language: str, now: dt.datetime) -> OwnLanguage:
    team = [helper for helper in helpers_of(help_request.district_id, now=now) if speaks(helper, language)]
    return OwnLanguage(language, team, [] if team else _house(help_request, language, now))


def speaks(helper: User, language: str) -> bool:
    profile = getattr(helper, "helper", None)
    return helper.language == language or (profile is not None and language in profile.languages)


def _house(help_request: HelpRequest, language: str, now: dt.datetime) -> list[Interpreter]:
    """Paid helpers of other districts first, then volunteers, those of the district first. Nobody whom she keeps away."""
    resident, today = help_request.resident, clock.local(now).date()
    blocked = Block.objects.filter(Q(person=resident.user_id) | Q(other=resident.user_id))
    apart = {person for pair in blocked.values_list("person", "other") for person in pair} | {resident.user_id}
    roles = Role.objects.valid_on(today).filter(kind=RoleKind.HELPER).exclude(user__in=apart)
    spoken = Q(user__language=language) | Q(user__helper__languages__contains=[language])
    helpers = roles.filter(spoken, user__is_active=True).select_related("user", "district").order_by("user", "pk")
    found = {role.user_id: Interpreter(role.user, role.district.name if role.district else "") for role in helpers}
    people = Volunteer.objects.filter(state=VolunteerState.ACTIVE, languages__contains=[language])
    people = people.exclude(user__in=apart).select_related("user", "association")
    near = help_request.district_id
    for one in sorted(people, key=lambda one: (one.district_id != near, one.pk)):
        found.setdefault(one.user_id, Interpreter(one.user, str(one.association)))
    return list(found.values())[:NAMED]
