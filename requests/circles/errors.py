"""Why a case cannot be shared, or a record not be written."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class NotAgreedToTeam(DomainError):
    message = _("Die Person hat dem Gespräch im Team nicht zugestimmt. Bitte fragen Sie zuerst.")


class NoTeamThere(DomainError):
    message = _("Wo die Person wohnt, gibt es noch kein Team.")


class RecordStands(DomainError):
    message = _("Der Nachweis ist schon unterschrieben und bleibt, wie er ist.")


class RecordTooEarly(DomainError):
    message = _("Den Nachweis schreiben Sie nach dem Einsatz, und nur für einen Einsatz, den Sie übernommen haben.")


class WhyOtherPrice(DomainError):
    message = _("Sie berechnen etwas anderes, als vorher gesagt wurde. Bitte schreiben Sie, warum.")
