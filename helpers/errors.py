"""What one can meet when the rota is changed."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class AlreadyOnDuty(DomainError):
    message = _("Diese Person hat zu der Zeit schon Dienst.")


class NotOfTheTeam(DomainError):
    message = _("Diese Person gehört nicht zum Team oder ist an dem Tag nicht da.")


class CannotServe(DomainError):
    """A paper is missing for one of the days; whoever plans reads nothing of it (docs/decisions/086)."""

    message = _("Diese Person kann zu dieser Zeit nicht eingeteilt werden. Fragen Sie bitte ihre Koordination.")


class OwnPaperMissing(DomainError):
    """The same, said to herself."""

    message = _(
        "Für diese Zeit fehlt Ihnen ein Nachweis. Welcher, steht auf Ihrer Seite „Was ich darf und was fehlt“. "
        "Zeigen Sie ihn bitte Ihrer Koordination."
    )


class DutyIsOver(DomainError):
    message = _("Dieser Dienst ist schon vorbei.")


class GapIsClosed(DomainError):
    message = _("Für diese Zeit ist inzwischen jemand eingeteilt.")


class NotYourDuty(DomainError):
    message = _("Diesen Dienst hat gerade jemand anderes.")


class TooEarly(DomainError):
    message = _("Der Dienst beginnt erst später. Bitte kurz vor Beginn übernehmen.")


class AlreadyAsked(DomainError):
    message = _("Für diesen Dienst fragen Sie schon jemanden.")


class SwapIsOver(DomainError):
    message = _("Danke! Das hat sich schon erledigt.")


class SomebodyWasFaster(DomainError):
    message = _("Danke! Jemand war schneller und übernimmt den Dienst.")
