"""What becomes of a call: a request of a known or new person, or a referral. One transaction; the same form is one row."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from quarters.models import Consent, District, Resident, Urgency, User
from quarters.residents import record_consent, register_resident, update_resident
from requests.intake import Caller, Wish, take_request
from requests.models import HelpRequest, Referral, Source
from requests.referrals import refer_call
from requests.states import OPEN_REQUEST_STATES
from requests.wish_time import Part, When, read_wish_time

PERSON_FIELDS = ("given_name", "family_name", "salutation", "phone", "street", "house_number", "floor")


@dataclass(frozen=True)
class Known:
    """What is shown of a known person while she is on the phone."""

    resident: Resident
    open_requests: list[HelpRequest]
    usual_category: str
    has_agreed: bool


def load_known(resident: Resident) -> Known:
    """Three queries. The usual category is the most frequent of the past."""
    own = HelpRequest.objects.filter(resident=resident).select_related("category")
    usual = own.values("category__code").annotate(times=Count("pk")).order_by("-times", "category__code").first()
    consents = Consent.objects.filter(person=resident.user, purpose=Consent.ConsentPurpose.HELP, withdrawn_at=None)
    return Known(
        resident=resident,
        open_requests=list(own.filter(state__in=OPEN_REQUEST_STATES).order_by("-created_at")),
        usual_category=usual["category__code"] if usual else "",
        has_agreed=consents.exists(),
    )


def take_call(
    data: dict[str, Any],
    *,
    resident: Resident | None,
    default: District,
    by: User,
    now: dt.datetime,
    token: uuid.UUID | None,
) -> HelpRequest:
    """Raises what `register_resident` and `take_request` raise; nothing is written then."""
    with transaction.atomic():
        person = _person(data, resident, default, now=now)
        record_consent(
            person=person.user,
            purpose=Consent.ConsentPurpose.HELP,
            language=person.user.language,
            now=now,
            read_out_by=by,
        )
        return take_request(
            resident=person,
            wish=_wish(data, now=now),
            source=Source.PHONE,
            by=by,
            now=now,
            caller=caller_of(data),
            form_token=token,
        )


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
    caller = caller_of(data)
    if not caller.name and not resident:
        name = f"{data['salutation']} {data['given_name']} {data['family_name']}"
        caller = Caller(name=" ".join(name.split()), phone=data["phone"] or caller.phone)
    elif not caller.name and resident:
        caller = Caller(name=resident.user.addressed_name, phone=resident.user.phone)
    return refer_call(
        kind=data["outcome"],
        words=data["words"],
        district=(resident and resident.district) or data["district"] or default,
        by=by,
        now=now,
        caller=caller,
        resident=resident,
        form_token=token,
    )


def caller_of(data: dict[str, Any]) -> Caller:
    return Caller(name=data["caller_name"], phone=data["caller_phone"], relation=data["caller_relation"])


def _person(data: dict[str, Any], resident: Resident | None, default: District, *, now: dt.datetime) -> Resident:
    district = data["district"] or default
    if resident is None:
        fields = {name: data[name] for name in PERSON_FIELDS}
        return register_resident(now=now, district=district, language=data["language"] or "de", **fields)
    if resident.district is None:
        update_resident(resident, district=district)
    return resident


def _wish(data: dict[str, Any], *, now: dt.datetime) -> Wish:
    category = data["category"]
    minutes = data["minutes"] or category.minutes_from
    time = read_wish_time(
        when=data["when"] or When.SOON,
        day=data["day"],
        part=data["part"] or Part.ANY,
        time=data["time"],
        minutes=minutes,
        now=now,
    )
    language = data["language"] or "de"
    return Wish(
        category=category,
        window=time.window,
        minutes=minutes,
        urgency=data["urgency"] or Urgency.NORMAL,
        words=data["words"],
        hints=data["hints"],
        wish_time=data["wish_time"] or time.words,
        needs_language=language if data["needs_language"] and language != "de" else "",
    )
