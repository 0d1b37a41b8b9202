"""What somebody can meet when she plans a date or registers for one."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class NotPossible(DomainError):
    """`field` is the form's field that the sentence is about; "" for the whole form."""

    field = ""


class IsCancelled(NotPossible):
    message = _("Dieser Termin fällt aus. Eine Anmeldung ist nicht mehr möglich.")


class IsOver(NotPossible):
    message = _("Die Anmeldung für diesen Termin ist geschlossen. Bitte rufen Sie uns an.")


class AlreadyRegistered(NotPossible):
    message = _("Sie sind für diesen Termin schon angemeldet. Einmal genügt.")


class TooManyCompanions(NotPossible):
    field = "companions"


class SlotIsTaken(NotPossible):
    message = _("Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere.")
    field = "slot"


class NoPlaceOffered(NotPossible):
    message = _("Der Platz wird nicht mehr für Sie freigehalten. Rufen Sie uns gern an.")


class NoRegistration(NotPossible):
    message = _("Für diesen Termin müssen Sie sich nicht anmelden. Kommen Sie einfach.")
