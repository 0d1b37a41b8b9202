"""What hangs on the door and in the stairwell: a meeting point's week, an event, that helping hands are looked for.

Plain values in, a `Notice` out: `quarters.programme` calls `event_notice`. Nobody who is helped is ever named.
"""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Notice
from quarters.points.opening import exceptions, say_spans
from quarters.points.reading import Shown
from quarters.points.week import week_rows

MOST_EXCEPTIONS = 4


def week_notice(place: Shown) -> Notice:
    """For the door: when it is open, what is different soon, how one gets there."""
    point, week = place.point, week_rows(place.hours)
    number = say_phone(point.phone or default_house().number)
    rows = (
        _route(place) if place.is_mobile else week or [(_("Geöffnet"), point.hours or _("bitte fragen Sie am Telefon"))]
    )
    return Notice(
        title=point.name,
        kicker=_("Kommen Sie vorbei, so wie Sie sind"),
        lede=point.about,
        rows=rows,
        words=_words(place, point.hours if week else ""),
        contact=_way_there(place),
        phone=number,
        link=link_to("quarters:meeting_point", point.slug),
        strip=(point.name, number),
    )


def event_notice(
    *,
    title: str,
    when: str,
    where: str,
    link: str,
    lede: str = "",
    rows: Sequence[tuple[str, str]] = (),
    phone: str = "",
) -> Notice:
    """An event: `when` and `where` as they are said, `rows` what else one has to know (price, who it is for, languages),
    `phone` in E.164, `link` with its host.
    """
    number = say_phone(phone or default_house().number)
    return Notice(
        title=title,
        kicker=_("Sie sind eingeladen"),
        lede=lede,
        rows=[(_("Wann"), when), (_("Wo"), where), *rows],
        contact=[_("Fragen oder anmelden:")],
        phone=number,
        link=link,
        strip=(title, number),
    )


def wanted_notice(*, quarter: str, kind: str = "", phone: str = "") -> Notice:
    """Helping hands are looked for: by quarter and kind of help. Of whoever needs it nothing is known here."""
    number = say_phone(phone or default_house().number)
    rows = [(_("Wo"), quarter), (_("Wobei"), kind or _("einkaufen, begleiten, reden, kleine Handgriffe"))]
    rows += [(_("Wie oft"), _("so oft, wie es zu Ihnen passt"))]
    return Notice(
        title=_("Haben Sie eine Stunde Zeit?"),
        kicker=_("Nachbarn helfen Nachbarn"),
        lede=_("Jemand in Ihrer Nachbarschaft freut sich über Hilfe."),
        rows=rows,
        words=[_("Sie sind dabei versichert, und Sie sagen jedes Mal selbst Ja oder Nein.")],
        contact=[_("Rufen Sie an, oder kommen Sie vorbei:")],
        phone=number,
        link=link_to("volunteers:join"),
        strip=(_("Nachbarn helfen"), number),
    )


def link_to(name: str, *args: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def _route(place: Shown) -> list[tuple[str, str]]:
    """Every week the same: by weekday, Monday first."""
    stops = sorted({halt.stop for halt in place.halts}, key=lambda stop: (stop.weekday, stop.arrives))
    return [
        (str(stop.get_weekday_display()), f"{say_spans([(stop.arrives, stop.leaves)])}, {stop.place}") for stop in stops
    ]


def _words(place: Shown, hours: str) -> list[str]:
    soon = [] if place.is_mobile else exceptions(place.hours, place.day)[:MOST_EXCEPTIONS]
    words = [f"{clock.say_day(one.day)}: {say_spans(one.spans)}{_reason(one.reason)}" for one in soon]
    languages = (
        _("Wir sprechen: %(names)s") % {"names": f"{clock.comma()} ".join(place.languages)} if place.languages else ""
    )
    return [line for line in (*words, hours, languages) if line]


def _way_there(place: Shown) -> list[str]:
    """The address and the nearest stop, as far as they are known."""
    tenure = place.tenure
    if place.is_mobile or tenure is None or not tenure.street:
        return [_("Fragen Sie uns:")]
    lines = [f"{tenure.street}, {tenure.postcode} {place.point.district.city}".replace(",  ", ", ")]
    return [*lines, _("Haltestelle: %(name)s") % {"name": tenure.nearest_stop}] if tenure.nearest_stop else lines


def _reason(words: str) -> str:
    return f" ({words})" if words else ""
