"""Each state and each allowed step of the pipeline, as data. Imports nothing but TextChoices."""

from django.db.models import TextChoices


class RequestState(TextChoices):
    SEARCHING = "searching", "Wir suchen"
    ARRANGED = "arranged", "Jemand kommt"
    DONE = "done", "Erledigt"
    RETURNED = "returned", "Niemand gefunden"
    REFERRED = "referred", "Vermittelt"
    WITHDRAWN = "withdrawn", "Zurückgezogen"


class VisitState(TextChoices):
    OPEN = "open", "Wird geprüft"
    HELD = "held", "Kennenlernen"
    OFFERED = "offered", "Gefragt"
    DECISION = "decision", "Sie entscheiden"
    ON_CALL = "on_call", "Bereitschaft gefragt"
    ARRANGED = "arranged", "Vereinbart"
    DONE = "done", "War dort"
    MISSED = "missed", "Fand nicht statt"
    CANCELLED = "cancelled", "Abgesagt"
    RETURNED = "returned", "Niemand gefunden"
    REFERRED = "referred", "An eine Stelle vermittelt"


class OfferState(TextChoices):
    OPEN = "open", "Wartet auf Antwort"
    ACCEPTED = "accepted", "Zugesagt"
    DECLINED = "declined", "Abgelehnt"
    EXPIRED = "expired", "Ohne Antwort"
    WITHDRAWN = "withdrawn", "Zurückgezogen"


class AssignmentState(TextChoices):
    PLANNED = "planned", "Geplant"
    RUNNING = "running", "Läuft"
    DONE = "done", "Erledigt"
    CANCELLED = "cancelled", "Abgesagt"


class SeriesState(TextChoices):
    ACTIVE = "active", "Läuft"
    ENDED = "ended", "Beendet"


class RegularState(TextChoices):
    ASKED = "asked", "Wartet auf Antwort"
    YES = "yes", "Kommt regelmäßig"
    NO = "no", "Abgelehnt"
    EXPIRED = "expired", "Ohne Antwort"
    WITHDRAWN = "withdrawn", "Zurückgezogen"
    OVER = "over", "Kommt nicht mehr"


class EntryState(TextChoices):
    """Of one person on one morning's round of calls."""

    WAITING = "waiting", "Noch anrufen"
    CONTACT = "contact", "Vertrauensperson anrufen"
    HELPER = "helper", "Bitte nachsehen"
    SETTLED = "settled", "Geklärt"


SEARCHING_STATES = (VisitState.OPEN, VisitState.HELD, VisitState.OFFERED, VisitState.DECISION, VisitState.ON_CALL)
OPEN_VISIT_STATES = (*SEARCHING_STATES, VisitState.ARRANGED)
OPEN_ENTRY_STATES = (EntryState.WAITING, EntryState.CONTACT, EntryState.HELPER)
OPEN_REQUEST_STATES = (RequestState.SEARCHING, RequestState.ARRANGED)
STANDING_ASSIGNMENT_STATES = (AssignmentState.PLANNED, AssignmentState.RUNNING)

STEPS: dict[type[TextChoices], dict[str, frozenset[str]]] = {
    RequestState: {
        "": frozenset({RequestState.SEARCHING}),
        RequestState.SEARCHING: frozenset(
            {RequestState.ARRANGED, RequestState.RETURNED, RequestState.REFERRED, RequestState.WITHDRAWN}
        ),
        RequestState.ARRANGED: frozenset(
            {
                RequestState.SEARCHING,
                RequestState.DONE,
                RequestState.RETURNED,
                RequestState.REFERRED,
                RequestState.WITHDRAWN,
            }
        ),
        RequestState.RETURNED: frozenset({RequestState.SEARCHING}),
        # regular help that was ended and is wanted after all
        RequestState.WITHDRAWN: frozenset({RequestState.SEARCHING}),
        RequestState.DONE: frozenset({RequestState.SEARCHING}),
    },
    VisitState: {
        "": frozenset({VisitState.OPEN}),
        VisitState.OPEN: frozenset(
            {
                VisitState.HELD,
                VisitState.OFFERED,
                VisitState.DECISION,
                VisitState.ON_CALL,
                VisitState.ARRANGED,
                VisitState.CANCELLED,
                VisitState.RETURNED,
            }
        ),
        VisitState.HELD: frozenset({VisitState.OPEN, VisitState.CANCELLED, VisitState.RETURNED}),
        VisitState.OFFERED: frozenset(
            {
                VisitState.OPEN,
                VisitState.DECISION,
                VisitState.ON_CALL,
                VisitState.ARRANGED,
                VisitState.CANCELLED,
                VisitState.RETURNED,
            }
        ),
        VisitState.DECISION: frozenset(
            {
                VisitState.OPEN,
                VisitState.OFFERED,
                VisitState.ON_CALL,
                VisitState.ARRANGED,
                VisitState.CANCELLED,
                VisitState.RETURNED,
                VisitState.REFERRED,
            }
        ),
        VisitState.ON_CALL: frozenset(
            {VisitState.OPEN, VisitState.DECISION, VisitState.ARRANGED, VisitState.CANCELLED, VisitState.RETURNED}
        ),
        VisitState.ARRANGED: frozenset(
            {VisitState.OPEN, VisitState.DONE, VisitState.MISSED, VisitState.CANCELLED, VisitState.RETURNED}
        ),
        VisitState.RETURNED: frozenset({VisitState.OPEN}),
        VisitState.CANCELLED: frozenset({VisitState.OPEN}),  # a date of a series that is wanted after all
    },
    OfferState: {
        "": frozenset({OfferState.OPEN}),
        OfferState.OPEN: frozenset(
            {OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED, OfferState.WITHDRAWN}
        ),
        OfferState.EXPIRED: frozenset({OfferState.ACCEPTED}),  # a late yes is welcome while nobody is found
    },
    AssignmentState: {
        "": frozenset({AssignmentState.PLANNED}),
        AssignmentState.PLANNED: frozenset({AssignmentState.RUNNING, AssignmentState.DONE, AssignmentState.CANCELLED}),
        AssignmentState.RUNNING: frozenset({AssignmentState.DONE, AssignmentState.CANCELLED}),
    },
    SeriesState: {
        "": frozenset({SeriesState.ACTIVE}),
        SeriesState.ACTIVE: frozenset({SeriesState.ENDED}),
        SeriesState.ENDED: frozenset({SeriesState.ACTIVE}),  # the end is taken back
    },
    RegularState: {
        "": frozenset({RegularState.ASKED}),
        RegularState.ASKED: frozenset(
            {RegularState.YES, RegularState.NO, RegularState.EXPIRED, RegularState.WITHDRAWN}
        ),
        RegularState.EXPIRED: frozenset({RegularState.YES}),  # a late yes is welcome while nobody is found
        RegularState.YES: frozenset({RegularState.OVER}),
        RegularState.OVER: frozenset({RegularState.YES}),  # with the series whose end is taken back
    },
    EntryState: {
        EntryState.WAITING: frozenset({EntryState.WAITING, EntryState.CONTACT, EntryState.HELPER, EntryState.SETTLED}),
        EntryState.CONTACT: frozenset({EntryState.CONTACT, EntryState.HELPER, EntryState.SETTLED}),
        EntryState.HELPER: frozenset({EntryState.HELPER, EntryState.SETTLED}),
        EntryState.SETTLED: frozenset({EntryState.HELPER}),
    },
}
