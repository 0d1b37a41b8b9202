"""The end of the wizard: the person becomes a resident where she is none, agrees, and the request is taken.

And the way back: what is known of a person or of an earlier request, as answers that need not be typed again.
"""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.templatetags.piano import phone as as_dialled
from quarters.costs import Costs
from quarters.models import Resident, TrustScope, Urgency, User
from quarters.people.languages import language_of
from quarters.people.residents import (
    agree_to_help,
    find_or_make_building,
    register_resident,
    tidy_street,
    update_resident,
)
from quarters.people.talking import changed_needs, needs_of, note_talking
from quarters.signing.limited import is_limited
from requests.models import HelpRequest, Notify, Source
from requests.series.ending import stop_request
from requests.wishes.costs import costs_for
from requests.wishes.intake import Caller, Wish, take_request
from requests.wishes.phrases import as_kept, codes_of
from requests.wishes.wish_time import When
from requests.wishes.wizard import HINTS, OFTEN, WHAT, WHEN, WHO, Answers, Typed, is_regular, plan_of, time_of

PERSON_FIELDS = ("given_name", "family_name", "salutation", "phone", "language")
PLACE_FIELDS = ("district", "street", "house_number", "postcode")
YES = "on"
ANOTHER_TIME = "Anderer Termin gewünscht"


class AddressIsHers(DomainError):
    message = _("Bei uns steht eine andere Adresse. Die ändert nur die Person selbst. Bitte rufen Sie uns an.")


class TalkingIsHers(DomainError):
    message = _("Wie wir miteinander sprechen, sagt uns die Person selbst. Bitte rufen Sie uns an.")


class NotWithPaperCode(DomainError):
    message = _(
        "Mit einem Code vom Papier bleibt alles, wie wir es kennen, und Sie bitten nur für sich selbst. "
        "Soll sich etwas ändern, rufen Sie uns bitte an."
    )


def send_wizard(
    answers: Answers,
    *,
    user: User | None,
    token: uuid.UUID | None,
    now: dt.datetime,
    replaces: HelpRequest | None = None,
) -> HelpRequest:
    """One transaction: the old request ends only when the new one is taken. The same token twice is one request.

    Raises what `take_request` and `register_resident` raise.
    """
    with transaction.atomic():
        if replaces is not None and user is not None:
            _withdraw(replaces, by=user, now=now)
        resident = _resident(answers[WHO], user, now=now)
        _note_how_to_talk(resident.user, answers[WHO])
        if answers[WHO]["for_whom"] == "self":  # nobody agrees for another: she is called first
            _agree(resident.user, answers, now=now)
        return take_request(
            resident=resident,
            wish=wish_of(answers, now=now),
            source=Source.WEB,
            by=user,
            now=now,
            caller=caller_of(answers, user),
            form_token=token,
        )


def wish_of(answers: Answers, *, now: dt.datetime) -> Wish:
    category, said, hints = answers[WHAT]["category"], answers[WHEN], answers[HINTS]
    who, time, plan = answers[WHO], time_of(answers, now=now), plan_of(answers, now=now)
    with translation.override(settings.LANGUAGE_CODE):  # kept for those who help; pages say both anew to whoever reads
        words, costs = time_of(answers, now=now).words, costs_of(answers, now=now)
    return Wish(
        category=category,
        window=time.window,
        minutes=category.minutes_from,
        urgency=urgency_of(answers),
        words="\n".join(part for part in (remark_of(answers), hints["words"]) if part),
        hints=hints["hints"],
        phrases=as_kept(hints["phrases"]),
        written_in=language_of(remark_of(answers) + hints["words"] + hints["hints"]),
        wish_time=words,
        deadline_on=said.get("deadline_on"),
        needs_language=who["language"] if who["needs_language"] and who["language"] != "de" else "",
        wants_gender=hints.get("wants_gender", ""),
        wished_name=hints["wished_name"],
        costs=costs,
        plan=plan,
        wants_regular=plan is None and is_regular(answers),
    )


def urgency_of(answers: Answers) -> str:
    category = answers[WHAT]["category"]
    return Urgency.URGENT if answers[WHEN]["when"] == When.TODAY else str(category.usual_urgency)


def costs_of(answers: Answers, *, now: dt.datetime) -> Costs:
    """What the last page tells before sending."""
    category, district = answers[WHAT]["category"], answers[WHO]["district"]
    return costs_for(category, district, day=clock.local(now).date(), urgency=urgency_of(answers))


def remark_of(answers: Answers) -> str:
    """What was said beside the choices of how often."""
    return str(answers[OFTEN]["remark"]) if is_regular(answers) else ""


def caller_of(answers: Answers, user: User | None) -> Caller:
    """Who asks, when the help is for somebody else."""
    who = answers[WHO]
    if who["for_whom"] == "self":
        return Caller()
    said = {name: who[f"caller_{name}"] for name in ("name", "phone", "relation")}
    return Caller(**said, knows=who["knows"], notify=who["notify"] or Notify.TENANT, user=user)


def _withdraw(help_request: HelpRequest, *, by: User, now: dt.datetime) -> None:
    stop_request(help_request, by=by, now=now, reason=ANOTHER_TIME)


def _agree(person: User, answers: Answers, *, now: dt.datetime) -> None:
    has_hints = bool(answers[HINTS]["hints"] or answers[HINTS]["phrases"])
    agree_to_help(person, tells_hints=has_hints, now=now, language=get_language() or "")


