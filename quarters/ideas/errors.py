"""What somebody can meet who starts something, or joins it."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class IdeaIsFull(DomainError):
    message = _("Alle Plätze sind vergeben. Fragen Sie gern im Treffpunkt nach, ob etwas frei wird.")


class IdeaRests(DomainError):
    message = _("Hier kann man gerade nicht mitmachen.")


class AlreadyInIt(DomainError):
    message = _("Sie sind schon dabei.")


class NotFromThere(DomainError):
    message = _("Dieser Schritt passt hier nicht. Vielleicht hat ihn gerade jemand anders gemacht.")


class NotMetYet(DomainError):
    message = _("„Es läuft“ können Sie sagen, sobald das erste Treffen war.")


class NobodyRunsIt(DomainError):
    message = _("Es braucht jemanden aus der Nachbarschaft, der sich kümmert.")


class HelpersOnlyHelp(DomainError):
    message = _("Wer hier arbeitet, hilft beim Anfangen. Kümmern soll sich jemand aus der Nachbarschaft.")


class MeetingInThePast(DomainError):
    message = _("Dieser Tag ist schon vorbei.")


class MeetingEndsTooEarly(DomainError):
    message = _("Das Ende liegt vor dem Anfang.")


class AlreadyDecided(DomainError):
    message = _("Darüber ist schon entschieden.")


class TooLateToTakeBack(DomainError):
    message = _("Die Nachricht ist schon unterwegs.")
