"""What GWG enters in the panel of amounts of law: a new number from a day on, each with where it is written.

An association's own rate is its own matter and stands on its own pages.
"""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.costs import say_euros
from quarters.panel import GwgAdmin, panel
from volunteers.accounts.amounts import begin_value, take_back_value
from volunteers.accounts.rules import say_minutes
from volunteers.models import DatedValue, ValueKind

K = ValueKind
MONEY: dict[str, int] = {
    K.KM: 100,
    K.TRAINER: 2_000_000,
    K.HONORARY: 2_000_000,
    K.RELIEF: 200_000,
}  # the most, in cents: a slip of a zero is asked back
OTHER: dict[str, int] = {
    K.RELIEF_LAPSES: 12,
    K.CARD_YEAR: 60_000,
    K.CARD_WEEK: 2_400,
    K.CARD_WEEKS: 104,
    K.CARD_NO_ALLOWANCE: 1,
}
SAID = ["in_short", "in_words", "valid_from", "valid_until", "source"]


class AmountForm(forms.ModelForm):
    """From this year on: a law may be older than the day on which somebody enters it."""

    def clean(self) -> Any:
        data = super().clean() or {}
        kind, value, day = data.get("kind"), data.get("value"), data.get("valid_from")
        most = {**MONEY, **OTHER}.get(kind or "", 0)
        least = 0 if kind == K.CARD_NO_ALLOWANCE else 1
        if value is not None and kind and not least <= value <= most:
            self.add_error(
                "value",
                _("Das kann nicht stimmen. Möglich ist %(least)s bis %(most)s.") % {"least": least, "most": most},
            )
        if day and day < clock.today().replace(month=1, day=1):
            self.add_error(
                "valid_from", _("Was in früheren Jahren galt, bleibt. Möglich ist ein Tag ab dem 1. Januar.")
            )
        return data

    def validate_constraints(self) -> None:
        """Not before the one that holds now has been ended, which saving does."""


class AmountAdmin(GwgAdmin):
    """A number is added; the one before ends by itself. Nothing that stands here is changed, so that every year keeps its own."""

    form = AmountForm
    list_display = SAID
    list_filter = ["kind"]
    fields = ["kind", "value", "source", "valid_from"]
    readonly_fields = ["in_short", "in_words"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DatedValue]:
        return super().get_queryset(request).filter(organisation=None)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.fields if obj is None else SAID

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One that has not begun yet."""
        return obj is not None and obj.valid_from > clock.today() and self.has_add_permission(request)

    def delete_model(self, request: HttpRequest, obj: DatedValue) -> None:
        take_back_value(kind=obj.kind, valid_from=obj.valid_from, today=clock.today())

    def save_model(self, request: HttpRequest, obj: DatedValue, form: Any, change: bool) -> None:
        said: dict[str, Any] = {
            "kind": obj.kind,
            "value": obj.value,
            "source": obj.source,
            "valid_from": obj.valid_from,
        }
        obj.pk = begin_value(**said).pk

    def in_words(self, row: DatedValue) -> str:
        if row.kind in MONEY:
            return _together(say_euros(row.value))
        return _together(say_minutes(row.value)) if row.kind in (K.CARD_YEAR, K.CARD_WEEK) else str(row.value)

    in_words.short_description = "Wert"  # type: ignore[attr-defined]

    def in_short(self, row: DatedValue) -> str:
        """The unit stands at the value, in words of people: euros and hours, not cents and minutes."""
        return re.sub(r": (?:Cent|Minuten) ", ": ", row.get_kind_display())

    in_short.short_description = "Was"  # type: ignore[attr-defined]
    in_short.admin_order_field = "kind"  # type: ignore[attr-defined]


def _together(words: str) -> str:
    """No line ends between a number and its unit."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


panel.register(DatedValue, AmountAdmin)
