"""Something urgent is acknowledged by a person, or it goes on: whoever has duty looks, then the phone tree, one after another.

Every function but the verbs expects the visit locked by `locks.lock_visit`. Who said „Ich kümmere mich darum“ stands on the
visit; when nothing was decided an hour later, it goes on again.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpers.on_duty.on_call import next_duty, on_call_at, responsible_at
from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from piano.messaging.models import Message, MessageState
from piano.messaging.outbox import cancel_owed
from quarters.models import User
from requests.advance import note_down
from requests.errors import WrongState
from requests.finding import searching
from requests.finding.calling_out import may_call_out
from requests.finding.due import cross_off, owe_step
from requests.finding.offers import ask_on_duty
from requests.finding.timing import CARED_FOR, LOOK_FOR_DUTY
from requests.locks import lock_visit
from requests.messages import search_notices
from requests.models import Offer, Tier, TreePerson, Visit, WorkKind
from requests.policies.choosing import keep_snapshot, snapshot_of
from requests.policies.deciding import A_QUARTER
from requests.policies.plain import ON_CALL, Who
from requests.states import VisitState
from requests.urgency.phone_tree import tree_of
from requests.urgency.urgent import is_pressing

TAKES_CARE = "Kümmert sich darum"
TOLD = "Verständigt: %s"
NOBODY_LEFT = "Alle sind verständigt, niemand hat sich gemeldet"
ASKS_TO_LOOK = ("please_judge", "phone_tree")


class SomebodyCares(DomainError):
    """Names who was faster."""


def take_care(visit: Visit, *, by: User, now: dt.datetime, person: User | None = None) -> Visit:
    """„Ich kümmere mich darum“: nobody else is told meanwhile. `person`: somebody who said so on the phone.

    Her own second yes changes nothing. Raises `SomebodyCares`, `WrongState` for what is not urgent or not to be decided.
    """
    carer = person or by
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.state != VisitState.DECISION or not is_pressing(visit):
            raise WrongState()
        if visit.cared_by_id == carer.pk:
            return visit
        if visit.cared_at is not None:
            raise SomebodyCares(str(_("%(name)s kümmert sich schon darum.")) % {"name": visit.cared_by or _("Jemand")})
        visit.cared_by, visit.cared_at = carer, now
        visit.save(update_fields=["cared_by", "cared_at"])
        note_down(visit, by=by, now=now, note=TAKES_CARE if carer == by else f"{TAKES_CARE}: {carer.full_name}")
        stop_telling(visit, now=now)
        owe_step(visit, WorkKind.DECIDE, due_at=now + CARED_FOR)
        wake_engine()
    return visit


def stop_telling(visit: Visit, *, now: dt.datetime) -> None:
    """A person has it in her hands. What was said already stays said."""
    cross_off(visit, WorkKind.ESCALATE, now=now)
    for reason in ASKS_TO_LOOK:
        cancel_owed(subject=f"visit:{visit.pk}", reason=reason)


def escalate(visit: Visit, *, now: dt.datetime) -> None:
    """Nobody has acknowledged it in time: the next one hears of it, whoever is awake before anybody is woken."""
    cross_off(visit, WorkKind.ESCALATE, now=now)
    if visit.state != VisitState.DECISION or visit.cared_at is not None:
        return
    in_tree = _untold_tree(visit, now=now)
    turn = searching.whose_turn(visit, now, in_tree=len(in_tree))
    on_duty = _unasked_to_look(visit, now=now)
    if turn.ask.who in ON_CALL:
        searching.take(visit, turn, now=now)
    elif on_duty:
        _ask_to_look(visit, on_duty[0], now=now)
        _told(visit, on_duty[0], now=now, again_at=now + A_QUARTER)
    elif turn.ask.who == Who.TREE:
        keep_snapshot(visit, snapshot_of(visit, now=now).moved_to(turn.ask.step))
        visit.save(update_fields=["policy"])
        _tell_tree(visit, in_tree[0].person, now=now)
        _told(visit, in_tree[0].person, now=now, again_at=turn.ask.until)
    else:
        note_down(visit, by=None, now=now, note=NOBODY_LEFT)


def _told(visit: Visit, person: User, *, now: dt.datetime, again_at: dt.datetime) -> None:
    note_down(visit, by=None, now=now, note=TOLD % person.full_name)
    owe_step(visit, WorkKind.ESCALATE, due_at=again_at)


def _unasked_to_look(visit: Visit, *, now: dt.datetime) -> list[User]:
    """Whoever is awake and responsible now, the helpers' own team before a care service, and has not heard of it yet."""
    there = responsible_at(visit.help_request.district, now)
    asked = set(Offer.objects.filter(visit=visit, tier=Tier.CARE).values_list("person", flat=True))
    asked |= _heard(visit, "please_judge") | _heard(visit, "phone_tree", slot=_turn(visit, now))
    people = [there.person, there.deputy, *_of_care_services(visit, now=now)]
    return list(dict.fromkeys(one for one in people if one is not None and one.pk not in asked))


def _of_care_services(visit: Visit, *, now: dt.datetime) -> list[User]:
    return [duty.person for duty in on_call_at(district=visit.help_request.district, moment=now)]


def _ask_to_look(visit: Visit, person: User, *, now: dt.datetime) -> None:
    """A care service has its own page for that; who helps here has the board."""
    if person in _of_care_services(visit, now=now):
        search_notices.please_judge(visit, person, now=now)
    else:
        _tell_tree(visit, person, now=now)


def _tell_tree(visit: Visit, person: User, *, now: dt.datetime) -> None:
    search_notices.phone_tree(visit, person, slot=_turn(visit, now), now=now)


def _turn(visit: Visit, now: dt.datetime) -> str:
    """Who was told in an earlier turn, of which nothing came, is told again."""
    return str(snapshot_of(visit, now=now).turns)


def _untold_tree(visit: Visit, *, now: dt.datetime) -> list[TreePerson]:
    told = _heard(visit, "phone_tree", slot=_turn(visit, now))
    return [row for row in tree_of(visit.help_request.district_id) if row.person_id not in told]


def _heard(visit: Visit, reason: str, **slot: str) -> set[int]:
    """Who was told of this visit for this reason."""
    rows = Message.objects.filter(reason=reason, subject=f"visit:{visit.pk}", **slot)
    rows = rows.exclude(state=MessageState.CANCELLED)
    return set(rows.values_list("recipient", flat=True))


def await_duty(visit: Visit, *, now: dt.datetime) -> None:
    """Nobody had duty when it was somebody's turn: the chain waits, and goes on as soon as somebody is there."""
    if visit.state != VisitState.DECISION or not may_call_out(visit.help_request):
        cross_off(visit, WorkKind.AWAIT_DUTY, now=now)
        return
    person = None if visit.cared_at is not None else searching.next_on_duty(visit, now=now)
    if person is None:
        owe_step(visit, WorkKind.AWAIT_DUTY, due_at=look_again_at(visit, now=now))
        return
    cross_off(visit, WorkKind.AWAIT_DUTY, WorkKind.ESCALATE, now=now)
    ask_on_duty(visit, person, now=now)


def look_again_at(visit: Visit, *, now: dt.datetime) -> dt.datetime:
    """When somebody comes on duty by the rota, and before that every few minutes: a rota changes."""
    coming = next_duty(district=visit.help_request.district, moment=now)
    return min(coming.window.lower if coming else now + LOOK_FOR_DUTY, now + LOOK_FOR_DUTY)
