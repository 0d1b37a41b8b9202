"""What is written about a week: that a new sheet is here. By mail it goes along, by post it lies in the envelope; a short text says
that it is on its way.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, set_pdf
from piano.messaging.models import Message, MessageClass
from piano.messaging.reasons import Reason, register
from piano.messaging.words import Attachment
from quarters.models import User
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from requests.models import WeekPlan
from requests.weeks.looking import CHANGED, SHEET
from requests.weeks.numbers import numbers_for
from requests.weeks.sheets import week_sheets


def _plan(pk: int) -> WeekPlan:
    return WeekPlan.objects.select_related("resident__user", "resident__district").get(pk=pk)


def _is_wanted(pk: int) -> bool:
    return WeekPlan.objects.filter(pk=pk, ended_at=None, resident__died_on=None).exists()


def _about(pk: int, recipient: User) -> dict[str, Any]:
    plan = _plan(pk)
    ours = numbers_for(plan.resident)[0]
    return {
        "moment": clock.say_moment(clock.now()),  # as on the sheet itself, which is set at the same time
        "house_label": ours.label,
        "house_phone": say_phone(ours.number),
        "link": link_behind_sign_in(recipient, "requests:own_week"),
    }


def _sheets(pk: int) -> list[Sheet]:
    """As the week is when it leaves; its date is that of the moment."""
    now = clock.now()
    return week_sheets(_plan(pk).resident, first_day=clock.local(now).date(), now=now)


def _along(pk: int, recipient: User) -> Sequence[Attachment]:
    return [Attachment("meine-woche.pdf", set_pdf(*_sheets(pk)), "application/pdf")]


def enclosed(message: Message) -> list[Sheet]:
    """What lies in the envelope beside the letter, in her language."""
    if message.reason != SHEET:
        return []
    with translation.override(message.recipient.reads_in):
        return _sheets(int(message.subject.rpartition(":")[2]))


say_about("requests:own_week", _("Wer in dieser Woche wann zu Ihnen kommt."))
register(
    Reason(
        name=SHEET,
        message_class=MessageClass.NORMAL,
        is_still_due=_is_wanted,
        context=_about,
        attach=_along,
        priority=6,
        is_a_sheet=True,
    )
)
register(
    Reason(
        name=CHANGED,
        message_class=MessageClass.NORMAL,
        is_still_due=_is_wanted,
        context=_about,
        priority=6,
    )
)
