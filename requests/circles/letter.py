"""A call handed on as a letter, to sign and put into an envelope: what consent allows at the moment of printing, and no more."""

import datetime as dt

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Letter, Sheet, blocks
from requests.circles.sending import told
from requests.models import Sending


def sending_sheet(sending: Sending, *, today: dt.date) -> Sheet:
    house, person, district = default_house(), told(sending), sending.referral.district
    phone = say_phone(house.number)
    return Sheet(
        title=_("Bitte um Hilfe für einen Menschen in {district}").format(district=district or _("Kassel")),
        letter=Letter(
            to=[sending.organisation.name],
            sender=house.label,
            info=[house.label, phone, "", f"{clock.say_day(today)} {today.year}"],
        ),
        blocks=[
            blocks.text(_("Guten Tag,")),
            blocks.text(_("jemand hat uns angerufen. Wir glauben, dass Sie besser helfen können als wir.")),
            blocks.facts(
                (_("Worum es geht"), sending.about or sending.referral.get_kind_display()),
                (_("Anliegen"), person.words),
                (_("Name"), person.name),
                (_("Telefon"), say_phone(person.phone) if person.phone else ""),
                (_("Adresse"), person.address),
                (_("Nummer"), sending.reference),
            ),
            *([blocks.note(_not_told(house.label, phone))] if person.is_nothing else []),
            blocks.text(
                _("Bitte sagen Sie uns bis {day}, ob Sie helfen können: {label}, {phone}.").format(
                    day=clock.say_day(sending.answer_by), label=house.label, phone=phone
                )
            ),
            blocks.text(_("Herzliche Grüße\nIhr Treffpunkt")),
        ],
    )


def _not_told(label: str, phone: str) -> str:
    return _(
        "Die Person hat nicht erlaubt, dass wir Namen oder Nummer weitergeben. Rufen Sie uns an: {label}, {phone}. "
        "Wir verbinden Sie, wenn die Person es möchte."
    ).format(label=label, phone=phone)
