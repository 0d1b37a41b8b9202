"""Why a step cannot be taken now."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class TalkFirst(DomainError):
    message = _("Zuerst kommt das Gespräch. Danach legen wir die Unterlagen an.")


class NoAssociation(DomainError):
    message = _("Bitte wählen Sie den Verein, in dem sie oder er mitmacht.")


class PathIsOver(DomainError):
    message = _("Diese Aufnahme ist beendet. Sie können sie wieder aufnehmen.")


class RecordTooOld(DomainError):
    message = _("Das Führungszeugnis darf höchstens drei Monate alt sein, wenn Sie es sehen.")


class RecordNeedsDates(DomainError):
    message = _("Bitte schreiben Sie, wann das Führungszeugnis ausgestellt ist, und dass kein Eintrag darin steht.")


class DayNotYet(DomainError):
    message = _("Dieser Tag liegt in der Zukunft. Bitte sehen Sie noch einmal nach.")


class StepsMissing(DomainError):
    message = _("Davor fehlt noch etwas. Bitte sehen Sie auf der Seite nach, was.")


class WhoWentAlong(DomainError):
    message = _("Bitte schreiben Sie, wer beim ersten Besuch dabei war.")


class PhotoMissing(DomainError):
    message = _("Für den Ausweis fehlt noch das Foto.")


class AddressOfSomebodyElse(DomainError):
    message = _("Diese E-Mail-Adresse gehört schon zu einem anderen Konto. Bitte fragen Sie nach.")
