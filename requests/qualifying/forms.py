"""What the coordination enters about a paper that she has seen. There is no field for a file, and none for what stands in it."""

import datetime as dt
from typing import Any

from django import forms

from piano.kit import clock
from quarters.models.evidence import LASTS_MONTHS, EvidenceKind
from requests.qualifying.papers import Seen

INPUT = {"class": "input"}
DAY = {"required": "Bitte wählen Sie einen Tag.", "invalid": "Diesen Tag gibt es nicht."}


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=DAY, **more)


class PaperForm(forms.Form):
    kind = forms.ChoiceField(
        label="Was haben Sie gesehen?",
        choices=[("", "Bitte wählen"), *EvidenceKind.choices],
        error_messages={"required": "Bitte wählen Sie.", "invalid_choice": "Bitte wählen Sie eine der Antworten."},
        widget=forms.Select(attrs=INPUT),
    )
    seen_on = _day("Gesehen am")
    issued_on = _day("Ausgestellt am", required=False)
    last_day = _day("Gilt bis", required=False)
    has_no_entry = forms.BooleanField(
        label="Führungszeugnis: Es steht kein einschlägiger Eintrag darin.",
        required=False,
        help_text="Dann schreiben Sie bitte auch dazu, wann es ausgestellt ist. Nie eine Kopie, nie, was darin steht.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = clock.today()
        for name in ("seen_on", "issued_on"):
            if data.get(name) and data[name] > today:
                self.add_error(name, "Dieser Tag liegt in der Zukunft.")
        if data.get("seen_on") and data.get("issued_on") and data["issued_on"] > data["seen_on"]:
            self.add_error("issued_on", "Ausgestellt wurde es, bevor Sie es gesehen haben.")
        return data

    @property
    def seen(self) -> Seen:
        return Seen(
            **{name: self.cleaned_data[name] for name in ("kind", "seen_on", "issued_on", "last_day", "has_no_entry")}
        )


def usual_terms() -> list[tuple[str, int]]:
    """For the page: how long each kind usually counts."""
    return [(str(EvidenceKind(kind).label), months) for kind, months in LASTS_MONTHS.items()]


def as_typed(row: Any, *, no_entry: bool) -> dict[str, str]:
    """The fields with which the same row is entered again."""
    last_day = row.valid_until - dt.timedelta(days=1) if row.valid_until else None
    said = {"kind": row.kind, "seen_on": row.valid_from, "issued_on": row.issued_on, "last_day": last_day}
    typed = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in said.items() if value}
    return {**typed, "has_no_entry": "on"} if no_entry else typed
