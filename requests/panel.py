"""What of choosing GWG enters in the panel: weights, and what the state asks for. No person appears here."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from helpers.models import Module, Requirement
from piano.kit import clock
from quarters.panel import GwgAdmin, panel
from requests.matching.gather import WEIGHED
from requests.models import Weights
from volunteers.models import LevelRule, PathRule, Qualification


class DatedForm(forms.ModelForm):
    """A rule begins and ends today or later: whoever was chosen yesterday was chosen by yesterday's."""

    def clean(self) -> Any:
        data = super().clean() or {}
        for name in ("valid_from", "valid_until"):
            day = data.get(name)
            if day and name in self.changed_data and day < clock.today():
                self.add_error(name, _("Dieser Tag ist vorbei. Regeln ändern sich ab heute oder später."))
        return data


class DatedAdmin(GwgAdmin):
    """A row is added, and ended by a date. One that has not begun yet may still be changed or removed."""

    form = DatedForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        has_begun = obj is not None and obj.valid_from < clock.today()
        return [name for name in self.fields or () if name != "valid_until"] if has_begun else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_ahead = obj is not None and obj.valid_from > clock.today()
        return is_ahead and self.has_change_permission(request, obj)


class WeightsAdmin(DatedAdmin):
    fields = ["organisation", *WEIGHED, "valid_from", "valid_until"]
    list_display = ["__str__", *WEIGHED, "valid_from", "valid_until"]


class QualificationAdmin(DatedAdmin):
    list_display = ["category", "state", "kind", "valid_from", "valid_until"]
    list_filter = ["state", "category"]
    fields = ["category", "state", "kind", "valid_from", "valid_until"]


class LevelRuleAdmin(DatedAdmin):
    list_display = ["level", "state", "kind", "valid_from", "valid_until"]
    list_filter = ["level", "state"]
    fields = ["level", "state", "kind", "valid_from", "valid_until"]


class PathRuleAdmin(GwgAdmin):
    list_display = ["level", "step"]
    list_filter = ["level"]
    fields = ["level", "step"]


class RequirementAdmin(DatedAdmin):
    list_display = ["role", "category", "state", "kind", "valid_from", "valid_until"]
    list_filter = ["role", "state"]
    fields = ["role", "category", "state", "kind", "valid_from", "valid_until"]


class ModuleAdmin(GwgAdmin):
    """What is taught; a proposal is agreed by taking the mark away."""

    list_display = ["title", "minutes", "gives", "lasts_months", "is_proposal"]
    fields = ["code", "title", "minutes", "content", "gives", "lasts_months", "is_proposal", "position"]


panel.register(Weights, WeightsAdmin)
panel.register(Qualification, QualificationAdmin)
panel.register(LevelRule, LevelRuleAdmin)
panel.register(Requirement, RequirementAdmin)
panel.register(Module, ModuleAdmin)
panel.register(PathRule, PathRuleAdmin)
