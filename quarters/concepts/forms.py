"""Forms of a concept's parts; staff read them, so they are in German."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.models import Concept, ConceptMeasure, ConceptMeeting, Goal, Indicator, Partner, Reading

MISSING = _("Bitte füllen Sie dieses Feld aus.")
WRONG = {
    forms.DateField: _("Bitte wählen Sie einen Tag."),
    forms.DecimalField: _("Bitte schreiben Sie eine Zahl."),
    forms.IntegerField: _("Bitte schreiben Sie eine Zahl."),
}


class PartForm(forms.ModelForm):
    """Looks like the other forms of the house, and names what is wrong in its words."""

    def __init__(self, *args: Any, concept: Concept, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
            field.error_messages["required"] = MISSING
            for kind, words in WRONG.items():
                if isinstance(field, kind):
                    names = (
                        "invalid",
                        "max_digits",
                        "max_decimal_places",
                        "max_whole_digits",
                        "min_value",
                        "max_value",
                    )
                    field.error_messages |= dict.fromkeys(names, words)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
            if isinstance(field, forms.DecimalField):
                field.localize, field.widget = True, forms.TextInput(attrs={"class": "input", "inputmode": "decimal"})
                field.widget.is_localized = True
        if "goal" in self.fields:
            goals: Any = self.fields["goal"]
            goals.queryset, goals.empty_label = Goal.objects.standing().filter(concept=concept), _("Bitte wählen")
            goals.label_from_instance = lambda goal: goal.title
            goals.error_messages["invalid_choice"] = MISSING


class ConceptForm(PartForm):
    class Meta:
        model = Concept
        fields = ["summary", "situation"]


class GoalForm(PartForm):
    class Meta:
        model = Goal
        fields = ["title", "words", "position"]


class MeasureForm(PartForm):
    why = forms.CharField(
        label=_("Warum ein anderer Tag?"),
        required=False,
        max_length=300,
        help_text=_("Nur wenn sich „Fertig bis“ ändert. Der alte Tag bleibt sichtbar."),
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    class Meta:
        model = ConceptMeasure
        fields = ["goal", "title", "responsible", "starts_on", "due_on", "done_on", "outcome"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["why"]


class IndicatorForm(PartForm):
    class Meta:
        model = Indicator
        fields = ["goal", "name", "unit", "target", "target_on", "less_is_better"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["less_is_better"].widget.attrs.pop("class")


class ReadingForm(PartForm):
    class Meta:
        model = Reading
        fields = ["on", "value", "source"]


class PartnerForm(PartForm):
    class Meta:
        model = Partner
        fields = ["name", "brings"]


class MeetingForm(PartForm):
    class Meta:
        model = ConceptMeeting
        fields = ["on", "where", "present", "minutes"]
