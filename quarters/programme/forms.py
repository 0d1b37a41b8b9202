"""Registering for a date: shape is checked here, places are counted by the verb."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piano.kit import clock
from piano.kit.one_line import LineField, names_an_address
from piano.kit.phone_form import ReadsPhone
from quarters.forms import INPUT
from quarters.models import Event, Lift, Meal
from quarters.programme.registering import Guest, Wishes
from quarters.programme.slots import slots_of

MOST_SHOWN = 6  # so many may somebody bring along at most
COMPANION = re.compile(r"companion_[0-9]{1,3}")
NAME = {"required": gettext_lazy("Bitte schreiben Sie einen Namen.")}
NOT_OFFERED = {"invalid_choice": gettext_lazy("Bitte wählen Sie eine der Antworten.")}


def _name(label: Any, *, required: bool = True, **attrs: str) -> forms.CharField:
    return LineField(
        label=label,
        max_length=120,
        required=required,
        error_messages=NAME,
        widget=forms.TextInput(attrs={**INPUT, **attrs}),
    )


class RegisterForm(ReadsPhone, forms.Form):
    """`person`: who is signed in, and not asked for what we know; `by_us`: a helper writes for somebody."""

    website = forms.CharField(
        required=False,
        label=gettext_lazy("Bitte leer lassen"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(
        self, data: Any = None, *, event: Event, now: dt.datetime, person: Any = None, by_us: bool = False
    ) -> None:
        super().__init__(data)
        self.event, self.person, self.by_us = event, person, by_us
        if person is None:
            self._ask_who()
        if event.slot_minutes:
            self.fields["slot"] = _slot_field(event, now)
        self._ask_eating("")
        for number in range(1, min(event.most_companions, MOST_SHOWN) + 1):
            self.fields[f"companion_{number}"] = _name(self._label(number), required=False, autocomplete="off")
            self._ask_eating(f"_{number}")
        if event.has_lifts:
            self._ask_lift()

    @property
    def is_machine(self) -> bool:
        names = [said for field, said in self.cleaned_data.items() if field == "name" or COMPANION.fullmatch(field)]
        return bool(self.cleaned_data["website"]) or any(map(names_an_address, names))

    def _ask_who(self) -> None:
        self.fields["name"] = _name("Name" if self.by_us else gettext_lazy("Ihr Name"), autocomplete="name")
        self.fields["phone"] = forms.CharField(
            label=gettext_lazy("Telefon"),
            max_length=40,
            required=False,
            help_text=gettext_lazy("Mit Vorwahl, zum Beispiel 0561 123456"),
            widget=forms.TextInput(attrs={**INPUT, "type": "tel", "autocomplete": "tel"}),
        )
        self.fields["email"] = forms.EmailField(
            label=gettext_lazy("E-Mail"),
            required=False,
            error_messages={
                "invalid": gettext_lazy(
                    "Diese Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de"
                )
            },
            widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "email"}),
        )

    def _label(self, number: int) -> Any:
        if number == 1 and self.event.welcomes_neighbours:
            return gettext_lazy("Wen aus der Nachbarschaft bringen Sie mit?")
        return gettext_lazy("Wer kommt noch mit?") if number > 1 else gettext_lazy("Wer kommt mit?")

    def _ask_eating(self, suffix: str) -> None:
        if not self.event.has_meal:
            return
        self.fields[f"meal{suffix}"] = forms.ChoiceField(
            label=gettext_lazy("Was möchten Sie essen?")
            if not suffix
            else gettext_lazy("Was möchte diese Person essen?"),
            choices=Meal.choices,
            initial=Meal.ANY,
            required=False,
            error_messages=NOT_OFFERED,
            widget=forms.Select(attrs=INPUT),
        )
        self.fields[f"allergies{suffix}"] = forms.CharField(
            label=gettext_lazy("Gibt es etwas, das Sie nicht vertragen?")
            if not suffix
            else gettext_lazy("Was verträgt diese Person nicht?"),
            max_length=200,
            required=False,
            help_text=""
            if suffix
            else gettext_lazy("Das liest nur die Küche. Zwei Wochen nach dem Essen ist es gelöscht."),
            widget=forms.TextInput(attrs={**INPUT, "autocomplete": "off"}),
        )

    def _ask_lift(self) -> None:
        self.fields["lift"] = forms.ChoiceField(
            label=gettext_lazy("Wie kommen Sie hin?"),
            choices=Lift.choices,
            required=False,
            error_messages=NOT_OFFERED,
            widget=forms.RadioSelect,
        )
        self.fields["lift_from"] = forms.CharField(
            label=gettext_lazy("Wo holen wir Sie ab, oder wo fahren Sie los?"),
            help_text=gettext_lazy("Nur wenn Sie eine Mitfahrt suchen oder anbieten"),
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs={**INPUT, "autocomplete": "street-address"}),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_unreachable = not (data.get("phone") or data.get("email")) and not {"phone", "email"} & set(self.errors)
        if self.person is None and is_unreachable:
            self.add_error("phone", _("Wie erreichen wir Sie? Bitte schreiben Sie Telefon oder E-Mail."))
        return data

    @property
    def about_her(self) -> list[forms.BoundField]:
        """What is asked of whoever registers, besides who she is and how she is reached."""
        apart = {"name", "phone", "email", "website"} | {field.name for field in self.about_others}
        return [field for field in self.visible_fields() if field.name not in apart]

    @property
    def about_others(self) -> list[forms.BoundField]:
        """What is asked of whoever comes along."""
        return [field for field in self.visible_fields() if field.name[-1].isdigit()]

    @property
    def brings_somebody(self) -> bool:
        """Something stands there already, or is wrong with it."""
        return bool(self.companions) or any(field.errors for field in self.about_others)

    @property
    def companions(self) -> list[str]:
        """The fields of whoever comes along, also of more than the page offers: the verb says how many may."""
        sent = [name for name in self.data if COMPANION.fullmatch(name) and str(self.data[name]).strip("\x00 \t\r\n")]
        return sorted(sent, key=lambda name: int(name.rpartition("_")[2]))

    def guests(self, own_name: str) -> list[Guest]:
        return [self._guest(own_name, ""), *self._along()]

    def _along(self) -> Iterator[Guest]:
        for name in self.companions:
            number = name.rpartition("_")[2]
            said = " ".join(str(self.data[name]).replace("\x00", "").split())[:120]
            is_neighbour = number == "1" and self.event.welcomes_neighbours
            yield self._guest(said, f"_{number}", is_neighbour=is_neighbour)

    def _guest(self, name: str, suffix: str, *, is_neighbour: bool = False) -> Guest:
        meal, allergies = self.cleaned_data.get(f"meal{suffix}", ""), self.cleaned_data.get(f"allergies{suffix}", "")
        return Guest(name, is_neighbour, meal, allergies)

    @property
    def wishes(self) -> Wishes:
        data = self.cleaned_data
        slot = data.get("slot") or ""
        return Wishes(clock.read_moment(slot), data.get("lift", ""), data.get("lift_from", ""))

    def put_right(self, field: str, words: str) -> None:
        """A rule said no: the sentence stands at its field, where there is one."""
        self.add_error(
            "companion_1"
            if field == "companions" and "companion_1" in self.fields
            else field
            if field in self.fields
            else None,
            words,
        )


def _slot_field(event: Event, now: dt.datetime) -> forms.ChoiceField:
    free = [slot for slot in slots_of(event) if slot.is_free and slot.starts_at > now]
    return forms.ChoiceField(
        label=gettext_lazy("Um welche Uhrzeit?"),
        choices=[(slot.starts_at.isoformat(), clock.say_time(slot.starts_at)) for slot in free],
        required=bool(free),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Bitte wählen Sie eine Uhrzeit."),
            "invalid_choice": gettext_lazy("Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere."),
        },
    )
