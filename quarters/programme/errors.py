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


class EndsTooEarly(NotPossible):
    message = "Das Ende liegt vor dem Anfang. Bitte sehen Sie sich die Uhrzeiten noch einmal an."
    field = "ends"


class IsPast(NotPossible):
    message = "Dieser Tag ist schon vorbei. Bitte wählen Sie einen Tag ab heute."
    field = "day"


class TakesTooLong(NotPossible):
    message = "Länger als drei Tage dauert kein Termin."
    field = "ends"


class NoRoom(NotPossible):
    message = "Mindestens ein Platz muss es sein. Ohne Grenze: Bitte lassen Sie das Feld leer."
    field = "capacity"


class NoEnd(NotPossible):
    message = "Bis wann soll sich der Termin wiederholen? Bitte wählen Sie einen letzten Tag."
    field = "last_day"


class EndsBeforeItBegins(NotPossible):
    message = "Der letzte Tag liegt vor dem ersten."
    field = "last_day"


class TooLongSeries(NotPossible):
    message = "Eine Reihe geht höchstens ein Jahr. Danach planen Sie sie einfach weiter."
    field = "last_day"


class NoDay(NotPossible):
    message = "In dieser Zeit gibt es keinen solchen Tag. Bitte wählen Sie einen späteren letzten Tag."
    field = "last_day"


class NoSlots(NotPossible):
    message = "In diese Zeit passt kein einziges Gespräch."
    field = "slot_minutes"


class NobodyLeads(NotPossible):
    message = "Wer berät? Bei Gesprächen unter vier Augen sieht nur diese Person, wer kommt."
    field = "host"


class HostStays(NotPossible):
    message = "Es sind schon Menschen für Gespräche angemeldet. Weitergeben kann sie nur, wer den Termin leitet."
    field = "host"


class CardCostsMore(NotPossible):
    message = "Mit der Kassel-Karte kostet es höchstens so viel wie ohne."
    field = "card_price"


class FewerThanTaken(NotPossible):
    message = "So viele Plätze sind schon vergeben. Weniger geht nicht, ohne jemandem abzusagen."
    field = "capacity"


class IsToldAlready(NotPossible):
    message = "Die Ersten wissen schon, dass der Termin ausfällt. Bitte planen Sie ihn neu."


class HasRegistrations(NotPossible):
    message = "Es sind schon Menschen für Gespräche angemeldet. Die Länge bleibt, wie sie ist."
    field = "slot_minutes"