def _resident(who: dict[str, Any], user: User | None, *, now: dt.datetime) -> Resident:
    """Asking for oneself changes the own row; for somebody else a person of her own is written down."""
    fields = {name: who[name] for name in (*PERSON_FIELDS, *PLACE_FIELDS, "floor")}
    fields["speaks_german"] = not who["needs_language"] or who["language"] == "de"
    if user is None:
        return register_resident(now=now, **fields)
    if is_limited(user):
        return _own_as_known(user, who)
    if who["for_whom"] == "other":
        trusting = _trusting(user, who)
        if trusting:
            return _as_known(trusting, who)
        known = _asked_for_before(user, who)
        return _bring_up_to_date(known, fields) if known else register_resident(now=now, **fields)
    return (
        _bring_up_to_date(user.resident, fields)
        if user.is_resident
        else register_resident(now=now, user=user, **fields)
    )


def _own_as_known(user: User, who: dict[str, Any]) -> Resident:
    """In a limited session (quarters.limited) name, telephone and address stay. Raises `NotWithPaperCode`."""
    if who["for_whom"] == "other" or not user.is_resident or who["phone"] != user.phone:
        raise NotWithPaperCode()
    try:
        return _as_known(user.resident, who)
    except (AddressIsHers, TalkingIsHers) as error:
        raise NotWithPaperCode() from error


def _note_how_to_talk(person: User, who: dict[str, Any]) -> None:
    """What was ticked for her; a box that nobody touched stays as it is."""
    said = changed_needs(who)
    if said:
        note_talking(person, **said)


def _asked_for_before(user: User, who: dict[str, Any]) -> Resident | None:
    """The same name and number that this person asked for before: her mother stays one person."""
    rows = Resident.objects.filter(help_requests__asked_by=user, help_requests__source=Source.WEB, user__email=None)
    rows = rows.filter(user__family_name=who["family_name"], user__phone=who["phone"]).exclude(user=user)
    return rows.select_related("user").distinct().first()


def _trusting(user: User, who: dict[str, Any]) -> Resident | None:
    """Somebody who lets this person ask for her, by the same name and number."""
    rows = Resident.objects.filter(trusts__person=user, trusts__revoked_at=None, trusts__scope=TrustScope.ACT)
    rows = rows.filter(user__family_name=who["family_name"], user__phone=who["phone"])
    return rows.select_related("user", "building", "district").first()


def _as_known(resident: Resident, who: dict[str, Any]) -> Resident:
    """Where she lives and how one talks with her is hers to change. Raises `AddressIsHers`, `TalkingIsHers`."""
    if changed_needs(who):
        raise TalkingIsHers()
    known = answers_about(resident)
    said = (tidy_street(who["street"]), who["house_number"].strip(), who["district"].slug)
    if known["street"] and said != (known["street"], known["house_number"], known["district"]):
        raise AddressIsHers()
    return resident


def _bring_up_to_date(resident: Resident, fields: dict[str, Any]) -> Resident:
    """What was typed counts; a language that a helper noted and the form does not offer stays noted."""
    user = resident.user
    if not user.page_language:
        fields = fields | {"language": user.language, "speaks_german": resident.speaks_german}
    for name in PERSON_FIELDS:
        setattr(user, name, fields[name])
    user.save(update_fields=PERSON_FIELDS)
    building = find_or_make_building(**{name: fields[name] for name in PLACE_FIELDS})
    kept = {name: fields[name] for name in ("district", "floor", "speaks_german")}
    return update_resident(resident, building=building, **kept)


def answers_about(resident: Resident) -> dict[str, Any]:
    """What is known of a person, as it would be typed."""
    user, building, district = resident.user, resident.building, resident.district
    return {
        "salutation": user.salutation,
        "given_name": user.given_name,
        "family_name": user.family_name,
        "phone": as_dialled(user.phone),
        "language": user.language,
        "needs_language": "" if resident.speaks_german else YES,
        "floor": resident.floor,
        "street": building.street if building else "",
        "house_number": building.house_number if building else "",
        "postcode": building.postcode if building else "",
        "district": district.slug if district else "",
        **needs_of(user),
    }


def answers_again(help_request: HelpRequest, user: User) -> Typed:
    """An earlier request as answers; the time is open."""
    is_own = help_request.resident.user_id == user.pk
    who = answers_about(help_request.resident) | {
        "for_whom": "self" if is_own else "other",
        "caller_name": help_request.caller_name or ("" if is_own else user.full_name),
        "caller_phone": as_dialled(help_request.caller_phone),
        "caller_relation": help_request.caller_relation,
        "knows": help_request.knows,
        "notify": help_request.notify,
        "needs_language": YES if help_request.needs_language else "",
    }
    return {WHAT: {"category": help_request.category.code}, WHO: who, HINTS: _hints_again(help_request)}


def answers_for(resident: Resident, user: User, relation: str) -> Typed:
    """What a trusted person need not type; whether she knows of it is still asked."""
    caller = {"caller_name": user.full_name, "caller_phone": as_dialled(user.phone), "caller_relation": relation}
    return {WHO: answers_about(resident) | caller | {"for_whom": "other", "notify": Notify.BOTH}}


def _hints_again(help_request: HelpRequest) -> dict[str, Any]:
    return {
        "words": help_request.wish,
        "hints": help_request.hints,
        "phrases": codes_of(help_request),
        "may_tell_hints": YES if help_request.has_hints else "",
        "wants_gender": help_request.wants_gender,
        "wished_name": help_request.wished_name,
    }
