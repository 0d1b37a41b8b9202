"""Why something about a team, a service's points or a reserve flat cannot be done."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class AlreadyInTheTeam(DomainError):
    message = _("Diese Person ist in dieser Zeit schon im Team.")


class NotForTheTeam(DomainError):
    message = _(
        "Diese Person kann in dieser Rolle nicht im Team sein: Ihr fehlt die Rolle dafür, sie wohnt selbst im Stadtteil, "
        "hilft hier als Ehrenamtliche oder arbeitet beim Vermieter."
    )


class NotHerDeputy(DomainError):
    message = _("Eine Vertretung hat dieselbe Rolle wie die Person, die sie vertritt.")


class MeetingIsClosed(DomainError):
    message = _("Das Protokoll ist schon abgeschlossen.")


class NotInTheTeam(DomainError):
    message = _("Wer etwas übernimmt, muss im Team sein.")


class AlreadyServed(DomainError):
    message = _("Dieser Pflegedienst arbeitet in dieser Zeit schon mit diesem Treffpunkt.")


class FlatIsTaken(DomainError):
    message = _("In diesen Tagen ist die Wohnung schon belegt. Bitte wählen Sie andere Tage.")


class WrongDays(DomainError):
    message = _("Der letzte Tag liegt vor dem ersten. Bitte sehen Sie noch einmal nach.")


class PriceBeginsTooEarly(DomainError):
    message = _("Der Preis von heute ist schon gesagt worden. Ein neuer gilt frühestens ab morgen.")


class PriceIsPlanned(DomainError):
    message = _("Ab diesem Tag oder später ist schon ein Preis eingetragen. Nehmen Sie den zuerst zurück.")


class PriceHolds(DomainError):
    message = _("Dieser Preis gilt schon. Tragen Sie einen neuen ein, der ihn ablöst.")
