"""What a person can meet while a conversion goes on."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class GateShut(DomainError):
    """The sentence names what is missing and who can give it. `is_private`: the landlord is told a plainer one."""

    def __init__(self, message: str = "", *, is_private: bool = False) -> None:
        super().__init__(message)
        self.is_private = is_private


class WrongStep(DomainError):
    message = _("Dieser Schritt ist gerade nicht dran. Jemand anderes war vielleicht schneller: Bitte sehen Sie nach.")


class NoHome(DomainError):
    message = _("Wir wissen noch nicht, wo diese Person wohnt. Bitte tragen Sie zuerst Straße und Hausnummer ein.")


class OpenAlready(DomainError):
    message = _("Für diese Wohnung läuft schon ein Umbau.")


class NothingToTakeBack(DomainError):
    message = _("Hier gibt es nichts zurückzunehmen.")


class HasLeftTheHouse(DomainError):
    message = _(
        "Das ist schon hinausgegangen: als Nachricht, als Brief oder als Auftrag. Es lässt sich nicht zurücknehmen."
    )


class MoreThanItCosts(DomainError):
    message = _("Zusammen wäre das mehr, als es kostet. Bitte nehmen Sie zuerst einen anderen Anteil zurück.")


class NoSuchSum(DomainError):
    message = _("Dieser Betrag geht nicht. Bitte sehen Sie noch einmal nach.")


class PaysAlready(DomainError):
    message = _("Dieser Anteil steht schon da. Bitte ändern Sie ihn dort.")


class TooMuchFromProgramme(DomainError):
    """The sentence names the most."""


class ProgrammeClosed(DomainError):
    """The sentence names programme and day."""


class NoCareGrade(DomainError):
    message = _("Für die Pflegekasse fehlt der Pflegegrad. Er bleibt bei Ihnen und der Mieterin oder dem Mieter.")


class WrongDay(DomainError):
    """The sentence names what comes before what."""


class NoSuchThing(DomainError):
    message = _("Das gibt es hier nicht mehr.")
