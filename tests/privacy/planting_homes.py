"""A conversion that has just ended, with something in every field that says something about somebody."""

import datetime as dt

from piano.kit import clock
from quarters.models import (
    Conversion,
    ConversionLetter,
    ConversionPerson,
    ConversionStep,
    Defect,
    Flat,
    Payer,
    Programme,
    Resident,
    RoomPhoto,
    Share,
    ShareState,
    User,
)


def plant_conversion(tenant: Resident, helper: User, *, words: str, now: dt.datetime) -> Conversion:
    today = clock.today()
    assert tenant.building is not None
    flat = Flat.objects.create(building=tenant.building, position="2. Stock")
    ends = {"state": "done", "since": now, "opened_at": now, "ended_at": now}
    case = Conversion.objects.create(flat=flat, helper=helper, cost_cents=100, **ends)
    health = {"care_grade": words, "entitled": words, "diagnosis": words, "fund_words": words}
    ConversionPerson.objects.create(conversion=case, resident=tenant, wish=words, source="phone", **health)
    programme = Programme.objects.create(
        code="kasse", name="Kasse", fund=Payer.CARE_FUND, max_cents=100, valid_from=today, valid_until=today
    )
    asked = {"asked_cents": 100, "cents": 100, "applied_on": today, "decided_on": today}
    Share.objects.create(
        conversion=case, payer=Payer.CARE_FUND, programme=programme, state=ShareState.APPROVED, **asked
    )
    ConversionStep.objects.create(conversion=case, from_state="works", to_state="done", by=helper, note=words, at=now)
    Defect.objects.create(
        conversion=case, room="bath", words="Silikon", found_on=today, closed_on=today, closed_by=helper
    )
    ConversionLetter.objects.create(conversion=case, kind="abnahme", posted_at=now, posted_by=helper)
    picture = {"large": b"x", "small": b"x", "width": 1, "height": 1, "digest": "x"}
    RoomPhoto.objects.create(conversion=case, room="bath", description=words[:200], added_at=now, **picture)
    return case
