"""What a key means that whoever has duty presses when a machine calls her (docs/decisions/048).

A key proves that somebody is awake at the number, not who. So it stops the ringing and gives her time, or asks the next one at
once; it shows no name and no door, and agrees to no price: that takes the four digits or a sign-in.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from piano.messaging.key_presses import PASS_ON
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import User
from requests.advance import note_down
from requests.arranged.visits import decline_offer
from requests.errors import WrongState
from requests.finding.due import owe_step
from requests.finding.timing import latest_departure
from requests.locks import lock_visit
from requests.messages.ring_notices import LOOK_RING, OFFER_RING, rings_at, stop_ringing
from requests.models import AlertLook, AlertStep, Offer, Visit, WorkKind
from requests.states import OfferState, VisitState
from requests.urgency.escalating import take_care
from requests.urgency.unheard_rings import ring_offer_sooner, ring_to_look_sooner

TIME_TO_CONFIRM = dt.timedelta(minutes=15)
BY_KEY, PASSED_ON = "Am Telefon übernommen, die vier Ziffern fehlen noch: %s", "Am Telefon weitergegeben: %s"
LOOKS = "Sieht danach, am Telefon gesagt: %s"


def answer_offer(pk: int, person: User, key: str, now: dt.datetime) -> str:
    """1: nobody else is asked for a quarter of an hour. 2: the deputy is asked at once. Raises `OfferAlreadyAnswered`, `WrongState`."""
    offer = Offer.objects.select_related("visit").get(pk=pk)
    if key == PASS_ON:
        decline_offer(offer, by=person, now=now, note="am Telefon weitergegeben")
        return str(_("Danke. Wir fragen jetzt die Vertretung."))
    until = take_by_key(offer, by=person, now=now)
    return str(
        _(
            "Danke, Sie übernehmen. Bitte öffnen Sie jetzt die Nachricht mit dem Link, und bestätigen Sie mit Ihren vier Ziffern."
            " Dann sehen Sie, wohin es geht. Ohne die Ziffern fragen wir um {time} die Vertretung."
        )
    ).format(time=clock.say_time(until))


def take_by_key(offer: Offer, *, by: User, now: dt.datetime) -> dt.datetime:
    """She is awake and takes it: until when the digits have to follow. Once; a second time changes nothing. Locks visit, offer."""
    with transaction.atomic():
        visit = lock_visit(offer.visit_id)
        row = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
        if row.state != OfferState.OPEN:
            raise WrongState()
        if not AlertLook.objects.filter(offer=row, step=AlertStep.BY_KEY).exists():
            row.answer_by = max(row.answer_by, now + TIME_TO_CONFIRM)
            row.save(update_fields=["answer_by"])
            AlertLook.objects.create(offer=row, step=AlertStep.BY_KEY, at=now)
            owe_step(visit, WorkKind.EXPIRE, due_at=row.answer_by)
            note_down(visit, by=by, now=now, note=BY_KEY % by.full_name)
            wake_engine()
    return row.answer_by


def answer_look(pk: int, person: User, key: str, now: dt.datetime) -> str:
    """1: she takes care, as on the board. 2: the next one hears of it at once. Raises `SomebodyCares`, `WrongState`."""
    visit = Visit.objects.get(pk=pk)
    if key == PASS_ON:
        pass_on(visit, by=person, now=now)
        return str(_("Danke. Wir fragen jetzt die nächste Person."))
    if visit.state == VisitState.HELD:
        _look_after(visit, by=person, now=now)
    else:
        take_care(visit, by=person, now=now)
    stop_ringing(visit, person=person)
    return str(_("Danke, Sie kümmern sich darum. Wen Sie anrufen, steht in der Nachricht, die Sie bekommen haben."))


def pass_on(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """She cannot: it goes on now instead of when her time is over. Locks the visit."""
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        note_down(visit, by=by, now=now, note=PASSED_ON % by.full_name)
        if visit.state == VisitState.DECISION and visit.cared_at is None:
            owe_step(visit, WorkKind.ESCALATE, due_at=now)
        stop_ringing(visit, person=by)
        wake_engine()


def _look_after(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """It waits for a judgement, which only her own page takes."""
    with transaction.atomic():
        note_down(lock_visit(visit.pk), by=by, now=now, note=LOOKS % by.full_name)


def _offer_rings(pk: int) -> bool:
    rows = Offer.objects.filter(pk=pk, state=OfferState.OPEN)
    return rows.exclude(alert_looks__step=AlertStep.BY_KEY).exists()


def _visit_rings(pk: int) -> bool:
    waits = [VisitState.HELD, VisitState.DECISION]
    return Visit.objects.filter(pk=pk, state__in=waits, cared_at=None).exists()


def about_offer_ring(pk: int, recipient: User) -> dict[str, Any]:
    """No word of a person, a place or a price: whoever picks up may be anybody."""
    offer = Offer.objects.select_related("visit__help_request__category", "visit__help_request__district").get(pk=pk)
    return {**_about(offer.visit), "answer_by": _say_near(offer.answer_by)}


def about_look_ring(pk: int, recipient: User) -> dict[str, Any]:
    visit = Visit.objects.select_related("help_request__category", "help_request__district").get(pk=pk)
    return {**_about(visit), "departure": _say_near(latest_departure(visit))}


def _say_near(moment: dt.datetime) -> str:
    """The time alone where it is of today."""
    is_today = clock.local(moment).date() == clock.today()
    return clock.say_time(moment) if is_today else clock.say_moment(moment)


def _about(visit: Visit) -> dict[str, Any]:
    return {"category": visit.help_request.category.name, "district": visit.help_request.district.name}


for name, is_still_due, context, on_key, on_unheard in (
    (OFFER_RING, _offer_rings, about_offer_ring, answer_offer, ring_offer_sooner),
    (LOOK_RING, _visit_rings, about_look_ring, answer_look, ring_to_look_sooner),
):
    register(
        Reason(
            name=name,
            message_class=MessageClass.URGENT,
            is_still_due=is_still_due,
            context=context,
            priority=0,
            on_key=on_key,
            on_unheard=on_unheard,
            rings_at=rings_at,
        )
    )
