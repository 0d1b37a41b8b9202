"""What becomes of a call: a request of a known or new person, or a referral. One transaction; the same form is one row."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import translation

from piano.kit import clock
from piano.kit.phones import say_phone
from quarters.contributions import give
from quarters.costs import Costs
from quarters.models import Consent, Contribution, ContributionKind, District, Resident, User
from quarters.people.acquaintance import acquaintance_of, get_to_know
from quarters.people.guardians import guardian_of, note_guardian
from quarters.people.people_search import district_of_street
from quarters.people.residents import CONSENT_WORDING, agree_to_help, note_lift, register_resident, update_resident
from quarters.people.talking import changed_needs, note_talking, say_needs
from requests.board.call_list import PersonToCall, load_to_say
from requests.models import HelpRequest, Hold, Notify, Referral, Source
from requests.states import OPEN_REQUEST_STATES
from requests.wishes.call_time import wish_of
from requests.wishes.costs import check_told, costs_for
from requests.wishes.holds import settle
from requests.wishes.intake import Caller, take_request
from requests.wishes.phrases import PHRASES
from requests.wishes.referrals import refer_call

PERSON_FIELDS = ("given_name", "family_name", "salutation", "phone", "street", "house_number", "postcode", "floor")
HELP, HEALTH = Consent.ConsentPurpose.HELP, Consent.ConsentPurpose.HEALTH
OPEN_SHOWN = 6
SIGNED = "signed"
OWN_YES = {
    "self": "hat es selbst am Telefon gesagt",
    "guardian": "gesetzliche Betreuung",
    SIGNED: "hat auf dem Zettel unterschrieben",
}


@dataclass(frozen=True)
class Known:
    """What is shown of a known person while she is on the phone."""

    resident: Resident
    open_requests: list[HelpRequest]
    usual_category: str
    usual_name: str
    consents: dict[str, dt.datetime]
    to_say: PersonToCall | None
    shown_at: dt.datetime

    @property
    def agreed_at(self) -> dt.datetime | None:
        return self.consents.get(HELP)

    @property
    def may_tell_hints(self) -> bool:
        return HEALTH in self.consents


def load_known(resident: Resident) -> Known:
    """Four queries. The usual category is the most frequent of the past."""
    own = HelpRequest.objects.filter(resident=resident).select_related("category")
    counted = own.filter(category__is_offered=True).values("category__code", "category__name")
    usual: Any = counted.annotate(times=Count("pk")).order_by("-times", "category__code").first() or {}
    consents = Consent.objects.filter(person=resident.user, withdrawn_at=None)
    return Known(
        resident=resident,
        open_requests=list(own.filter(state__in=OPEN_REQUEST_STATES).order_by("-created_at")[:OPEN_SHOWN]),
        usual_category=usual.get("category__code", ""),
        usual_name=usual.get("category__name", ""),
        consents=dict(consents.values_list("purpose", "given_at")),
        to_say=load_to_say(resident.user, now=clock.now()),
        shown_at=clock.now(),
    )


def consent_words(language: str) -> str:
    """What is read out, in the person's language where we have it, else in German."""
    with translation.override(language or "de"):
        return str(CONSENT_WORDING)


def take_call(
    data: dict[str, Any],
    *,
    resident: Resident | None,
    default: District,
    by: User,
    now: dt.datetime,
    token: uuid.UUID | None,
    source: str = Source.PHONE,
) -> HelpRequest:
    """By phone, or typed in from a slip: a signature on paper is a consent that nobody read out, and
    what it costs is told by the call or the letter that follows.

    Raises `CostsChanged` and what `register_resident` and `take_request` raise; nothing is written then.
    """
    wish = wish_of(data, now=now)
    costs = call_costs(data, resident=resident, default=default, urgency=wish.urgency, now=now)
    check_told(costs, data["told"])
    with transaction.atomic():
        person = _person(data, resident, default, now=now)
        if data["agreed"] and not _is_asked_later(data):
            _record_consents(data, person.user, by=by, now=now)
        if data["met"] and acquaintance_of(person) is None:
            get_to_know(person, by=by, on=clock.local(now).date(), limits_explained=True)
        taken = take_request(
            resident=person,
            wish=wish if source == Source.PAPER else replace(wish, costs=costs),
            source=source,
            by=by,
            now=now,
            caller=caller_of(data),
            form_token=token,
        )
        if taken.caller_name and data["own_yes"]:
            _settle_agreement(taken, data, by=by, now=now)
        if data["gives"]:
            _note_gift(data["gives"], of=taken, by=by, now=now, token=token)
        return taken


def _note_gift(words: str, *, of: HelpRequest, by: User, now: dt.datetime, token: uuid.UUID | None) -> None:
    """What the person said that she likes doing for others, in the same call."""
    give(
        kind=ContributionKind.GIFT,
        words=words,
        district=of.district,
        person=of.resident.user,
        taken_by=by,
        now=now,
        form_token=token,
    )


def _record_consents(data: dict[str, Any], person: User, *, by: User, now: dt.datetime) -> None:
    """To help, and to tell the hints where there are any; whoever signed was read out nothing."""
    reader = None if data.get("signed") == SIGNED else by
    agree_to_help(person, tells_hints=bool(data["hints"] or data["phrases"]), now=now, read_out_by=reader)


