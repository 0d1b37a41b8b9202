"""The gates: what has to be there before a conversion takes its next step, who can give it, and whose turn it is (domain 7).

Pure: facts in, sentences out. The facts are what the landlord may know; what is said of health opens no gate.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quarters.conversions.states import LEADS, STEPS, ConversionState, Turn
from quarters.models import Conversion, Payer, Permission, Share, ShareState

S = ConversionState


@dataclass(frozen=True)
class Facts:
    """What the gates look at. `today` is a local day."""

    conversion: Conversion
    today: dt.date
    measures: int = 0
    quote_until: dt.date | None = None
    shares: Sequence[Share] = field(default_factory=tuple)
    open_defects: int = 0

    def share(self, payer: str) -> Share | None:
        return next((one for one in self.shares if one.payer == payer), None)

    @property
    def undecided(self) -> list[Share]:
        return [one for one in self.shares if one.state == ShareState.ASKED]


@dataclass(frozen=True)
class Need:
    """`missing` is the sentence while it is not there, `who` can give it. `is_private`: the landlord reads a plainer one."""

    key: str
    missing: str | Promise
    who: str
    is_met: Callable[[Facts], Any]
    is_private: bool = False


CONSENT = Need(
    "consent",
    _("Die Einwilligung fehlt: Der Vermieter darf erst dann etwas erfahren, wenn Sie die Person gefragt haben."),
    Turn.TENANT,
    lambda facts: facts.conversion.is_shared,
)
COVERED = Need(
    "covered",
    _("Noch zahlt nicht für alles jemand. Bitte tragen Sie ein, wer den Rest zahlt."),
    Turn.HELPER,
    lambda facts: facts.conversion.cost_cents and facts.conversion.open_cents == 0,
)
DECIDED = Need(
    "decided",
    _("Ein Antrag ist noch nicht entschieden. Vor der Bewilligung darf nichts bestellt werden und nichts anfangen."),
    Turn.FUND,
    lambda facts: not facts.undecided,
)


def _settled(payer: str) -> Callable[[Facts], Any]:
    """The fund has decided, or does not come into question."""
    return lambda facts: (share := facts.share(payer)) is not None and share.state != ShareState.ASKED


def _of_fund(payer: str, missing: str | Promise) -> Need:
    return Need(payer, missing, Turn.FUND, _settled(payer), is_private=True)


def _filled(*names: str) -> Callable[[Facts], Any]:
    """All of these stand in the row; a no is an answer, too."""
    return lambda facts: all(getattr(facts.conversion, name) not in (None, "") for name in names)


LEAVING: dict[str, tuple[Need, ...]] = {
    S.WISH: (
        Need(
            "landlord",
            _("Beim Haus steht noch kein Vermieter. Bitte sagen Sie der Verwaltung Bescheid."),
            Turn.HELPER,
            _filled("landlord_id"),
        ),
    ),
    S.ADVICE: (
        Need("visit", _("Der Termin in der Wohnung fehlt."), Turn.HELPER, _filled("visit_at")),
        Need(
            "visited",
            _("Der Besuch war noch nicht, oder niemand hat ihn eingetragen."),
            Turn.HELPER,
            _filled("visited_on"),
        ),
        Need("measures", _("Noch ist keine Maßnahme ausgewählt."), Turn.HELPER, lambda facts: facts.measures),
    ),
    S.CHECK: (
        Need(
            "checked",
            _("Die Prüfung fehlt: Trägt die Decke, liegen die Leitungen richtig, steht das Haus unter Denkmalschutz?"),
            Turn.LANDLORD,
            _filled("load_ok", "pipes_ok", "is_monument"),
        ),
        Need(
            "decision",
            _("Die Entscheidung fehlt: A umbauen, B umziehen oder C nein."),
            Turn.LANDLORD,
            _filled("decision", "decided_on"),
        ),
    ),
    S.PERMISSION: (
        Need(
            "asked",
            _("Der Vermieter ist noch nicht um Erlaubnis gebeten (§ 554 BGB)."),
            Turn.HELPER,
            _filled("asked_on"),
        ),
        Need(
            "answer",
            _("Die schriftliche Antwort des Vermieters mit Datum fehlt (§ 554 BGB)."),
            Turn.LANDLORD,
            _filled("permission", "permission_on"),
        ),
        Need(
            "allowed",
            _("Der Vermieter hat nein gesagt. Sprechen Sie noch einmal miteinander, oder beenden Sie den Umbau."),
            Turn.LANDLORD,
            lambda facts: facts.conversion.permission != Permission.NO,
        ),
    ),
    S.AGREEMENT: (
        Need("builder", _("Es ist nicht vereinbart, wer baut."), Turn.LANDLORD, _filled("builder", "agreed_on")),
        Need(
            "restores",
            _("Es ist nicht vereinbart, ob beim Auszug zurückgebaut werden muss."),
            Turn.LANDLORD,
            _filled("restores"),
        ),
    ),
    S.QUOTES: (
        Need("quote", _("Es ist kein Angebot ausgewählt."), Turn.FIRM, lambda facts: facts.quote_until),
        Need(
            "quote_valid",
            _("Das ausgewählte Angebot ist abgelaufen. Bitte fragen Sie den Betrieb nach einem neuen."),
            Turn.FIRM,
            lambda facts: facts.quote_until is None or facts.quote_until >= facts.today,
        ),
    ),
    S.CARE_FUND: (
        _of_fund(
            Payer.CARE_FUND, _("Die Entscheidung der Pflegekasse fehlt. Wird sie nicht gefragt, tragen Sie das ein.")
        ),
    ),
    S.KFW: (_of_fund(Payer.KFW, _("Die Entscheidung der KfW fehlt. Wird sie nicht gefragt, tragen Sie das ein.")),),
    S.WIBANK: (
        Need(
            Payer.WIBANK,
            _("Nimmt der Vermieter ein Darlehen der WIBank? Die Antwort oder die Entscheidung der WIBank fehlt."),
            Turn.LANDLORD,
            _settled(Payer.WIBANK),
        ),
        DECIDED,
        COVERED,
    ),
    S.WORKS: (
        Need(
            "firm",
            _("Der Betrieb und die Tage des Umbaus fehlen."),
            Turn.LANDLORD,
            _filled("firm", "starts_on", "ends_on"),
        ),
        Need("interim", _("Wo wohnt die Person so lange? Das fehlt."), Turn.TENANT, _filled("interim")),
        Need(
            "neighbours", _("Die Nachbarn im Haus wissen noch nicht Bescheid."), Turn.LANDLORD, _filled("neighbours_on")
        ),
        Need("ordered", _("Der Auftrag ist noch nicht erteilt."), Turn.LANDLORD, _filled("ordered_on")),
    ),
    S.ACCEPTANCE: (
        Need("accepted", _("Die Abnahme fehlt."), Turn.LANDLORD, _filled("accepted_on")),
        Need("defects", _("Es sind noch Mängel offen."), Turn.FIRM, lambda facts: not facts.open_defects),
        Need(
            "explained",
            _("Niemand hat gezeigt, wie alles bedient wird."),
            Turn.FIRM,
            lambda facts: facts.conversion.is_explained,
        ),
        Need("invoice", _("Die Rechnung fehlt."), Turn.FIRM, _filled("invoice_on", "invoice_cents")),
        COVERED,
        Need("paid", _("Das Geld ist noch nicht ausgezahlt."), Turn.FUND, _filled("paid_on")),
    ),
    S.MOVING: (
        Need("target", _("Noch ist keine passende Wohnung ausgesucht."), Turn.HELPER, _filled("target_id")),
        Need(
            "moved", _("Der Umzug war noch nicht, oder niemand hat ihn eingetragen."), Turn.TENANT, _filled("moved_on")
        ),
    ),
}
ANSWERED_BY_LANDLORD = _("Die Bewilligung der Förderung liegt noch nicht vor.")


def next_state(conversion: Conversion) -> str:
    """Where it leads when the gate is open; "" while a decision is missing or it is over."""
    if conversion.state == S.CHECK:
        return str(LEADS.get(conversion.decision, ""))
    if conversion.state == S.MOVING:
        return str(S.MOVED)
    found = [to for to in STEPS[conversion.state].to if to not in (S.ENDED, S.REFUSED)] if conversion.is_open else []
    return str(found[0]) if found else ""


def missing(facts: Facts) -> list[Need]:
    """What keeps the gate in front of the next step shut, in order; empty: it is open."""
    if not facts.conversion.is_open:
        return []
    return [need for need in (CONSENT, *LEAVING[facts.conversion.state]) if not need.is_met(facts)]


def turn(facts: Facts) -> str:
    """Whose turn it is: who can give the first thing that is missing, else who may take the step."""
    if not facts.conversion.is_open:
        return ""
    shut = missing(facts)
    return str(shut[0].who if shut else Turn.HELPER)
