"""The roster of one week for the wall: who answers when, every telephone number, where the telephone is forwarded to, and a
box for each shift to tick when that was checked. For the day on which the network is down.
"""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from helpers.models import Duty, Fallback
from helpers.on_duty.on_call import responsible_at
from helpers.rota.coverage import DAY, cut, gaps_of, say_gap, say_span_short
from helpers.rota.team import Team, members
from piano.kit import clock
from piano.kit.alphabet import alphabetical, alphabetical_key
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks
from quarters.models import District


def roster_sheet(district: District, *, monday: dt.date, now: dt.datetime, large: bool = False) -> Sheet:
    """Monday to Sunday, with the night that begins on Sunday. About ten queries."""
    start, end = clock.at(monday, dt.time(0)), clock.at(monday + 7 * DAY, dt.time(0))
    duties = list(Duty.objects.of_districts([district.pk]).filter(window__overlap=(start, end)).order_by("window"))
    last = clock.say_day(monday + 6 * DAY)
    return Sheet(
        title=_("Dienstplan {district}").format(district=district.name),
        lede=_("{first} bis {last}").format(first=clock.say_day(monday), last=last),
        large=large,
        blocks=[
            *_shifts(duties, large=large),
            *_gaps(district, start, end),
            blocks.small(_("Zu Beginn: Telefon umleiten, einmal von einem anderen Telefon anrufen, dann abhaken.")),
            *([blocks.new_page()] if large else []),  # all numbers on one page
            blocks.heading(_("Nummern")),
            _numbers(district, duties, now=now),
        ],
        foot=_("Stand {moment}. Gilt, bis der nächste Plan hängt; danach bitte vernichten.").format(
            moment=clock.say_moment(now)
        ),
    )


def _shifts(duties: list[Duty], *, large: bool) -> list[blocks.Block]:
    """In 16 points the own number stands beneath the name: four columns are as many as there is room for."""
    if not duties:
        return [blocks.text(_("In dieser Woche ist niemand eingeteilt."))]
    head = [_("Wann"), _("Wer"), _("Telefon"), _("Umleiten auf"), _("Geprüft")]
    rows = [_row(duty) for duty in duties]
    if not large:
        return [blocks.table(head, rows, [4, 4, 0, 0, 0], whole=True)]
    narrow = [[when, f"{who}\n{phone}", target, box] for when, who, phone, target, box in rows]
    return [blocks.table([head[0], head[1], *head[3:]], narrow, [1, 1, 0, 0], whole=True)]


def _row(duty: Duty) -> list[str]:
    start, end = duty.window.lower, duty.window.upper
    who = duty.person.full_name
    return [
        f"{clock.say_day(start)}\n{say_span_short(start, end)}",
        f"{who}\n{_('Vertretung')}" if duty.is_deputy else who,
        say_phone(duty.person.phone) or "–",
        "–" if duty.is_deputy else say_phone(duty.forwards_to),
        "" if duty.is_deputy else "☐",
    ]


def _gaps(district: District, start: dt.datetime, end: dt.datetime) -> list[blocks.Block]:
    """Each with the fallback person, if there is one."""
    found = [piece for gap in gaps_of(district, start=start, end=end) for piece in cut(gap)]
    if not found:
        return []
    fallback = Fallback.objects.filter(district=district, person__is_active=True).select_related("person").first()
    who = _("Bitte an {name} wenden, {phone}.") if fallback else _("Das Band nimmt Anrufe auf.")
    name, phone = (fallback.person.full_name, say_phone(fallback.person.phone)) if fallback else ("", "")
    said = [*(say_gap(piece) for piece in found), who.format(name=name, phone=phone)]
    return [blocks.heading(_("Niemand eingeteilt")), blocks.note("\n".join(said))]


def _numbers(district: District, duties: list[Duty], *, now: dt.datetime) -> blocks.Block:
    house, here = default_house(), responsible_at(district, now)
    services = {str(duty.service): duty.service.phone for duty in duties if duty.service}
    helpers = members(Team(district=district), day=clock.local(now).date()).order_by(*alphabetical("family_name"), "pk")
    return blocks.facts(
        (_("Notfall"), "112"),
        (_("Praxis geschlossen? Arzt"), "116 117"),
        (settings.REPAIR_PHONE_LABEL, say_phone(settings.REPAIR_PHONE)),
        (_("Nummer {district}").format(district=district.name), say_phone(here.phone)),
        *([(house.label, say_phone(house.number))] if house.number != here.phone else []),
        *(
            (name, say_phone(number))
            for name, number in sorted(services.items(), key=lambda pair: alphabetical_key(pair[0]))
        ),
        *((one.full_name, say_phone(one.phone)) for one in helpers),
    )
