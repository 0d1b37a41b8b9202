"""The record of a call-out on paper, with two lines to sign."""

import datetime as dt

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.costs import say_euros
from requests.models import Assignment, ServiceRecord


def _when(record: ServiceRecord) -> str:
    rows = Assignment.objects.filter(visit=record.offer.visit_id, person=record.offer.person_id).order_by("-pk")
    window = rows.values_list("planned_window", flat=True).first()
    return _with_year(window.lower) if window else ""


def _with_year(moment: dt.datetime) -> str:
    """Paper is kept."""
    return f"{clock.say_date(clock.local(moment).date(), with_year=True)}, {clock.say_time(moment)}"


def record_sheet(record: ServiceRecord) -> Sheet:
    offer = record.offer
    visit = offer.visit
    signed = f"{record.signed_by}, {_with_year(record.signed_at)}" if record.signed_at else ""
    return Sheet(
        title=_("Nachweis über einen Einsatz"),
        blocks=[
            blocks.facts(
                (_("Pflegedienst"), str(offer.person.care_worker.service)),
                (_("Bei"), visit.help_request.resident.user.full_name),
                (_("Wann"), _when(record)),
                (_("Was getan wurde"), record.done),
                (_("Minuten"), record.minutes),
                (_("Vorher gesagt"), record.told),
                (_("Berechnet"), say_euros(record.charged_cents)),
                (_("Grund"), record.why_other),
                (_("Unterschrieben"), signed),
                (_("Nummer"), visit.reference),
            ),
            blocks.signatures(_("Person"), _("Pflegedienst")),
        ],
    )
