"""The lists of a day on paper: for the door and for the kitchen. For staff alone."""

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.models import Event
from quarters.programme.attendance import expected
from quarters.programme.kitchen import Kitchen


def attendance_sheet(event: Event) -> Sheet:
    rows = [["☐", seat.name] for seat in expected(event)]
    return Sheet(
        title=event.title,
        lede=clock.say_moment(event.starts_at),
        large=True,
        blocks=[
            blocks.table([_("Da"), _("Name")], rows, [0, 1], whole=True)
            if rows
            else blocks.text(_("Noch ist niemand angemeldet.")),
            blocks.lines(_("Auch da"), 4),
            blocks.small(_("Bitte nach dem Eintragen zerreißen.")),
        ],
    )


def kitchen_sheet(event: Event, kitchen: Kitchen) -> Sheet:
    meals = blocks.table([_("Wie oft"), _("Was")], [[str(count), meal] for meal, count in kitchen.meals], [0, 1])
    allergies = blocks.table([_("Name"), _("Verträgt nicht")], kitchen.allergies, [1, 1], whole=True)
    return Sheet(
        title=_("Küche: %(title)s") % {"title": event.title},
        lede=clock.say_moment(event.starts_at),
        large=True,
        blocks=[
            blocks.note(_("Gekocht wird für %(n)d.") % {"n": kitchen.people}),
            *([meals] if kitchen.meals else []),
            *([blocks.heading(_("Bitte aufpassen")), allergies] if kitchen.allergies else []),
            blocks.small(_("Nur für die Küche. Bitte nach dem Essen zerreißen.")),
        ],
    )
