"""What can be done to a conversion, as data: in which states, from which side, with which form, and which verb does it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from quarters.conversions import confidential, defects, filling, forms, letters, money, photos, wishes
from quarters.conversions.access import HELPER, LANDLORD
from quarters.conversions.states import FUNDING_STATES, OPEN_STATES, ConversionState
from quarters.models import Conversion, Flat

S = ConversionState
BOTH = (HELPER, LANDLORD)
HELPERS = (HELPER,)
ENTER = _("Eintragen")
WITH_MEASURES = (S.ADVICE, S.CHECK, S.QUOTES)
WITH_QUOTES = (S.QUOTES, *FUNDING_STATES)
BEFORE_ORDER = (*WITH_QUOTES, S.WORKS)
WHILE_PAYING = (*BEFORE_ORDER, S.ACCEPTANCE)


@dataclass(frozen=True)
class Doing:
    """One press: whose case, who pressed, when, the checked form, and the row that a small button named."""

    case: Conversion
    by: Any
    now: dt.datetime
    form: Any
    row: str = ""

    def row_of(self, rows: Any) -> Any:
        """A quote, share or defect of this very case. 404 for anything else."""
        found = rows.filter(pk=int(self.row)).first() if self.row.isdecimal() and len(self.row) < 19 else None
        if found is None:
            raise Http404
        return found

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "now": self.now}

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.form.cleaned_data)


@dataclass(frozen=True)
class Act:
    """`is_small` stands as a button beside its row; the others as a form of their own. `asks`: what the form needs to be made."""

    title: str | Promise
    run: Callable[[Doing], Any]
    states: tuple[str, ...]
    sides: tuple[str, ...] = BOTH
    form: type[Any] | None = None
    button: str | Promise = ENTER
    initial: tuple[str, ...] = ()
    is_small: bool = False

    def is_open_for(self, case: Conversion, side: str) -> bool:
        return case.state in self.states and side in self.sides


def _note_permission(doing: Doing) -> Any:
    return filling.note_permission(doing.case, **doing.data, **doing.who)


ACTS: dict[str, Act] = {
    "einwilligung": Act(
        _("Einwilligung"),
        lambda do: wishes.agree(do.case, read_out_by=do.by, **do.who),
        OPEN_STATES,
        HELPERS,
        forms.AgreeForm,
        _("Einwilligung eintragen"),
    ),
    "ruecknahme": Act(
        _("Einwilligung zurücknehmen"),
        lambda do: wishes.withdraw_agreement(do.case, **do.who),
        OPEN_STATES,
        HELPERS,
        is_small=True,
    ),
    "termin": Act(
        _("Termin in der Wohnung"),
        lambda do: filling.plan_visit(do.case, at=do.form.moment, **do.who),
        (S.ADVICE,),
        HELPERS,
        forms.VisitForm,
    ),
    "besucht": Act(
        _("Der Besuch war"),
        lambda do: filling.note_visit(do.case, **do.data, **do.who),
        (S.ADVICE,),
        HELPERS,
        forms.OnForm,
    ),
    "massnahme": Act(
        _("Maßnahme wählen"),
        lambda do: filling.choose_measure(do.case, **do.data, **do.who),
        WITH_MEASURES,
        BOTH,
        forms.MeasureForm,
        _("Wählen"),
    ),
    "massnahme-weg": Act(
        _("Weglassen"),
        lambda do: filling.drop_measure(do.case, code=do.row, **do.who),
        WITH_MEASURES,
        is_small=True,
    ),
    "pruefung": Act(
        _("Prüfung und Entscheidung"),
        lambda do: filling.decide(do.case, **do.form.values, **do.who),
        (S.CHECK,),
        BOTH,
        forms.CheckForm,
    ),
    "gefragt": Act(
        _("Um Erlaubnis gebeten"),
        lambda do: filling.ask_permission(do.case, **do.data, **do.who),
        (S.PERMISSION,),
        HELPERS,
        forms.OnForm,
    ),
    "erlaubnis": Act(
        _("Antwort des Vermieters"),
        _note_permission,
        (S.PERMISSION,),
        BOTH,
        forms.PermissionForm,
    ),
    "vereinbarung": Act(
        _("Vereinbarung"),
        lambda do: filling.agree_on(do.case, **{**do.data, "restores": do.data["restores"] == "yes"}, **do.who),
        (S.AGREEMENT,),
        BOTH,
        forms.AgreementForm,
    ),
    "angebot": Act(
        _("Angebot eintragen"),
        lambda do: money.add_quote(do.case, **do.data, **do.who),
        WITH_QUOTES,
        BOTH,
        forms.QuoteForm,
    ),
    "angebot-waehlen": Act(
        _("Wählen"),
        lambda do: money.choose_quote(do.case, quote=do.row_of(do.case.quotes), **do.who),
        WITH_QUOTES,
        is_small=True,
    ),
    "anteil": Act(
        _("Wer zahlt was?"),
        lambda do: money.say_share(do.case, **do.data, **do.who),
        WHILE_PAYING,
        BOTH,
        forms.ShareForm,
    ),
    "anteil-weg": Act(
        _("Entfernen"),
        lambda do: money.drop_share(do.case, share=do.row_of(do.case.shares), **do.who),
        WHILE_PAYING,
        HELPERS,
        is_small=True,
    ),
    "antrag": Act(
        _("Antrag eintragen"),
        lambda do: money.apply(do.case, **do.data, **do.who),
        BEFORE_ORDER,
        HELPERS,
        forms.ApplyForm,
    ),
    "bescheid": Act(
        _("Bescheid"),
        lambda do: money.decide_share(do.case, share=do.row_of(do.case.shares), **do.data, **do.who),
        WHILE_PAYING,
        HELPERS,
        forms.AnswerForm,
    ),
    "kein-antrag": Act(
        _("Wird nicht gefragt"),
        lambda do: money.rule_out(do.case, payer=do.row, **do.who),
        BEFORE_ORDER,
        HELPERS,
        is_small=True,
    ),
    "umbau": Act(
        _("Betrieb und Tage"),
        lambda do: filling.plan_works(do.case, **do.data, **do.who),
        (S.WORKS,),
        BOTH,
        forms.WorksForm,
        initial=("firm", "starts_on", "ends_on", "interim", "neighbours_on"),
    ),
    "auftrag": Act(
        _("Auftrag erteilt"),
        lambda do: filling.order(do.case, **do.data, **do.who),
        (S.WORKS,),
        BOTH,
        forms.OnForm,
    ),
    "abnahme": Act(
        _("Abnahme"),
        lambda do: filling.accept(do.case, **do.data, **do.who),
        (S.ACCEPTANCE,),
        BOTH,
        forms.AcceptForm,
    ),
    "mangel": Act(
        _("Mangel aufschreiben"),
        lambda do: defects.note_defect(do.case, **do.data, **do.who),
        (S.ACCEPTANCE,),
        BOTH,
        forms.DefectForm,
        _("Aufschreiben"),
    ),
    "mangel-behoben": Act(
        _("Behoben"),
        lambda do: defects.close_defect(do.case, defect=do.row_of(do.case.defects), on=_today(do), **do.who),
        (S.ACCEPTANCE,),
        is_small=True,
    ),
    "mangel-doch": Act(
        _("Doch noch offen"),
        lambda do: defects.open_again(do.case, defect=do.row_of(do.case.defects), **do.who),
        (S.ACCEPTANCE,),
        is_small=True,
    ),
    "rechnung": Act(
        _("Rechnung und Auszahlung"),
        lambda do: filling.note_invoice(do.case, **do.data, **do.who),
        (S.ACCEPTANCE,),
        BOTH,
        forms.InvoiceForm,
    ),
    "wohnung": Act(
        _("Diese Wohnung"),
        lambda do: filling.choose_target(do.case, target=_flat(do.row), **do.who),
        (S.MOVING,),
        HELPERS,
        is_small=True,
    ),
    "umzug": Act(
        _("Der Umzug war"),
        lambda do: filling.note_move(do.case, **do.data, **do.who),
        (S.MOVING,),
        HELPERS,
        forms.OnForm,
    ),
    "doch-umbauen": Act(
        _("Doch umbauen: noch einmal prüfen"),
        lambda do: filling.convert_after_all(do.case, **do.who),
        (S.MOVING,),
        HELPERS,
        is_small=True,
    ),
    "vertraulich": Act(
        _("Nur für Sie und die Mieterin oder den Mieter"),
        lambda do: confidential.note_private(do.case, **do.data, **do.who),
        OPEN_STATES,
        HELPERS,
        forms.PrivateForm,
        _("Speichern"),
    ),
    "foto": Act(
        _("Foto eines Zimmers"),
        lambda do: photos.add_photo(do.case, **do.data, **do.who),
        OPEN_STATES,
        BOTH,
        forms.RoomPhotoForm,
        _("Foto speichern"),
    ),
    "foto-weg": Act(
        _("Foto löschen"),
        lambda do: photos.drop_photo(do.case, reference=do.row, **do.who),
        OPEN_STATES,
        BOTH,
        is_small=True,
    ),
    "brief": Act(
        _("Ist abgeschickt"),
        lambda do: letters.post_letter(do.case, kind=do.row, **do.who),
        OPEN_STATES,
        HELPERS,
        is_small=True,
    ),
    "beenden": Act(
        _("Beenden"),
        lambda do: wishes.end(do.case, note=do.data["reason"], is_refusal=do.data["reason"] == "refused", **do.who),
        tuple(state for state in OPEN_STATES if state != S.ACCEPTANCE),
        HELPERS,
        forms.EndForm,
        _("Umbau beenden"),
    ),
}


def _today(doing: Doing) -> dt.date:

    return clock.local(doing.now).date()


def _flat(reference: str) -> Flat:
    found = Flat.objects.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found
