"""What somebody can meet who books, spends or is paid."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class NotEnough(DomainError):
    message = _("So viel ist nicht auf dem Konto.")


class NoAccounts(DomainError):
    message = _("Dieser Verein führt keine Zeitkonten.")


class NoSuchAccount(DomainError):
    message = _("Dieses Konto gibt es nicht, oder es ist geschlossen.")


class AlreadyDecided(DomainError):
    message = _("Darüber ist schon entschieden.")


class InTheFuture(DomainError):
    message = _("Dieser Tag liegt noch vor uns.")


class TooLongAgo(DomainError):
    message = _("Das ist länger als ein Jahr her. Bitte sprechen Sie mit dem Verein.")


class NoRate(DomainError):
    message = _("Für diesen Tag gilt kein Satz für Kilometer. Bitte sprechen Sie mit dem Verein.")


class NoReceipt(DomainError):
    message = _("Bitte fotografieren Sie den Beleg. Ohne ihn darf der Verein nichts auszahlen.")
