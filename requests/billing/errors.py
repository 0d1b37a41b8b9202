"""Why something cannot be billed under § 45b SGB XI, in words for an officer."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class NoClaim(DomainError):
    message = _("Hier ist noch kein Anspruch eingetragen. Bitte tragen Sie ein, seit wann er besteht.")


class BeforeTheClaim(DomainError):
    message = _("In diesem Monat bestand der Anspruch noch nicht.")


class AfterTheClaim(DomainError):
    message = _("In diesem Monat bestand der Anspruch nicht mehr.")


class NotRecognised(DomainError):
    message = _("Wer geholfen hat, war an diesem Tag nicht anerkannt. Das kann nicht abgerechnet werden.")


class FourthReceiver(DomainError):
    message = _("In diesem Monat sind es schon drei Menschen. Ein vierter kann nicht abgerechnet werden (Hessen).")


class Kinship(DomainError):
    message = _("Die beiden sind verwandt oder leben zusammen. Das kann nicht abgerechnet werden.")


class NotBillable(DomainError):
    message = _("Diese Hilfe zahlt die Pflegekasse nicht, zum Beispiel Garten und Reparaturen.")


class NothingToBill(DomainError):
    message = _("In diesem Monat ist nichts Neues abzurechnen.")


class NoPrice(DomainError):
    message = _("Für diese Hilfe steht kein Preis je Stunde. Bitte zuerst eintragen lassen.")


class OverBudget(DomainError):
    """The sentence says what is left."""


class AlreadySigned(DomainError):
    message = _("Der Nachweis ist schon unterschrieben. Bitte erklären Sie ihn zuerst für ungültig, mit einem Grund.")


class NotSigned(DomainError):
    message = _("Dieser Nachweis ist noch nicht unterschrieben. Nehmen Sie ihn einfach zurück.")


class NoLongerValid(DomainError):
    message = _("Dieser Nachweis ist nicht mehr gültig.")


class BilledByOthers(DomainError):
    message = _("Für diese beiden hat in diesem Monat schon ein anderer Verein einen Nachweis erstellt.")


class BilledBefore(DomainError):
    message = _(
        "Es ist schon ein Monat abgerechnet, in dem dann kein Anspruch bestünde. Bitte zuerst diesen Nachweis klären."
    )
