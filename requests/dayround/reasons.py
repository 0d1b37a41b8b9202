"""What the round of calls writes to people."""

from typing import Any

from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import User
from quarters.signing.behind_sign_in import link_behind_sign_in
from requests.models import CallRound, RoundEntry
from requests.states import EntryState


def _in_hand(pk: int) -> bool:
    return RoundEntry.objects.filter(pk=pk, state=EntryState.HELPER).exists()


def _not_begun(pk: int) -> bool:
    return CallRound.objects.filter(pk=pk, closed_at=None).exclude(entries__steps__isnull=False).exists()


def about_entry(pk: int, recipient: User) -> dict[str, Any]:
    """For a helper: who it is in short, and where more stands. For duty: the district alone."""
    entry = RoundEntry.objects.select_related("resident__user", "round__district").get(pk=pk)
    room = "requests:round_entry" if recipient.role_kinds & {"helper", "coordinator"} else "requests:round_entry_duty"
    return {
        "district": entry.round.district.name,
        "short_name": entry.resident.user.short_name,
        "is_danger": entry.is_danger,
        "link": link_behind_sign_in(recipient, room, entry.reference),
    }


def about_round(pk: int, recipient: User) -> dict[str, Any]:
    row = CallRound.objects.select_related("district").get(pk=pk)
    return {
        "district": row.district.name,
        "people": row.entries.filter(state=EntryState.WAITING).count(),
        "link": link_behind_sign_in(recipient, "requests:call_round"),
    }


register(Reason("round_look", MessageClass.URGENT, _in_hand, about_entry, template="round_look", priority=1))
register(Reason("round_look_duty", MessageClass.URGENT, _in_hand, about_entry, template="round_look_duty", priority=1))
register(
    Reason("round_not_begun", MessageClass.URGENT, _not_begun, about_round, template="round_not_begun", priority=1)
)
