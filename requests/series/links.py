"""The link in a series' messages: signed, bound to question and person, alive a month longer than the series. A GET never acts."""

import datetime as dt

from piano.kit import clock
from piano.kit.links import link_to, read_signed, sign
from requests.models import Regular
from volunteers.profile import is_suspended

SALT = "requests.series"
LIVES_ON = dt.timedelta(days=30)


def regular_link(regular: Regular) -> str:
    token = token_for(regular.reference, regular.person_id)
    return link_to("requests:regular_by_link", regular.reference, token)


def token_for(reference: str, person_id: int) -> str:
    return sign(SALT, r=reference, p=person_id)


def regular_behind(reference: str, token: str, *, now: dt.datetime) -> Regular | None:
    """What a link opens, or None when it is wrong or too old, or its person may not come in any more."""
    named = read_signed(token, salt=SALT)
    if named is None or named.get("r") != reference:
        return None
    found = regulars_with_case().filter(reference=reference, person=named["p"], person__is_active=True).first()
    return found if found and _is_alive(found, now) and not is_suspended(found.person_id) else None


def _is_alive(regular: Regular, now: dt.datetime) -> bool:
    """Until the series is over, or was to be looked at anew; one that goes on has a later day for that."""
    series = regular.series
    if series.ended_at and now > series.ended_at + LIVES_ON:
        return False
    return clock.local(now).date() <= series.review_on + LIVES_ON


def regulars_with_case():  # type: ignore[no-untyped-def]
    fields = ("category", "district", "resident__user", "resident__building__district")
    return Regular.objects.select_related("person", *(f"series__help_request__{name}" for name in fields))


def find_regular(person_id: int, reference: str) -> Regular | None:
    if is_suspended(person_id):
        return None
    row: Regular | None = regulars_with_case().filter(reference=reference, person=person_id).first()
    return row
