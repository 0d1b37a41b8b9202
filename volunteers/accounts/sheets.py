"""Time and money on paper: a statement, a certificate, the year for the insurer. No resident's name stands on any of them."""

import datetime as dt

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from volunteers.accounts.reading import read_account
from volunteers.accounts.rules import say_minutes, say_time
from volunteers.models import Effort, EffortKind, TimeAccount, Volunteer


def statement(row: TimeAccount, *, today: dt.date, large: bool = False) -> Sheet:
    """The bookings of this year and the last, with what was on the account before them."""
    since = dt.date(today.year - 1, 1, 1)
    account = read_account(row, today=today, since=since)
    lines = account.lines[::-1]
    before = row.minutes - sum(line.minutes for line in lines)
    rest, rows = before, []
    for line in lines:
        rest += line.minutes
        rows.append([clock.say_date(line.day, with_year=True), line.what, line.amount, say_time(rest, account.rule)])
    head = [_("Tag"), _("Was"), _("Gebucht"), _("Stand")]
    carried = _("Stand am {day}: {amount}").format(
        day=clock.say_date(since, with_year=True), amount=say_time(before, account.rule)
    )
    return Sheet(
        title=_("Zeitkonto: Auszug"),
        lede=row.owner.full_name if row.owner else "",
        large=large,
        blocks=[
            blocks.facts(
                (_("Verein"), row.association.name),
                (_("Kontonummer"), say_number(row.reference)),
                (_("Stand heute"), f"{account.balance} ({clock.say_date(today, with_year=True)})"),
            ),
            blocks.text(carried),
            blocks.table(head, rows, [0, 5, 0, 0]) if rows else blocks.text(_("Noch ist nichts gebucht.")),
            blocks.small(_("Stimmt etwas nicht? Sagen Sie es Ihrem Verein. Eine falsche Buchung wird zurückgebucht.")),
        ],
    )


def say_number(reference: str) -> str:
    """In groups, as it is read out."""
    return f"{reference[:3]} {reference[3:6]} {reference[6:]}"


def certificate(volunteer: Volunteer, *, today: dt.date, large: bool = False) -> Sheet:
    """Hours by year and kind, as far as they count."""
    efforts = Effort.objects.filter(person=volunteer.user, association=volunteer.association, counts=True)
    years: dict[int, dict[str, int]] = {}
    for one in efforts:
        year = years.setdefault(one.day.year, {})
        year[one.kind] = year.get(one.kind, 0) + one.minutes
    rows = [
        [str(year), "\n".join(str(EffortKind(kind).label) for kind in kinds), say_minutes(sum(kinds.values()))]
        for year, kinds in sorted(years.items())
    ]
    total = sum(minutes for kinds in years.values() for minutes in kinds.values())
    name, begun = volunteer.user.full_name, clock.say_date(volunteer.joined_on, with_year=True)
    words = _("{name} hilft seit dem {day} ehrenamtlich im Verein {association}.").format(
        name=name, day=begun, association=volunteer.association.name
    )
    sum_words = _("Zusammen {hours} für andere Menschen. Dafür danken wir herzlich.").format(hours=say_minutes(total))
    head = [_("Jahr"), _("Was"), _("Zeit")]
    return Sheet(
        title=_("Bescheinigung über ehrenamtliche Arbeit"),
        lede=name,
        large=large,
        blocks=[
            blocks.text(words),
            blocks.table(head, rows, [0, 5, 0]) if rows else blocks.text(_("Noch sind keine Stunden gezählt.")),
            *([blocks.note(sum_words)] if rows else []),
            blocks.text(f"Kassel, {clock.say_date(today, with_year=True)}"),
            blocks.signatures(_("Für den Verein: Name"), _("Unterschrift und Stempel")),
        ],
    )
