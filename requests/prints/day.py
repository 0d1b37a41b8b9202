"""A helper's *Tagesblatt*: what today holds, and every number that is needed when the network is down."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from helpers.models import Duty
from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks
from quarters.models import District, User
from requests.board.call_list import PersonToCall, load_call_list
from requests.models import Assignment, Visit
from requests.prints.visit import address_of
from requests.states import SEARCHING_STATES, AssignmentState

CASE = ("visit__help_request__category", "visit__help_request__resident__user")
MOST = 200


def day_sheet(helper: User, *, now: dt.datetime, large: bool = False) -> Sheet:
    """Six queries. The rows of the helper's districts: who goes where, who waits, whom to call, who is on call."""
    day = clock.local(now).date()
    names = District.objects.filter(pk__in=helper.district_ids).order_by("number").values_list("name", flat=True)
    return Sheet(
        title=_("Tagesblatt: {day}").format(day=clock.say_day(day)),
        lede=", ".join(names),
        large=large,
        blocks=[
            blocks.heading(_("Heute unterwegs")),
            _going(helper, day),
            blocks.heading(_("Noch ohne Zusage")),
            _searching(helper, now),
            blocks.heading(_("Anzurufen")),
            _calls(helper, now),
            blocks.heading(_("Nummern")),
            _numbers(helper, day),
            blocks.heading(_("Notizen")),
            blocks.lines(count=4),
        ],
        foot=_("Stand {moment}. Bitte verschlossen aufbewahren und am Abend vernichten.").format(
            moment=clock.say_moment(now)
        ),
    )


def _day_window(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    return clock.at(day, dt.time(0)), clock.at(day + dt.timedelta(days=1), dt.time(0))


def _going(helper: User, day: dt.date) -> blocks.Block:
    rows = (
        Assignment.objects.filter(
            visit__help_request__district__in=helper.district_ids, planned_window__overlap=_day_window(day)
        )
        .exclude(state=AssignmentState.CANCELLED)
        .select_related("person", *CASE, "visit__help_request__resident__building")
    )
    said = [_say_going(one) for one in rows.order_by("planned_window")[:MOST]]
    if not said:
        return blocks.text(_("Heute ist niemand unterwegs."))
    return blocks.table([_("Uhrzeit"), _("Was"), _("Bei wem"), _("Wer geht hin")], said, [0, 3, 5, 4])


def _say_going(one: Assignment) -> list[str]:
    help_request = one.visit.help_request
    resident, window = help_request.resident, one.planned_window
    return [
        clock.say_hours(window.lower, window.upper).removesuffix(" Uhr"),
        help_request.category.name,
        _lines(resident.user.addressed_name, address_of(resident), say_phone(resident.user.phone)),
        _lines(one.person.full_name, say_phone(one.person.phone)),
    ]


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _searching(helper: User, now: dt.datetime) -> blocks.Block:
    rows = Visit.objects.filter(help_request__district__in=helper.district_ids, state__in=SEARCHING_STATES)
    rows = rows.select_related("help_request__category", "help_request__resident__user").order_by("wish_window")
    said = [_say_searching(one) for one in rows[:MOST]]
    if not said:
        return blocks.text(_("Für alle ist jemand gefunden."))
    return blocks.table([_("Wann"), _("Was"), _("Für wen"), _("Stand")], said, [4, 3, 4, 3])


def _say_searching(visit: Visit) -> list[str]:
    help_request = visit.help_request
    user = help_request.resident.user
    return [
        help_request.wish_time or clock.say_day(visit.wish_window.lower),
        help_request.category.name,
        _lines(user.addressed_name, say_phone(user.phone)),
        visit.get_state_display(),
    ]


def _calls(helper: User, now: dt.datetime) -> blocks.Block:
    said = [_say_call(row) for row in load_call_list(helper, now=now)]
    if not said:
        return blocks.text(_("Niemand wartet auf einen Anruf."))
    return blocks.table([_("Wen"), _("Telefon"), _("Worum es geht"), "✓"], said, [3, 0, 5, 0])


def _say_call(row: PersonToCall) -> list[str]:
    reasons = "\n".join(words.subject for _call, words in row.calls)
    number = _("nicht anrufen") if row.person.only_writes else say_phone(row.person.phone)
    return [_lines(row.person.addressed_name, *row.talking), number, reasons, ""]


def _numbers(helper: User, day: dt.date) -> blocks.Block:
    house = default_house()
    return blocks.facts(
        (_("Notfall"), "112"),
        (_("Praxis geschlossen? Arzt"), "116 117"),
        (settings.REPAIR_PHONE_LABEL, say_phone(settings.REPAIR_PHONE)),
        (house.label, say_phone(house.number)),
        *_on_call(helper, day),
    )


def _on_call(helper: User, day: dt.date) -> list[tuple[str, str]]:
    """Who is on call at some time of this day."""
    duties = Duty.objects.of_districts(helper.district_ids).filter(window__overlap=_day_window(day))
    rows = duties.order_by("window", "pk").distinct()
    return [
        (
            _("Bereitschaft bis {time}").format(time=clock.say_moment(duty.window.upper)),
            f"{duty.answers_as}: {say_phone(duty.forwards_to)}",
        )
        for duty in rows
    ]
