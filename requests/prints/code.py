"""The letter with a person's number and her code for signing in."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks
from quarters.models import Resident
from requests.prints.letter import letter_to


def code_sheet(resident: Resident, *, code: str, ends_at: dt.datetime, today: dt.date, large: bool = True) -> Sheet:
    """One page; the number stands above the code, each in groups."""
    house, reference = default_house(), resident.user.reference
    address = f"{settings.SITE_URL.split('://')[-1]}{reverse('quarters:paper_code')}"
    return Sheet(
        title=_("Ihr Code zum Anmelden"),
        large=large,
        letter=letter_to(resident, today=today),
        blocks=[
            blocks.text(_("Guten Tag {name},").format(name=resident.user.addressed_name)),
            blocks.text(_("so sehen Sie im Internet, wer zu Ihnen kommt. Schreiben Sie oben ins Adressfeld:")),
            blocks.facts((_("Adresse"), address), (_("Ihre Nummer"), f"{reference[:5]} {reference[5:]}")),
            blocks.code(code),
            blocks.text(
                _("Der Code gilt einmal, bis {day}. Sagen Sie ihn niemandem. Wir fragen nie danach.").format(
                    day=clock.say_day(ends_at)
                )
            ),
            blocks.note(
                _("Kein Internet? Das macht nichts. Rufen Sie an: {label}, {phone}.").format(
                    label=house.label, phone=say_phone(house.number)
                )
            ),
        ],
    )
