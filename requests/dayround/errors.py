"""What a person can be told about the round of calls."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class AlreadySettled(DomainError):
    message = _("Das hat schon jemand geklärt. Danke!")


class SomebodyIsCalling(DomainError):
    message = _("Hier ruft gerade jemand anderes an. Bitte nehmen Sie den nächsten Namen.")


class NotNow(DomainError):
    message = _("Das passt gerade nicht. Bitte sehen Sie noch einmal auf die Liste.")


class NoWeekday(DomainError):
    message = _("Bitte wählen Sie mindestens einen Tag.")


class NoNumber(DomainError):
    message = _("Wir kennen noch keine Telefonnummer. Bitte tragen Sie sie zuerst ein.")


class OnlyWrites(DomainError):
    message = _("Diese Person schreibt und möchte nicht angerufen werden. Bitte verabreden Sie einen anderen Weg.")


class NotAgreed(DomainError):
    message = _("Bitte lesen Sie den Satz vor, und halten Sie das Ja fest.")


class TooLateToday(DomainError):
    message = _("Für heute ist es zu spät: Die Runde endet um zwölf Uhr. Bitte wählen Sie morgen.")


class DayIsOver(DomainError):
    message = _("Dieser Tag ist schon vorbei.")


class TooFarAhead(DomainError):
    message = _("Hitze lässt sich nur für die nächsten sieben Tage melden.")


class WrongSpan(DomainError):
    message = _("Der letzte Tag liegt vor dem ersten. Bitte sehen Sie noch einmal nach.")


class MayNotCall(DomainError):
    message = _("Diese Person kann hier nicht anrufen: Es fehlt etwas, oder der Verein bietet es nicht an.")
