"""What is written about calls that are handed on: to the organisation without a name, to the helper with the way to it; and to a
team about its meetings and what was taken on there.
"""

from collections.abc import Callable
from typing import Any

from helpers.models import CircleDecision, CircleMeeting
from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from requests.circles.links import sending_link
from requests.circles.sending import is_overdue, standing
from requests.models import Sending

say_about("requests:sending", "Ein Anruf, der bei einer anderen Stelle liegt")
say_about("requests:team", "Das Team im Quartier")
say_about("requests:team_meeting", "Ein Treffen des Teams im Quartier")
say_about("requests:handed_to_us_one", "Ein Anruf, der an Sie weitergegeben wurde")
Values = dict[str, Any]


def _row(pk: int) -> Sending:
    return Sending.objects.select_related("organisation", "referral__district").get(pk=pk)


def _about(row: Sending) -> Values:
    house, district = default_house(), row.referral.district
    return {
        "organisation": row.organisation.name,
        "district": district.name if district else "",
        "matter": row.about or row.referral.get_kind_display(),
        "answer_by": clock.say_day(row.answer_by),
        "house_label": house.label,
        "house_phone": say_phone(house.number),
    }


def about_page(pk: int, recipient: Any) -> Values:
    row = _row(pk)
    return {**_about(row), "link": link_behind_sign_in(recipient, "requests:handed_to_us_one", row.reference)}


def about_desk(pk: int, recipient: Any) -> Values:
    row = _row(pk)
    return {**_about(row), "link": sending_link(row, recipient)}


def about_helper(pk: int, recipient: Any) -> Values:
    row = _row(pk)
    link = link_behind_sign_in(recipient, "requests:sending", row.reference)
    return {**_about(row), "answer": row.get_answer_display(), "link": link}


def about_meeting(pk: int, recipient: Any) -> Values:
    row = CircleMeeting.objects.select_related("circle__district").get(pk=pk)
    slug = row.circle.district.slug
    return {
        "district": row.circle.district.name,
        "moment": clock.say_moment(row.starts_at),
        "place": row.place,
        "link": link_behind_sign_in(recipient, "requests:team_meeting", slug, row.reference),
    }


def about_task(pk: int, recipient: Any) -> Values:
    """What it is stands behind the sign-in: its words may tell of somebody."""
    district = CircleDecision.objects.select_related("meeting__circle__district").get(pk=pk).meeting.circle.district
    return {"district": district.name, "link": link_behind_sign_in(recipient, "requests:team", district.slug)}


def _stands(pk: int) -> bool:
    return CircleMeeting.objects.filter(pk=pk, called_off_at=None, closed_at=None).exists()


def _is_off(pk: int) -> bool:
    return CircleMeeting.objects.filter(pk=pk, called_off_at__isnull=False).exists()


def _is_to_do(pk: int) -> bool:
    return CircleDecision.objects.filter(pk=pk, done_at=None).exists()


def _waits(pk: int) -> bool:
    return standing().filter(pk=pk, answer="").exists()


def _is_answered(pk: int) -> bool:
    return standing().filter(pk=pk).exclude(answer="").exists()


def _is_overdue(pk: int) -> bool:
    row = standing().filter(pk=pk).first()
    return row is not None and is_overdue(row, today=clock.today())


KNOWN: tuple[tuple[str, Callable[[int], bool], Callable[[int, Any], Values]], ...] = (
    ("call_handed_on", _waits, about_page),
    ("call_handed_on_desk", _waits, about_desk),
    ("sending_answered", _is_answered, about_helper),
    ("sending_overdue", _is_overdue, about_helper),
    ("team_meeting", _stands, about_meeting),
    ("team_meeting_off", _is_off, about_meeting),
    ("team_task", _is_to_do, about_task),
)
for name, is_still_due, context in KNOWN:
    register(
        Reason(
            name=name,
            message_class=MessageClass.NORMAL,
            is_still_due=is_still_due,
            context=context,
            template={"call_handed_on_desk": "call_handed_on"}.get(name, name),
            priority=3,
        )
    )
