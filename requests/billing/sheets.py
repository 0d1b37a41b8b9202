"""The monthly proof of § 45b SGB XI: one A4 page, signed by both. Number and degree of care are written by hand, and kept nowhere else."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.costs import say_euros
from requests.models import ReliefLine, ReliefMonth
from volunteers.models import Recognition


def proof_sheet(proof: ReliefMonth) -> Sheet:
    lines = list(proof.lines.all())
    minutes, cents = sum(line.minutes for line in lines), sum(line.cents for line in lines)
    rows = [_row(line) for line in lines]
    rows.append([_("Zusammen"), "", "", str(minutes), say_euros(cents)])
    head = [_("Tag"), _("Von bis"), _("Tätigkeit"), _("Minuten"), _("Betrag")]
    return Sheet(
        title=_("Entlastungsbetrag: {month}").format(month=clock.say_month(proof.month)),
        lede=_("Monatlicher Nachweis nach § 45b SGB XI, Nachbarschaftshilfe"),
        blocks=[
            *_standing(proof),
            blocks.facts((_("Geholfen wurde"), proof.receiver.full_name)),
            blocks.fields((_("Versicherungsnummer"), 3), (_("Pflegegrad"), 1), (_("Pflegekasse"), 3)),
            blocks.facts(
                (_("Geholfen hat"), proof.helper.full_name),
                (_("Anerkannt von"), _recognised(proof)),
                (_("Verein"), proof.association.name),
            ),
            blocks.table(head, rows, [0, 0, 5, 0, 0]),
            blocks.ticks(
                _("Ich habe den Betrag bezahlt und bitte um Erstattung."),
                _("Ich trete den Betrag dieses Monats an den Verein ab."),
            ),
            blocks.text(_("Die Hilfe wurde so geleistet, wie es hier steht.")),
            blocks.signatures(_("Datum, Unterschrift: wem geholfen wurde"), _("Datum, Unterschrift: wer geholfen hat")),
            blocks.small(
                _(
                    "Nachweis {reference}. Nur Zeit ist berechnet; Garten und Reparaturen zahlt die Pflegekasse nicht."
                ).format(reference=proof.reference)
            ),
        ],
    )


def _standing(proof: ReliefMonth) -> list[Any]:
    """Whether it is valid, and which one it stands for."""
    if proof.voided_at:
        day = clock.say_date(proof.voided_at, with_year=True)
        return [blocks.note(_("Ungültig seit dem {day}: {reason}").format(day=day, reason=proof.void_reason))]
    same = {"helper": proof.helper_id, "receiver": proof.receiver_id, "month": proof.month}
    before = ReliefMonth.objects.filter(**same, voided_at__isnull=False, pk__lt=proof.pk).order_by("-pk").first()
    return [blocks.note(_("Ersetzt den Nachweis {reference}.").format(reference=before.reference))] if before else []


def _row(line: ReliefLine) -> list[str]:
    ends = line.starts_at + dt.timedelta(minutes=line.minutes)
    hours = clock.say_hours(line.starts_at, ends).removesuffix(" Uhr")
    day = clock.say_date(line.starts_at)
    return [day, hours, line.activity, str(line.minutes), say_euros(line.cents)]


def _recognised(proof: ReliefMonth) -> str:
    """Authority and file number, as valid in that month."""
    rows = Recognition.objects.filter(volunteer__user=proof.helper_id).order_by("-valid_from")
    row = next((one for one in rows if one.valid_from <= _last_day(proof.month)), None)
    return ", ".join(filter(None, [row.authority, row.file_number])) if row else ""


def _last_day(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
