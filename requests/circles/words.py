"""How a call that was handed on went on its way, in one sentence for the helper."""

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from requests.circles.handing_on import subject_of
from requests.models import Sending, SendingWay

TO_PARTNER = ("call_handed_on", "call_handed_on_desk")


def how_it_went(sending: Sending) -> str:
    """Of the latest message to the organisation; of a letter whether it is posted."""
    if sending.way == SendingWay.LETTER:
        if sending.posted_at is None:
            return _("Der Brief ist noch nicht eingeworfen.")
        return _("Brief eingeworfen: {moment}").format(moment=clock.say_moment(sending.posted_at))
    rows = Message.objects.filter(subject=subject_of(sending), reason__in=TO_PARTNER)
    message = rows.exclude(state=MessageState.CANCELLED).order_by("-created_at", "-pk").first()
    if message is None:
        return ""
    if message.state == MessageState.SENT:
        sent_at = message.sent_at or message.created_at
        said = _("Am Telefon gesagt: {moment}") if message.channel == "phone" else _("Nachricht verschickt: {moment}")
        return said.format(moment=clock.say_moment(sent_at))
    if message.state == MessageState.ON_LIST:
        return _("Steht auf der Anrufliste: Bitte rufen Sie dort an.")
    if message.not_before > clock.now():
        return _("Die Nachricht geht hinaus: {moment}").format(moment=clock.say_moment(message.not_before))
    return _("Die Nachricht geht gleich hinaus.")
