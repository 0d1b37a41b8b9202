"""What a series writes to people."""

from typing import Any

from piano.kit import clock
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import User
from requests.message_values import about_request
from requests.models import HelpRequest, Regular
from requests.series.links import regular_link
from requests.series.reading import dates_ahead
from requests.series.words import DATES_SAID, say_series
from requests.states import RegularState


def _is_asked(pk: int) -> bool:
    return Regular.objects.filter(pk=pk, state=RegularState.ASKED).exists()


def _always(pk: int) -> bool:
    return True


def about_regular(pk: int, recipient: User) -> dict[str, Any]:
    """Before a yes nothing names the tenant, but to who was there before and is asked alone."""
    regular = Regular.objects.select_related("series").get(pk=pk)
    help_request = _requests().get(pk=regular.series.help_request_id)
    regular.series.help_request = help_request
    values = about_request(help_request, recipient)
    values.pop("short_name")
    dates = dates_ahead(regular.series, now=clock.now())[:DATES_SAID]
    return {
        **values,
        "series": say_series(regular.series),
        "first": clock.say_day(dates[0].wish_window.lower) if dates else "",
        "minutes": regular.series.minutes,
        "distance": regular.reasons[0] if regular.reasons else "",
        "welcome": help_request.resident.user.short_name if regular.is_familiar else "",
        "answer_by": clock.say_moment(regular.answer_by),
        "link": regular_link(regular),
    }


def _requests() -> Any:
    return HelpRequest.objects.select_related("category", "district", "resident__user")


for name, is_still_due, context, is_said_along in (
    ("series_offer", _is_asked, about_regular, False),
    ("series_taken", _always, about_regular, True),
    ("series_not_needed", _always, about_regular, True),
):
    register(
        Reason(
            name=name,
            message_class=MessageClass.NORMAL,
            is_still_due=is_still_due,
            context=context,
            template=name,
            is_said_along=is_said_along,
        )
    )
