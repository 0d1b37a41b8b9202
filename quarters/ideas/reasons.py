"""Why whoever is in an initiative is written to, and what the words need to know, read when they are handed over."""

from collections.abc import Callable
from typing import Any

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.links import link_to
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.ideas.bringing import looked_over_by
from quarters.ideas.links import her_link, lost_behind
from quarters.ideas.stages import ALIVE, AT_REST, Stage
from quarters.ideas.still import TIME_TO_ANSWER, WAITS
from quarters.models import Initiative, InitiativeBudget, InitiativePerson, Part, User, Verdict
from quarters.signing.new_links import offers_new

Values = dict[str, Any]


def about_idea(pk: int, recipient: User) -> Values:
    row = Initiative.objects.select_related("district").get(pk=pk)
    mine = row.people.filter(person=recipient).first()
    return {**_of(row), "link": _link(row, mine), "why": row.turned_down_why, **_meeting(row)}


def about_person(pk: int, recipient: User) -> Values:
    joiner = InitiativePerson.objects.select_related("initiative__district").get(pk=pk)
    mine = joiner.initiative.people.filter(person=recipient).first()
    values = {**_of(joiner.initiative), **_meeting(joiner.initiative), "link": _link(joiner.initiative, mine)}
    return {**values, "who": joiner.called if joiner.may_reach else joiner.first_name}


def about_money(pk: int, recipient: User) -> Values:
    budget = InitiativeBudget.objects.select_related("initiative__district").get(pk=pk)
    mine = budget.initiative.people.filter(person=recipient).first()
    return {
        **_of(budget.initiative),
        "purpose": budget.purpose,
        "granted": say_euro(budget.granted_cents) if budget.verdict == Verdict.GRANTED else "",
        "wanted": say_euro(budget.cents),
        "why": budget.reason,
        "link": _link(budget.initiative, mine),
    }


def say_euro(cents: int) -> str:
    """„1.250 Euro“, „12,50 Euro“."""
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"{whole} Euro" if cents % 100 == 0 else f"{whole},{cents % 100:02d} Euro"


def _of(row: Initiative) -> Values:
    house = default_house()
    return {
        "title": row.title,
        "district": row.district.name,
        "look_by": clock.say_day(looked_over_by(row.brought_at)),
        "page": link_to("quarters:idea", row.slug) if row.slug else "",
        "is_paused": row.stage == Stage.PAUSED,
        "is_ended": row.stage == Stage.ENDED,
        "runs": row.stage in ALIVE,
        "answer_by": clock.say_day(row.asked_at + TIME_TO_ANSWER) if row.asked_at else "",
        "house_label": row.district.name if not house.label else house.label,
        "house_phone": say_phone(row.district.phone or house.number),
    }


def _meeting(row: Initiative) -> Values:
    if row.meets_at is None:
        return {"moment": "", "where": ""}
    ends = row.meets_until
    return {
        "moment": clock.say_span(row.meets_at, ends) if ends else clock.say_moment(row.meets_at),
        "where": row.meets_where,
    }


def _link(row: Initiative, mine: InitiativePerson | None) -> str:
    """Her own page where she is in it still, else the public one."""
    if mine is None:
        return link_to("quarters:idea", row.slug) if row.slug else link_to("quarters:ideas")
    return her_link(mine)


def _is_asked(pk: int) -> bool:
    return Initiative.objects.filter(WAITS, pk=pk).exclude(title="").exclude(stage=Stage.ENDED).exists()


def _is_there(pk: int) -> bool:
    return Initiative.objects.filter(pk=pk).exclude(title="").exists()


def _is_public(pk: int) -> bool:
    return Initiative.objects.published().filter(pk=pk).exists()


def _is_turned_down(pk: int) -> bool:
    return Initiative.objects.filter(pk=pk, turned_down_at__isnull=False).exists()


def _meets(pk: int) -> bool:
    return Initiative.objects.filter(pk=pk, meets_at__gt=clock.now()).exclude(stage__in=AT_REST).exists()


def _meets_no_more(pk: int) -> bool:
    return Initiative.objects.filter(pk=pk, meets_at=None).exists()


def _is_in_it(pk: int) -> bool:
    return InitiativePerson.objects.filter(pk=pk).exists()


def _runs_it(pk: int) -> bool:
    return InitiativePerson.objects.filter(pk=pk, part=Part.RUNS).exists()


def _is_decided(pk: int) -> bool:
    return InitiativeBudget.objects.filter(pk=pk).exclude(verdict="").exists()


# (name, whether it still holds, its values, told on the phone only along with something else, can wait for an overview)
KNOWN: tuple[tuple[str, Callable[[int], bool], Callable[[int, Any], Values], bool, bool], ...] = (
    ("idea_received", _is_there, about_idea, True, False),
    ("idea_public", _is_public, about_idea, False, False),
    ("idea_turned_down", _is_turned_down, about_idea, False, False),
    ("idea_welcome", _is_in_it, about_person, True, False),
    ("idea_joined", _is_in_it, about_person, True, True),
    ("idea_meeting", _meets, about_idea, False, False),
    ("idea_called_off", _meets_no_more, about_idea, False, False),
    ("idea_rest", _is_there, about_idea, False, False),
    ("idea_yours", _runs_it, about_person, False, False),
    ("idea_still", _is_asked, about_idea, False, False),
    ("idea_money", _is_decided, about_money, False, False),
)
for name, is_still_due, context, is_said_along, can_wait in KNOWN:
    register(
        Reason(
            name=name,
            message_class=MessageClass.NORMAL,
            is_still_due=is_still_due,
            context=context,
            is_said_along=is_said_along,
            can_wait=can_wait,
        )
    )
offers_new(
    "idea",
    lost_behind,
    is_still_due=_is_in_it,
    context=lambda pk, recipient: {"link": her_link(InitiativePerson.objects.get(pk=pk))},
)
