"""What a series writes to people: each reason with its words' values, its class, and whether it is still owed."""

from collections.abc import Callable
from typing import Any

from piano.kit import clock
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import User
from requests.answers.links import LIVES_ON, TO_READ, Errand, answer_link, standing_link
from requests.messages.naming import announced_name
from requests.messages.values import about_request
from requests.models import DayQuestion, DayReason, HelpRequest, Pause, Regular, Series
from requests.series.links import regular_link
from requests.series.reading import dates_ahead, regular_of
from requests.series.words import DATES_SAID, say_series
from requests.states import RegularState, SeriesState


def _is_asked(pk: int) -> bool:
    return Regular.objects.filter(pk=pk, state=RegularState.ASKED).exists()


def _always(pk: int) -> bool:
    return True


def _waits_for_a_day(pk: int) -> bool:
    return DayQuestion.objects.filter(pk=pk, answered_at=None).exists()


def _waits_for(field: str) -> Callable[[int], bool]:
    return lambda pk: Series.objects.filter(
        pk=pk, state=SeriesState.ACTIVE, reviewed_at__isnull=False, **{field: ""}
    ).exists()


def about_regular(pk: int, recipient: User) -> dict[str, Any]:
    """Before a yes nothing names the tenant, but to who was there before and is asked alone."""
    regular = Regular.objects.select_related("series", "person").get(pk=pk)
    help_request = _requests().get(pk=regular.series.help_request_id)
    regular.series.help_request = help_request
    values = about_request(help_request, recipient)
    goes = regular.state in (RegularState.YES, RegularState.OVER)
    if not goes:
        values.pop("short_name")
    dates = dates_ahead(regular.series, now=clock.now())[:DATES_SAID]
    return {
        **values,
        "series": say_series(regular.series),
        "first": clock.say_day(dates[0].wish_window.lower) if dates else "",
        "last_day": clock.say_day(regular.last_day) if regular.last_day else "",
        "minutes": regular.series.minutes,
        "distance": regular.reasons[0] if regular.reasons else "",
        "welcome": help_request.resident.user.short_name if regular.is_familiar else "",
        "answer_by": clock.say_moment(regular.answer_by),
        "who": announced_name(regular.person) if goes else "",
        "link": regular_link(regular) if recipient.pk == regular.person_id else standing_link(help_request, recipient),
    }


def _still_pauses(pk: int) -> bool:
    return Pause.objects.filter(pk=pk).exists()


def about_pause(pk: int, recipient: User) -> dict[str, Any]:
    pause = Pause.objects.get(pk=pk)
    regular = Regular.objects.filter(
        series__help_request=pause.help_request_id, person=recipient, state=RegularState.YES
    ).first()
    values = (
        about_regular(regular.pk, recipient)
        if regular
        else about_request(_requests().get(pk=pause.help_request_id), recipient)
    )
    return {
        **values,
        "pause_from": clock.say_day(pause.first_day),
        "pause_until": clock.say_day(pause.last_day),
        "is_one_day": pause.first_day == pause.last_day,
    }


def about_day(pk: int, recipient: User) -> dict[str, Any]:
    question = DayQuestion.objects.select_related("visit__series").get(pk=pk)
    series = question.visit.series
    assert series is not None
    help_request = _requests().get(pk=question.visit.help_request_id)
    regular = regular_of(series)
    return {
        **about_request(help_request, recipient),
        "series": say_series(series),
        "day": clock.say_day(question.visit.series_day),  # type: ignore[arg-type]
        "is_holiday": question.reason == DayReason.HOLIDAY,
        "who": announced_name(regular.person) if regular else "",
        "answer_by": clock.say_moment(question.answer_by),
        "link": answer_link(Errand.DAY, question, recipient, until=question.visit.wish_window.upper + LIVES_ON),
    }


def about_review(pk: int, recipient: User) -> dict[str, Any]:
    series = Series.objects.get(pk=pk)
    help_request = _requests().get(pk=series.help_request_id)
    regular = regular_of(series)
    goes = regular is not None and regular.person_id == recipient.pk
    return {
        **about_request(help_request, recipient),
        "series": say_series(series),
        "until": clock.say_date(series.review_on, with_year=True),
        "who": announced_name(regular.person) if regular else "",
        "link": regular_link(regular) if regular is not None and goes else _way_to_say(series, recipient),
    }


def _way_to_say(series: Series, recipient: User) -> str:
    return answer_link(Errand.GOES_ON, series, recipient, until=clock.now() + TO_READ)


def _requests() -> Any:
    return HelpRequest.objects.select_related("category", "district", "resident__user")


TEMPLATES = {"review_tenant_call": "review_tenant", "review_regular_call": "review_regular"}
SAID_ALONG = ("series_taken", "series_not_needed", "series_thanks")
CALLED = ("review_tenant_call", "review_regular_call")
for name, is_still_due, context in (
    ("series_offer", _is_asked, about_regular),
    ("series_taken", _always, about_regular),
    ("series_not_needed", _always, about_regular),
    ("series_over", _always, about_regular),
    ("series_thanks", _always, about_regular),
    ("series_pauses", _still_pauses, about_pause),
    ("series_goes_on", _always, about_regular),
    ("regular_left", _always, about_regular),
    ("day_question", _waits_for_a_day, about_day),
    ("review_tenant", _waits_for("tenant_says"), about_review),
    ("review_regular", _waits_for("regular_says"), about_review),
    ("review_tenant_call", _waits_for("tenant_says"), about_review),
    ("review_regular_call", _waits_for("regular_says"), about_review),
):
    register(
        Reason(
            name=name,
            message_class=MessageClass.NORMAL,
            is_still_due=is_still_due,
            context=context,
            template=TEMPLATES.get(name, name),
            is_said_along=name in SAID_ALONG,
            can_wait=name == "series_thanks",
            is_called=name in CALLED,
        )
    )
