"""Why somebody is written to about a conversion. Never what is said of health: the words name flat, step and day."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.conversions import notices
from quarters.conversions.access import LANDLORD
from quarters.conversions.advancing import facts_of
from quarters.conversions.deadlines import deadlines
from quarters.conversions.gates import missing, turn
from quarters.conversions.reading import label_of, say_gap
from quarters.conversions.states import Turn
from quarters.conversions.words import how_it_stands
from quarters.models import Conversion, Resident
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about

say_about("quarters:own_conversion", _("Der Umbau Ihrer Wohnung"))
say_about("quarters:conversion", _("Ein Umbau, bei dem etwas zu tun ist"))


def _tenant_lives(conversion_id: int) -> bool:
    return Resident.objects.filter(conversions__conversion=conversion_id, died_on=None).exists()


def _step(conversion_id: int, recipient: Any) -> dict[str, Any]:
    conversion = Conversion.objects.get(pk=conversion_id)
    return {
        "how": how_it_stands(conversion.state),
        "link": link_behind_sign_in(recipient, "quarters:own_conversion", conversion.reference),
    }


def _is_ahead(conversion_id: int) -> bool:
    conversion = Conversion.objects.filter(pk=conversion_id, is_shared=True).first()
    return conversion is not None and bool(deadlines(conversion, today=clock.today()))


def _due(conversion_id: int, recipient: Any) -> dict[str, Any]:
    conversion = Conversion.objects.select_related("flat__building").get(pk=conversion_id)
    ahead = deadlines(conversion, today=clock.today())
    link = link_behind_sign_in(recipient, "quarters:conversion", conversion.reference)
    return {"flat": str(conversion.flat), "lines_ahead": [one.words for one in ahead], "link": link}


def _waits_for_landlord(conversion_id: int) -> bool:
    conversion = Conversion.objects.filter(pk=conversion_id, is_shared=True).first()
    return conversion is not None and turn(facts_of(conversion, today=clock.today())) == Turn.LANDLORD


def _turn(conversion_id: int, recipient: Any) -> dict[str, Any]:
    """Flat and step, as the landlord's people may read them."""
    conversion = Conversion.objects.select_related("flat__building").get(pk=conversion_id)
    return {
        "flat": str(conversion.flat),
        "step": label_of(conversion.state, LANDLORD),
        "lines_missing": [say_gap(need, LANDLORD).words for need in missing(facts_of(conversion, today=clock.today()))],
        "link": link_behind_sign_in(recipient, "quarters:conversion", conversion.reference),
    }


register(
    Reason(
        name=notices.TURN,
        message_class=MessageClass.NORMAL,
        is_still_due=_waits_for_landlord,
        context=_turn,
        can_wait=True,
    )
)
register(
    Reason(
        name=notices.DUE,
        message_class=MessageClass.NORMAL,
        is_still_due=_is_ahead,
        context=_due,
        can_wait=True,
    )
)
register(
    Reason(
        name=notices.STEP,
        message_class=MessageClass.NORMAL,
        is_still_due=_tenant_lives,
        context=_step,
        can_wait=True,
    )
)
