"""`/einsatz/verschwiegenheit/`: what she promised, and signing it anew with one press when its words have changed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.htmx import INVALID
from piano.kit.once import once
from volunteers.models import Volunteer
from volunteers.path.secrecy import SECRECY_VERSION, SECRECY_WORDING
from volunteers.path.signing import HELPS, declaration_of, sign_anew, who_must_sign
from volunteers.views.profile import own_profile


class SignForm(forms.Form):
    agrees = forms.BooleanField(
        label=gettext_lazy("Ich habe es gelesen und halte mich daran."),
        error_messages={"required": gettext_lazy("Bitte lesen Sie den Text, und setzen Sie dann das Häkchen.")},
    )


@never_cache
@own_profile
@once
def secrecy(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    """404 for whoever does not help any more, and while she is suspended."""
    if volunteer.state not in HELPS:
        raise Http404
    user: Any = request.user
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if sign_anew(volunteer, by=user, now=clock.now()):
            messages.success(request, _("Danke. Sie haben unterschrieben."))
        return redirect("volunteers:secrecy")
    with translation.override("de"):
        german = [str(words) for words in SECRECY_WORDING]
    context = {
        "form": form,
        "words": [str(words) for words in SECRECY_WORDING],
        "german": german,
        "version": SECRECY_VERSION,
        "signed": declaration_of(volunteer, on=clock.today()),
        "must_sign": who_must_sign(on=clock.today()).filter(pk=volunteer.pk).exists(),
    }
    return render(request, "volunteers/path/secrecy.html", context, status=INVALID if form.errors else 200)
