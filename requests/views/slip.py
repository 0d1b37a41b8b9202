"""`/leitstand/zettel/`: typing in what lay in the box. The same verbs as the telephone intake, in the slip's order."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from requests.forms.call import REQUEST
from requests.forms.slip import SlipForm
from requests.models import Source
from requests.views import call
from requests.wishes.call import Known
from requests.wishes.red_flags import find_red_flags

TEMPLATE = "requests/board/slip.html"


@role_required("helper")
@once
def slip(request: HttpRequest) -> HttpResponse:
    """Words of danger stop a slip as they stop a call: it may have lain in the box for a night."""
    known = call.chosen_person(request)
    if request.method != "POST":
        return page(request, make_form(request, initial=call.presets(request, known)), known)
    if "kosten" in request.POST:  # the button of a browser without JavaScript
        return page(request, make_form(request, initial=call.typed_so_far(request)), known)
    data, flags = call.posted(request), find_red_flags(*(request.POST.get(name, "") for name in call.FREE_TEXT))
    if data["outcome"] in ("", REQUEST) and call.must_warn(data, flags):
        data["outcome"] = call.FITTING[flags[0].kind]
        return page(request, make_form(request, data), known, flags=flags, status=INVALID)
    form = make_form(request, data)
    if not form.is_valid():
        return page(request, form, known, flags=flags, status=INVALID)
    try:
        return call.keep(request, form.cleaned_data, known, source=Source.PAPER)
    except DomainError as error:
        return page(request, form, known, message=str(error), status=CONFLICT)


def make_form(request: HttpRequest, data: Any = None, **kwargs: Any) -> SlipForm:
    return SlipForm(data, districts=call.districts(request), now=clock.now(), **kwargs)


def page(request: HttpRequest, form: SlipForm, known: Known | None, **more: Any) -> HttpResponse:
    return call.page(request, form, known, template=TEMPLATE, **more)
