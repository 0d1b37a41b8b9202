"""The phone list of a helper's districts: whom to call now, and everything there is to say to each. Who was reached is ticked off."""

import contextlib
import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from piano.messaging.channels.sms.numbers import mobile_number
from piano.messaging.models import Call, Channel, MessageState
from piano.messaging.phone_list import CallIsOver, no_answer, open_calls_for, reach_person, unreached_calls_for
from piano.messaging.reasons import said_along
from piano.messaging.words import Words, subject_id, without_links, words_for
from quarters.models import InitiativePerson, Registration, User
from requests.board.how_to_talk import say_how, team_for
from requests.circles.desks import desks_in
from requests.messages.search_notices import follows_on_paper
from requests.models import HelpRequest, SuggestedTime, SuggestionState, TreePerson

logger = logging.getLogger("piano.requests")
ANSWERED_IN_CASE = {  # what a call is about
    "offer": "visits__offers",
    "proposal": "visits__assignments__proposals",
    "regular": "series__regulars",
    "series": "series",
    "day_question": "visits__day_question",
}


@dataclass(frozen=True)
class PersonToCall:
    """One person with all calls that are due to her, and the words for each."""

    person: User
    calls: list[tuple[Call, Words]]
    districts: frozenset[int] = frozenset()  # those of the reader, who opens cases there
    team: tuple[User, ...] = ()  # who might speak her language

    @property
    def talking(self) -> list[str]:
        """How one talks with her."""
        return say_how(self.person, team=self.team)

    @property
    def text_number(self) -> str:
        """Where a short message reaches somebody who only writes; empty for a telephone in a wall."""
        return mobile_number(self.person.phone)

    @property
    def tries(self) -> int:
        return max(call.tries for call, _words in self.calls)

    @property
    def times(self) -> list[tuple[str, list[SuggestedTime]]]:
        """Other times to ask her about, by the request's reference. At most one query."""
        found: dict[str, list[SuggestedTime]] = {}
        for one in times_of(self):
            found.setdefault(one.visit.help_request.reference, []).append(one)
        return list(found.items())

    @property
    def cases(self) -> list[str]:
        """References of requests in which the answer is written down: a yes or no to an offer, or to another time."""
        about = {kind: [] for kind in ANSWERED_IN_CASE}  # type: dict[str, list[int]]
        for call, _words in self.calls:
            kind = call.message.subject.partition(":")[0]
            if kind in about:
                about[kind].append(subject_id(call.message))
        if not any(about.values()):
            return []
        asked = Q(pk__in=[])
        for kind, path in ANSWERED_IN_CASE.items():
            asked |= Q(**{f"{path}__in": about[kind]})
        rows = HelpRequest.objects.filter(asked, district__in=self.districts).order_by("pk")
        return list(rows.values_list("reference", flat=True).distinct())

    @property
    def gets_letter(self) -> bool:
        """Whether what she hears follows on paper."""
        told = [call.message for call, _words in self.calls if call.message.reason == "nobody_found_call"]
        return any(follows_on_paper(subject_id(one), self.person) for one in told)


def times_of(row: PersonToCall) -> list[SuggestedTime]:
    """Other times about which she is called, with their visits. No query where it is about something else."""
    asked = [subject_id(call.message) for call, _words in row.calls if call.message.reason == "times_for_tenant"]
    rows = SuggestedTime.objects.filter(visit__in=asked, state=SuggestionState.OPEN).order_by("visit", "pk")
    return list(rows.select_related("visit__help_request")) if asked else []


def people_of(user: User) -> QuerySet[User]:
    """Residents and volunteers of the helper's districts, whoever asks for them, the phone trees, and herself; whoever has registered for
    something there or takes part in an idea, also when she is nothing else here; the desks of organisations to which a call was handed
    on. Of a talk under four eyes its host alone knows.
    """
    mine = user.district_ids
    asking = HelpRequest.objects.filter(district__in=mine, contact__isnull=False).values("contact")
    in_tree = TreePerson.objects.filter(district__in=mine, left_at=None).values("person")
    near = Q(resident__district__in=mine) | Q(volunteer__district__in=mine) | Q(pk__in=asking) | Q(pk__in=in_tree)
    near |= Q(pk__in=_registered(user)) | Q(pk__in=_in_ideas(user)) | Q(pk__in=desks_in(mine))
    return User.objects.filter(near | Q(pk=user.pk))


def _registered(user: User) -> QuerySet[Any]:
    there = Q(event__meeting_point__district__in=user.district_ids, event__slot_minutes=0)
    return Registration.objects.filter(there | Q(event__host=user)).values("person")


def _in_ideas(user: User) -> QuerySet[Any]:
    return InitiativePerson.objects.filter(initiative__district__in=user.district_ids).values("person")


def due_calls_to(people: Any, *, now: dt.datetime) -> QuerySet[Call]:
    """Calls that are due and whose message still is to be said, the earliest first."""
    return open_calls_for(people).filter(due_at__lte=now, message__state=MessageState.ON_LIST)


def load_call_list(user: User, *, now: dt.datetime) -> list[PersonToCall]:
    """Who waits longest stands first; one row per person."""
    rows = by_person(_worth_a_call(due_calls_to(people_of(user), now=now)), districts=user.district_ids)
    return _with_team(rows, user)


def load_unreached(user: User) -> list[PersonToCall]:
    """Who did not answer three times: somebody has to think of another way."""
    return _with_team(by_person(_worth_a_call(unreached_calls_for(people_of(user)))), user)


def _with_team(rows: list[PersonToCall], user: User) -> list[PersonToCall]:
    team = tuple(team_for([row.person for row in rows], user))
    return [replace(row, team=team) for row in rows] if team else rows


def load_to_say(person: User, *, now: dt.datetime) -> PersonToCall | None:
    """Everything there is to say to somebody who is on the phone anyway."""
    return next(iter(by_person(due_calls_to([person], now=now))), None)


def settle_calls(person: User, *, by: User, has_reached: bool, shown_at: dt.datetime, now: dt.datetime) -> None:
    """Everything that stood on her row was said, or nobody answered. What came onto the list later stays there."""
    calls = list(due_calls_to([person], now=shown_at))
    if has_reached:
        calls += unreached_calls_for([person]).filter(due_at__lte=shown_at)
    for call in calls:
        with contextlib.suppress(CallIsOver):  # it is no longer to be said
            (reach_person if has_reached else no_answer)(call, by=by, now=now)


def _worth_a_call(calls: QuerySet[Call]) -> list[Call]:
    """Everything that is to be said to people of whom anything is worth a call; the others have no words made in vain."""
    rows, along = list(calls), set(said_along())
    people = {call.message.recipient_id for call in rows if call.message.reason not in along}
    return [call for call in rows if call.message.recipient_id in people]


def by_person(calls: Iterable[Call], *, districts: frozenset[int] = frozenset()) -> list[PersonToCall]:
    rows: dict[int, PersonToCall] = {}
    for call in calls:
        person = call.message.recipient
        rows.setdefault(person.pk, PersonToCall(person, [], districts)).calls.append((call, _say(call)))
    return list(rows.values())


def _say(call: Call) -> Words:
    """What is said aloud: the words for the phone, without links. One without words is still a person who waits."""
    call.message.channel = Channel.PHONE
    try:
        words = words_for(call.message)
    except (ObjectDoesNotExist, LookupError, AttributeError):
        logger.exception("call %s has no words", call.pk)
        return Words(_("Bitte sehen Sie bei dieser Person nach, was es Neues gibt."), "")
    return Words(words.subject, "\n\n".join(without_links(words.body)))
