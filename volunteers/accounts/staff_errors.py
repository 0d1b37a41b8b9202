"""What an officer can meet who decides or books."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class AlreadyCorrected(DomainError):
    message = _("Diese Buchung ist schon berichtigt.")


class NotOneself(DomainError):
    message = _("Das entscheidet jemand anders aus dem Verein, nicht man selbst.")


class NotOfUs(DomainError):
    message = _("Diese Person gehört nicht zu diesem Verein.")


class NotPaidTwice(DomainError):
    message = _("Das ist schon ausgezahlt.")


class CeilingReached(DomainError):
    """The sentence says what is left."""


class BeforeToday(DomainError):
    message = _("Dieser Tag ist vorbei. Was gefahren ist, behält seinen Satz.")
