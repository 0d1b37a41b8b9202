"""What can stand against a step of an association, one class per reason."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class NeedsFirst(DomainError):
    message = _("Davor fehlt noch etwas.")


class NotToday(DomainError):
    message = _("Dieser Tag liegt in der Zukunft. Bitte tragen Sie den Schritt ein, wenn er geschehen ist.")


class BeforeItsReason(DomainError):
    message = _("Dieser Tag liegt vor dem Schritt, auf dem er beruht. Bitte prüfen Sie das Datum.")


class TooFewFounders(DomainError):
    message = _("Es sind noch keine sieben Menschen. Ein Verein braucht mindestens sieben, die ihn gründen.")


class TooFewSignatures(DomainError):
    message = _("Unter der Satzung stehen noch keine sieben Unterschriften.")


class NoBoard(DomainError):
    message = _("Vorsitz und Kasse sind noch nicht gewählt, oder die Wahl ist nicht angenommen.")


class StillNeeded(DomainError):
    message = _("Darauf beruht schon ein späterer Schritt. Nehmen Sie zuerst diesen zurück.")


class NobodyToWaitFor(DomainError):
    message = _("Bei diesem Schritt wartet man auf niemanden.")


class AlreadyThere(DomainError):
    message = _("Dieser Name steht schon auf der Liste.")


class NoWayToHer(DomainError):
    message = _("Hier steht weder E-Mail noch Telefon. Bitte zuerst eintragen.")


class TimeIsOver(DomainError):
    message = _("Der Verein ist schon gegründet. Dieser freiwillige Schritt hat keinen Sinn mehr.")


class BeforeItsFollower(DomainError):
    message = _("Dieser Tag liegt nach einem Schritt, der darauf beruht. Bitte prüfen Sie das Datum.")


class NameTaken(DomainError):
    message = _("Es gibt schon eine Organisation mit diesem Namen. Bitte ändern Sie ihn in den Angaben zum Verein.")


class HandedOver(DomainError):
    message = _("Der Verein führt seine Mitglieder jetzt selbst. Hier steht niemand mehr.")


class ForTheBoard(DomainError):
    message = _("Der Verein führt sich jetzt selbst. Die nächsten Schritte trägt der Vorstand ein.")


class TooManyLinks(DomainError):
    message = _("Das waren viele Links in kurzer Zeit. Bitte machen Sie in einer Stunde weiter.")


class NotFounded(DomainError):
    message = _("Erst nach der Gründungsversammlung gibt es einen Verein, der sich selbst führen kann.")


class GuardianMissing(DomainError):
    message = _("Für ein Kind braucht es den Namen und die Einwilligung einer erziehungsberechtigten Person.")


class NotThisFamily(DomainError):
    message = _("Familie geht nur mit einem Mitglied dieses Vereins, das selbst den Beitrag zahlt.")


class LeavesBeforeJoining(DomainError):
    message = _("Der Austritt liegt vor dem Eintritt.")


class TooLateToReturn(DomainError):
    message = _("Die Angaben sind schon gelöscht. Bitte nehmen Sie die Person neu auf.")


class NotOnTheList(DomainError):
    message = _("Diese Kennung steht nicht in Ihrer Liste.")


class PaidAlready(DomainError):
    message = _("Das ist schon an einem anderen Tag als bezahlt eingetragen.")


class NotAMember(DomainError):
    message = _("Wer ein Amt hat, ist Mitglied des Vereins.")


class OnDutyAlready(DomainError):
    message = _("Sie oder er hat zu dieser Zeit schon Dienst.")


class DayClosed(DomainError):
    message = _("Dieser Tag hat noch nicht begonnen. Abschließen geht erst dann.")


class NoMinutesYet(DomainError):
    message = _("Die Versammlung war noch nicht. Ein Protokoll gibt es erst danach.")


class LastKey(DomainError):
    message = _(
        "Dann käme niemand mehr auf diese Seiten. Bitte wählen Sie zuerst jemanden, oder geben Sie jemandem Zugang."
    )


class NoAddress(DomainError):
    message = _("Wer Zugang bekommt, braucht eine E-Mail-Adresse. Bitte tragen Sie sie beim Mitglied ein.")


class NotForLay(DomainError):
    message = _("Pflege und Behandlung dürfen nur Fachleute. Das kann ein Verein nicht anders regeln.")


class NotAWordToSay(DomainError):
    message = _("Bitte schreiben Sie ein paar Worte.")
