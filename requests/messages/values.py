"""What the words of a message on a request, a person or the house need to know, made at hand-over from rows as they are then."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from piano.kit import clock
from piano.kit.templatetags.piano import phone
from piano.messaging.channels.letter.models import PaperLetter
from quarters.models import District, Resident, Trust, User
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from requests.answers.links import standing_link
from requests.board.posting import letters_in
from requests.messages.naming import employer_of
from requests.models import DayNotice, HelpRequest
from requests.wishes.costs import told_costs
from requests.wishes.wish_time import say_wish

Values = dict[str, Any]
say_about("requests:looked_after", gettext_lazy("Jemand vertraut Ihnen"))


def house() -> Values:
    return {"house_label": settings.DEFAULT_PHONE_LABEL, "house_phone": phone(settings.DEFAULT_PHONE)}


def about_request(help_request: HelpRequest, recipient: User) -> Values:
    return {
        "category": help_request.category.said,
        "district": help_request.district.name,
        "wish_time": _told_wish(help_request),
        "short_name": help_request.resident.user.short_name,
        "only_writes": help_request.resident.user.only_writes,
        "for_name": _other_name(help_request, recipient),
        **house(),
    }


def _told_wish(help_request: HelpRequest) -> str:
    """As it is kept where German is read, else the span of its first visit in the reader's language."""
    is_german = get_language() == settings.LANGUAGE_CODE
    visit = None if is_german else help_request.visits.order_by("pk").first()
    return (
        say_wish(help_request.wish_time, (visit.wish_window.lower, visit.wish_window.upper))
        if visit
        else help_request.wish_time
    )


def _other_name(help_request: HelpRequest, recipient: User) -> str:
    """„Frau Brandt“ for whoever asked for her; empty for herself."""
    tenant = help_request.resident.user
    return tenant.addressed_name if recipient.pk == help_request.contact_id != tenant.pk else ""


def about_request_row(pk: int, recipient: User) -> Values:
    help_request = requests_with_names().get(pk=pk)
    told = {"costs": told_costs(help_request), "link": standing_link(help_request, recipient)}
    return {**about_request(help_request, recipient), **told}


def about_trust_row(pk: int, recipient: User) -> Values:
    trust = Trust.objects.select_related("resident__user").get(pk=pk)
    resident: Any = trust.resident
    return {
        "whose": resident.user.addressed_name,
        "may_act": trust.may_act,
        "link": link_behind_sign_in(recipient, "requests:looked_after", trust.reference),
        **house(),
    }


def about_time(start: Any) -> Values:
    return {"moment": clock.say_moment(start), "day": clock.say_day(start), "time": clock.say_time(start)}


def requests_with_names() -> Any:
    return HelpRequest.objects.select_related("category", "district", "resident__user")


def about_day_notice(pk: int, recipient: User) -> Values:
    row = DayNotice.objects.select_related("by").get(pk=pk)
    writer = row.by.full_name if row.by else settings.DEFAULT_PHONE_LABEL
    return {"words": row.words, "day": clock.say_day(row.day), "writer": writer, **house()}


def about_suspension(pk: int, recipient: User) -> Values:
    """Nothing of why: whoever calls says that somebody would like to talk with her."""
    return {"name": recipient.addressed_name, "association": employer_of(recipient) or "", **house()}


def about_resident_row(pk: int, recipient: User) -> Values:
    return {"name": Resident.objects.select_related("user").get(pk=pk).user.addressed_name, **house()}


def about_returned_letter(pk: int, recipient: User) -> Values:
    letter = PaperLetter.objects.get(pk=pk)
    return {
        "remark": letter.get_came_back_as_display(),
        "day": clock.say_day(letter.posted_at) if letter.posted_at else "",
        "address": ", ".join(recipient.postal_lines),
        "has_phone": bool(recipient.phone),
    }


def about_late_letters(pk: int, recipient: User) -> Values:
    """Of a district: since when letters lie in its meeting point."""
    first = letters_in([pk]).first()
    since = clock.say_day(first.day) if first else ""
    link = link_behind_sign_in(recipient, "requests:letters")
    return {"district": District.objects.get(pk=pk).name, "since_day": since, "link": link}
