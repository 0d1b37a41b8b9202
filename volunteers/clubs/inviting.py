"""A founder is sent her own link, in her language: by mail or short message, else somebody of the house calls her."""

import datetime as dt
from typing import Any

from django.db import transaction

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.channels import channel_named
from piano.messaging.models import MessageClass
from piano.messaging.outbox import cancel_owed, owe
from piano.messaging.reasons import Reason, register
from quarters.ideas.bringing import Somebody, account_of
from quarters.models import Reach, User
from quarters.signing.new_links import offers_new
from volunteers.clubs.errors import HandedOver, NoWayToHer
from volunteers.clubs.links import founder_link, lost_behind
from volunteers.models import Founder, Founding

INVITED, KIND = "founder_invited", "founder"


def send_link(founder: Founder, *, now: dt.datetime) -> Founder:
    """Owes her the link; twice a day is once. Locks the founding. Raises `NoWayToHer`, `HandedOver`."""
    with transaction.atomic():
        founding = Founding.objects.select_for_update(of=("self",)).get(pk=founder.founding_id)
        if founding.handed_over_at:
            raise HandedOver()
        row = Founder.objects.select_for_update(of=("self",)).select_related("person").get(pk=founder.pk)
        if not row.phone and not row.email:
            raise NoWayToHer()
        row.person, row.told_at = row.person or _account_of(row), now
        row.save(update_fields=["person", "told_at"])
        slot = f"{clock.local(now):%y%m%d}"
        owe(reason=INVITED, subject=f"founder:{row.pk}", recipient=row.person, slot=slot, now=now)
    return row


def send_links(founding: Founding, *, now: dt.datetime) -> int:
    """To everybody who can be reached and has none yet. Returns how many. Raises `HandedOver`."""
    rows = founding.founders.filter(told_at=None).exclude(phone="", email="")
    with transaction.atomic():
        return len([send_link(row, now=now) for row in rows.order_by("pk")])


def forget_address(founder: Founder) -> None:
    """She is reached another way now: what was sent to the old address opens nothing, and nothing more goes there. Not saved."""
    cancel_owed(subject=f"founder:{founder.pk}")
    founder.person, founder.told_at = None, None


def _account_of(row: Founder) -> User:
    person = account_of(Somebody(row.name, row.phone, row.email, row.language))
    if not row.email and person.reach == Reach.PHONE and channel_named("sms").reaches(person):
        person.reach = Reach.SMS
        person.save(update_fields=["reach"])
    return person


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    row = Founder.objects.select_related("founding__district", "founding__enabler").get(pk=pk)
    founding, house = row.founding, default_house()
    return {
        "association": founding.name,
        "helper": founding.enabler.full_name if founding.enabler else "",
        "link": founder_link(row),
        "house_label": house.label or founding.district.name,
        "house_phone": say_phone(founding.district.phone or house.number),
    }


def _is_there(pk: int) -> bool:
    return Founder.objects.filter(pk=pk, founding__ended_at=None, founding__handed_over_at=None).exists()


register(Reason(name=INVITED, message_class=MessageClass.NORMAL, is_still_due=_is_there, context=_about))
offers_new(KIND, lost_behind, is_still_due=_is_there, context=_about)
