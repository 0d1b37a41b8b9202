"""`/nachrichten/vorlagen/`: what we write and say, in every language and on every channel, with an invented person."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from piano.kit.htmx import INVALID
from quarters.access import role_required
from requests.messages import showing

INPUT = {"class": "input"}


class ChosenForm(forms.Form):
    """One message in all its forms, or all messages in one form: three thousand at once would help nobody."""

    nachricht = forms.ChoiceField(label=_("Nachricht"), required=False, widget=forms.Select(attrs=INPUT))
    sprache = forms.ChoiceField(label=_("Sprache"), required=False, widget=forms.Select(attrs=INPUT))
    weg = forms.ChoiceField(label=_("Weg"), required=False, widget=forms.Select(attrs=INPUT))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("nachricht", showing.titles()),
            ("sprache", settings.LANGUAGES),
            ("weg", showing.ways()),
        ):
            self.fields[name].choices = [("", _("alle")), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> list[showing.Group]:
        """Call only when the form is valid. Of all messages German and the mail's text, where nothing else is chosen."""
        name, language, way = (self.cleaned_data[field] for field in ("nachricht", "sprache", "weg"))
        names = [name] if name else [one for one, _title in showing.titles()]
        languages = [language or settings.LANGUAGE_CODE] if language or not name else [*dict(settings.LANGUAGES)]
        ways = [way or "email"] if way or not name else [one for one, _label in showing.ways()]
        return showing.show_all(names, languages, ways)


@require_safe
@never_cache
@role_required("helper", "coordinator", "gwg_staff")
def all_messages(request: HttpRequest) -> HttpResponse:
    form = ChosenForm(request.GET)
    is_fine = form.is_valid()
    context = {"form": form, "shown": form.chosen() if is_fine else []}
    return render(request, "requests/board/all_messages.html", context, status=200 if is_fine else INVALID)