def write_down_idea(
    data: dict[str, Any],
    *,
    resident: Resident | None,
    default: District,
    by: User,
    now: dt.datetime,
    token: uuid.UUID | None,
) -> Contribution:
    """A call that brings an idea: it reaches the helpers' list under whoever had it."""
    if resident is not None:
        _note_how_to_talk(resident.user, data)
    caller = _who_called(data, resident)
    is_her_own = resident is not None and not data["caller_name"]
    return give(
        kind=ContributionKind.IDEA,
        words=data["words"],
        district=(resident and resident.district) or _district(data, default),
        person=resident.user if resident and is_her_own else None,
        name="" if is_her_own else caller.name,
        phone="" if is_her_own else caller.phone,
        taken_by=by,
        now=now,
        form_token=token,
    )


def _is_asked_later(data: dict[str, Any]) -> bool:
    """The caller heard the sentence, not the person: her consent is asked when she is called."""
    return bool(data["caller_name"]) and not data["own_yes"]


def _settle_agreement(taken: HelpRequest, data: dict[str, Any], *, by: User, now: dt.datetime) -> None:
    """The caller is the guardian, or has just passed the person on."""
    how = OWN_YES[data["own_yes"]]
    if data["own_yes"] == "guardian":
        known = guardian_of(taken.resident) if not data["guardian_file"] else None
        guardian = known or note_guardian(
            taken.resident, name=taken.caller_name, phone=taken.caller_phone, file=data["guardian_file"], by=by, now=now
        )
        how = f"{how}: {guardian}"
    settle(taken, Hold.AGREEMENT, how=how, by=by, now=now)


def call_costs(
    data: dict[str, Any], *, resident: Resident | None, default: District, urgency: str, now: dt.datetime
) -> Costs:
    """What the helper reads out for the kind of help that is chosen, where the person lives."""
    district = (resident and resident.district) or _district(data, default)
    return costs_for(data["category"], district, day=clock.local(now).date(), urgency=urgency)


def refer(
    data: dict[str, Any],
    *,
    resident: Resident | None,
    default: District,
    by: User,
    now: dt.datetime,
    token: uuid.UUID | None,
) -> Referral:
    """Writes down a call that is no request, under whoever was named."""
    if resident is not None:
        _note_how_to_talk(resident.user, data)
    return refer_call(
        kind=data["outcome"],
        words=_referred_words(data),
        district=(resident and resident.district) or _district(data, default),
        by=by,
        now=now,
        caller=_who_called(data, resident),
        resident=resident,
        form_token=token,
    )


def _referred_words(data: dict[str, Any]) -> str:
    """Everything that was typed: of a call that becomes no request nothing is kept elsewhere, and 112 asks where."""
    name = " ".join(data[part] for part in ("salutation", "given_name", "family_name") if data[part])
    street = " ".join(data[part] for part in ("street", "house_number") if data[part])
    where = ", ".join(part for part in (street, data["postcode"], data["floor"]) if part)
    parts = (
        data["words"],
        data["hints"],
        data["wish_time"],
        "; ".join(str(PHRASES[code]) for code in data["phrases"]),
        "; ".join(say_needs(changed_needs(data))),
        f"Für: {name}" if name and data["caller_name"] else "",
        f"Telefon dort: {say_phone(data['phone'])}" if data["phone"] and data["caller_phone"] else "",
        f"Wo: {where}" if where else "",
    )
    return "\n".join(part for part in parts if part)


def caller_of(data: dict[str, Any]) -> Caller:
    said = {name: data[f"caller_{name}"] for name in ("name", "phone", "relation")}
    return Caller(**said, notify=data["notify"] or Notify.TENANT) if said["name"] else Caller(**said)


def _who_called(data: dict[str, Any], resident: Resident | None) -> Caller:
    """The caller, else the person herself, with the number to call back."""
    caller = caller_of(data)
    if resident:
        name, phone = resident.user.addressed_name, resident.user.phone
    else:
        name = " ".join(data[part] for part in ("salutation", "given_name", "family_name") if data[part])
        phone = data["phone"]
    return Caller(name=caller.name or name, phone=caller.phone or phone, relation=caller.relation)


def _person(data: dict[str, Any], resident: Resident | None, default: District, *, now: dt.datetime) -> Resident:
    if resident is None:
        resident = register_resident(
            now=now,
            district=_district(data, default),
            language=data["language"] or "de",
            speaks_german=not data["needs_language"],
            **{name: data[name] for name in PERSON_FIELDS},
        )
    elif resident.district is None:
        resident = update_resident(resident, district=_district(data, default))
    _note_how_to_talk(resident.user, data)
    if resident.building and data["lift"]:
        note_lift(resident.building, has_lift=data["lift"] == "yes")
    return resident


def _note_how_to_talk(person: User, data: dict[str, Any]) -> None:
    """What she asks for in this call; what nobody touched stays as it is."""
    said = changed_needs(data)
    if said or data["tells_by"]:
        note_talking(person, reach=data["tells_by"], **said)


def _district(data: dict[str, Any], default: District) -> District:
    """The chosen one, else where the street is known to be, else the helper's own."""
    chosen: District | None = data["district"]
    return chosen or district_of_street(data["street"], data["house_number"]) or default
