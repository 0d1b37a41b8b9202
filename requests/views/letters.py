"""`/leitstand/briefe/`: the letters of a helper's districts, day by day. Printed as one PDF, ticked off when they are in the box."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.htmx import INVALID
from piano.kit.once import once
from piano.kit.printing import pdf_response, wants_large
from quarters.access import role_required
from quarters.models import District
from requests.board import posting, returned_letters
from requests.forms.letters import ReturnedForm
from requests.prints.batch import batch_sheets


@role_required("helper")
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, *, form: ReturnedForm | None = None, status: int = 200) -> HttpResponse:
    """`form` where it was not valid."""
    user: Any = request.user
    now = clock.now()
    can_come_back = returned_letters.posted_envelopes(user, now=now)
    context = {
        "form": form or (ReturnedForm(envelopes=can_come_back) if can_come_back else None),
        "returned": returned_letters.returned_envelopes(user),
        "waiting": posting.waiting_batches(user, now=now),
        "posted": posting.posted_batches(user, now=now),
    }
    return render(request, "requests/board/letters.html", context, status=status)


@role_required("helper")
@never_cache
def print_batch(request: HttpRequest, district: str, day: str) -> HttpResponse:
    """`bis` is the last letter that the page showed: what is printed is what will be ticked off."""
    batch, now = _batch(request, district, day, request.GET.get("bis", "")), clock.now()
    if batch is None:
        raise Http404
    sheets = batch_sheets(batch, now=now, large=wants_large(request, default=True))
    return pdf_response(sheets, f"briefe-{district}-{day}")


@require_POST
@role_required("helper")
@once
def post_batch(request: HttpRequest, district: str, day: str) -> HttpResponse:
    batch, user = _batch(request, district, day, request.POST.get("bis", "")), request.user
    count = posting.post_batch(batch, by=user, now=clock.now()) if batch else 0  # type: ignore[arg-type]
    if count:
        said = ngettext("%(n)d Brief ist eingeworfen.", "%(n)d Briefe sind eingeworfen.", count) % {"n": count}
        messages.success(request, said)
    else:
        messages.info(request, _("Diese Briefe sind schon abgehakt oder nicht mehr nötig."))
    return redirect("requests:letters")


@require_POST
@role_required("helper")
@once
def take_back(request: HttpRequest, district: str) -> HttpResponse:
    user: Any = request.user
    _check_own(user, district)
    moment = clock.read_moment(request.POST.get("um", ""))
    if moment is None:
        raise Http404
    posting.take_back_batch(user, district, moment, now=clock.now())
    messages.success(request, _("Zurückgenommen: Die Briefe warten wieder."))
    return redirect("requests:letters")


@require_POST
@role_required("helper")
@once
def come_back(request: HttpRequest) -> HttpResponse:
    """The post has brought one back: from now on it is a call."""
    user: Any = request.user
    now = clock.now()
    form = ReturnedForm(request.POST, envelopes=returned_letters.posted_envelopes(user, now=now))
    if not form.is_valid():
        return _page(request, form=form, status=INVALID)
    said = form.cleaned_data
    envelope = returned_letters.note_return(user, int(said["brief"]), came_back_as=said["vermerk"], now=now)
    if envelope is not None:
        words = _("Aufgeschrieben. {name} steht auf der Anrufliste: Fragen Sie nach der Adresse.")
        messages.success(request, words.format(name=envelope.person.addressed_name))
    return redirect("requests:letters")


@require_POST
@role_required("helper")
@once
def not_come_back(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("brief", "")
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
    if not returned_letters.take_back_return(request.user, number, now=clock.now()):  # type: ignore[arg-type]
        raise Http404
    messages.success(request, _("Zurückgenommen: Der Brief gilt als angekommen."))
    return redirect("requests:letters")


def _batch(request: HttpRequest, district: str, day: str, up_to: str) -> posting.Batch | None:
    """Raises `Http404` for a foreign district and for what is no day."""
    user: Any = request.user
    date = clock.read_day(day)
    if date is None:
        raise Http404
    _check_own(user, district)
    number = int(up_to) if up_to.isascii() and up_to.isdigit() and len(up_to) < 18 else 0
    return posting.find_batch(user, district, date, up_to=number, now=clock.now())


def _check_own(user: Any, district: str) -> None:
    """Raises `Http404` for a district of other helpers."""
    if not District.objects.filter(pk__in=user.district_ids, slug=district).exists():
        raise Http404
