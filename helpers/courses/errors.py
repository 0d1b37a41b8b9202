"""What somebody can meet who plans, joins or certifies a course."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class CourseIsOver(DomainError):
    message = _("Dieser Kurs hat schon begonnen. Bitte rufen Sie uns an.")


class CourseIsOff(DomainError):
    message = _("Dieser Kurs fällt aus.")


class CourseHasEnded(DomainError):
    message = "Dieser Kurs ist schon zu Ende."


class NothingPlanned(DomainError):
    message = _("Für diesen Kurs steht noch kein Tag fest.")


class NobodyThere(DomainError):
    message = "An diesem Tag ist noch niemand da gewesen: Der Tag liegt in der Zukunft."


class TwoAtOnce(DomainError):
    message = "Um diese Zeit steht in diesem Kurs schon etwas."


class DayIsTaught(DomainError):
    message = "An diesem Tag waren schon Menschen da. Er bleibt stehen."


class TooFewPlaces(DomainError):
    message = "So viele Menschen haben schon einen Platz. Weniger Plätze geht nicht."


class NothingToCertify(DomainError):
    message = "Niemand hat bisher ein Modul ganz mitgemacht. Bitte tragen Sie zuerst ein, wer da war."
