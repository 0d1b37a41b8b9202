"""The link in a mail to an organisation that has nobody here: signed for one desk and one call handed on.

It opens as long as that lies with the organisation and its address is still the one that the mail went to. A GET shows no name.
"""

import datetime as dt

from piano.kit import clock
from piano.kit.links import link_to, read_signed, sign
from quarters.models import User
from requests.circles.desks import is_desk_of
from requests.models import Sending, SendingWay

SALT = "requests.sending"
LIVES = dt.timedelta(days=60)


def sending_link(sending: Sending, desk: User) -> str:
    ends = clock.local(clock.now()).date() + LIVES
    return link_to("requests:sending_by_link", sign(SALT, s=sending.reference, p=desk.pk, e=ends.toordinal()))


def sending_behind(token: str, *, now: dt.datetime) -> Sending | None:
    """None for a link that is bent, too old, or not that organisation's any more; one that is over is found, to say so."""
    named = read_signed(token, salt=SALT)
    if named is None or clock.local(now).date().toordinal() > named["e"]:
        return None
    rows = Sending.objects.select_related("organisation", "referral__resident__user", "referral__resident__building")
    found = rows.select_related("referral__district").filter(reference=named["s"], way=SendingWay.EMAIL).first()
    return found if found and is_desk_of(named["p"], found.organisation) else None


def is_over(sending: Sending) -> bool:
    return sending.ended_at is not None or sending.referral.done_at is not None
