"""Why something about a week cannot be done."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class TooMuch(DomainError):
    message = _("Mehr als dreißig Einträge gehen nicht. Bitte nehmen Sie zuerst einen weg.")


class NotAgreedToCare(DomainError):
    message = _("Die Person ist damit nicht mehr einverstanden. Der Eintrag wurde nicht gemacht.")


class OneServiceAtATime(DomainError):
    message = _("Ein anderer Pflegedienst darf schon eintragen. Bitte beenden Sie das zuerst.")


class NotEveryWeek(DomainError):
    message = _("Das steht nur an einem Tag. Nehmen Sie es dort weg.")


class NoneOfItsDays(DomainError):
    message = _("In dieser Zeit kommt ohnehin niemand. Bitte sehen Sie noch einmal auf die Tage.")
