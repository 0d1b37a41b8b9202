"""Why a step of the pipeline is not possible: one error per reason a person can meet."""

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError


class WrongState(DomainError):
    """The row is no longer in a state from which this step leads on."""

    message = _("Das ist inzwischen anders. Bitte sehen Sie sich den neuen Stand an.")


class FirstToKnow(WrongState):
    """A call or a visit comes before anybody is asked, also by hand: she agreed, it was read, one of us knows her."""

    message = _("Vorher steht noch ein Anruf aus: Erst kennenlernen oder fragen, dann wird jemand gesucht.")


class OfferTaken(DomainError):
    """Somebody else said yes first."""

    message = _("Danke! Jemand war schneller. Die Person bekommt Hilfe.")


class OfferAlreadyAnswered(DomainError):
    """The person has already given the other answer."""

    message = _("Sie haben schon geantwortet. Wenn sich etwas geändert hat, rufen Sie uns bitte an.")


class OfferExpired(DomainError):
    """The time to answer is over, and others are asked."""

    message = _("Die Zeit zum Antworten ist vorbei. Wir haben schon weitergesucht. Danke, dass Sie helfen wollten.")


class NoLongerPossible(DomainError):
    """The person may not do this visit any more, or has another one at that time."""

    message = _("Zu dieser Zeit haben Sie schon einen anderen Besuch, oder ein Nachweis fehlt. Bitte rufen Sie uns an.")


class WeekIsFull(NoLongerPossible):
    """It would be more than she wants to give in that week."""

    message = _(
        "Mit diesem Besuch wäre Ihre Woche voller, als Sie es möchten. Unter „Meine Angaben“ können Sie mehr Zeit je Woche "
        "eintragen und dann zusagen."
    )


class OftenEnough(NoLongerPossible):
    """It would be more often than she wants to come in that week or month."""

    message = _(
        "Sie haben schon so oft zugesagt, wie Sie höchstens kommen möchten. Unter „Meine Angaben“ können Sie das ändern und dann "
        "zusagen."
    )


class MonthIsFull(NoLongerPossible):
    """Three people in a month, where § 45b pays (domain 3.3)."""

    message = _(
        "In diesem Monat helfen Sie schon drei Menschen, bei denen die Pflegekasse zahlt. Mehr sind in Hessen nicht erlaubt."
    )


class EmergencyWords(DomainError):
    """The text speaks of an emergency: it is never accepted as a request (truth 8)."""

    message = _("Das klingt nach einem Notfall. Bitte rufen Sie sofort 112 an.")


class WindowIsOver(DomainError):
    """The wished time is too short for the visit, or lies behind us."""

    message = _("Diese Zeit ist schon vorbei oder zu kurz. Bitte wählen Sie eine andere.")


class NobodyOnCall(DomainError):
    """No care service is on call for this district at this moment."""

    message = _("Für diesen Stadtteil hat gerade niemand Bereitschaft. Bitte telefonieren Sie selbst.")


class PersonHasDied(DomainError):
    """Nobody is sent to somebody who has died; if it was a mistake, it is taken back on the person's card first."""

    message = _(
        "Diese Person ist als verstorben eingetragen. Wenn das nicht stimmt, ändern Sie es bitte auf ihrer Seite."
    )


class AlreadyAnswered(DomainError):
    message = _("Dieser Vorschlag ist schon beantwortet. Bitte sehen Sie sich den neuen Stand an.")
