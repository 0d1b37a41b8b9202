"""Registers the overview as a reason like any other: it goes by mail alone, and nobody is called for it."""

from piano.messaging.digest.gathering import DIGEST
from piano.messaging.digest.lines import about_digest, has_lines, take_along, untell
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register

register(
    Reason(
        name=DIGEST,
        message_class=MessageClass.DIGEST,
        is_still_due=has_lines,
        context=about_digest,
        priority=9,
        is_by_mail_alone=True,
        take_along=take_along,
        untell=untell,
    )
)
