"""The confirmation as a letter: for a window envelope (DIN 5008, form B), in large print unless somebody wants it small."""

import datetime as dt

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Letter, Sheet, blocks
from quarters.models import MeetingPoint, Resident
from requests.board.case import standing_assignment
from requests.messages.naming import employer_of
from requests.progress import Standing, Visitor
from requests.series.words import said_series
from requests.wishes.costs import costs_with, told_costs


def confirmation(standing: Standing, *, today: dt.date, large: bool = True) -> Sheet:
    """What was asked for and how it stands: somebody comes, somebody is looked for, somebody calls."""
    help_request = standing.help_request
    resident = help_request.resident
    house = default_house()
    return Sheet(
        title=_("Ihre Anfrage: {category}").format(category=help_request.category.said),
        large=large,
        letter=letter_to(resident, today=today),
        blocks=[
            blocks.text(_("Guten Tag {name},").format(name=resident.user.addressed_name)),
            *_how_it_stands(standing),
            blocks.facts(
                (_("Wunsch"), "" if standing.visitor else help_request.wish_time),
                (_("Regelmäßig"), said_series(help_request)),
                (_("Kosten"), _costs(standing)),
                (_("Nummer"), help_request.reference),
            ),
            blocks.note(
                _("Passt etwas nicht? Rufen Sie an: {label}, {phone}. Wir ändern es für Sie.").format(
                    label=house.label, phone=say_phone(house.number)
                )
            ),
            blocks.text(_("Herzliche Grüße\nIhr Treffpunkt")),
        ],
    )


def _costs(standing: Standing) -> str:
    """What was told; once it is known who comes, what that person's association takes. As on the tenant's page."""
    assignment = standing_assignment(standing.visit) if standing.visitor else None
    help_request = standing.help_request
    return costs_with(help_request, employer_of(assignment.person)) if assignment else told_costs(help_request)


def letter_to(resident: Resident, *, today: dt.date) -> Letter:
    """The address in the window; a house that is not known yet stays open for the pen."""
    house, building = default_house(), resident.building
    lines = [{"Herr": "Herrn"}.get(resident.user.salutation, resident.user.salutation), resident.user.full_name]
    if building:
        lines += building.postal_lines
    return Letter(
        to=[line for line in lines if line],
        sender=" · ".join(filter(None, [house.label, sender_address(resident, today=today)])),
        info=[house.label, say_phone(house.number), "", f"{clock.say_day(today)} {today.year}"],
    )


def sender_address(resident: Resident, *, today: dt.date) -> str:
    """Where an envelope comes back to: the meeting point of the person's district."""
    points = MeetingPoint.objects.at_an_address(today).filter(district=resident.district_id)
    point = points.select_related("district").first()
    return f"{point.street}, {point.postcode} {point.district.city}".replace("  ", " ") if point else ""


def _how_it_stands(standing: Standing) -> list[blocks.Block]:
    if standing.visitor:
        return _who_comes(standing, standing.visitor)
    words = {
        "held": _(
            "Ihre Anfrage ist da. Wir rufen Sie zuerst an, damit wir uns kennenlernen. Danach suchen wir jemanden."
        ),
        "searching": _(
            "Ihre Anfrage ist da. Wir suchen jemanden, ohne Ihren Namen zu nennen, und sagen Ihnen Bescheid."
        ),
        "returned": _(
            "Wir haben diesmal niemanden gefunden. Das liegt nicht an Ihnen. Wir rufen Sie an und überlegen mit Ihnen weiter."
        ),
        "referred": _("Dafür gibt es eine bessere Stelle als uns. Welche, haben wir Ihnen am Telefon gesagt."),
        "cancelled": _("Ihre Anfrage ist abgesagt. Niemand kommt, und alle wissen Bescheid."),
        "missed": _("Der Besuch fand nicht statt. Wir rufen Sie an und überlegen mit Ihnen weiter."),
        "done": _("Der Besuch hat stattgefunden. Wir freuen uns, wenn alles gut war."),
    }
    return [blocks.text(words[standing.stage])]


def _who_comes(standing: Standing, visitor: Visitor) -> list[blocks.Block]:
    badge = _("Zur Begrüßung sehen Sie einen Ausweis mit Foto und der Nummer {number}.").format(number=visitor.badge)
    return [
        blocks.text(_("{name} kommt zu Ihnen.").format(name=visitor.name)),
        blocks.facts((_("Wann"), standing.when), (_("Von"), visitor.organisation)),
        blocks.text(
            " ".join(
                [
                    *([badge] if visitor.badge else []),
                    _("Unsicher? Tür zu lassen und anrufen. Wir fragen nie nach Bankkarte oder Geheimzahl."),
                ]
            )
        ),
    ]
