"""What whoever may read an incident hears of it: that there is one, and where; nothing of what stands in it."""

from typing import Any

from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from requests.incidents.acts import TO_READ
from requests.models import Incident

say_about("requests:incidents", "Ein Vorfall, den Sie lesen sollen.")


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    row = Incident.objects.select_related("district").get(pk=pk)
    return {"district": row.district.name, "link": link_behind_sign_in(recipient, "requests:incidents")}


def _is_open(pk: int) -> bool:
    return Incident.objects.filter(pk=pk, decided_at=None).exists()


register(Reason(name=TO_READ, message_class=MessageClass.NORMAL, is_still_due=_is_open, context=_about, priority=3))
