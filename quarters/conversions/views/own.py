"""`/umbau/meine/`: the tenant's own: how it stands, what comes next, her agreement and the way back from it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from quarters.conversions import reading, wishes
from quarters.conversions.access import HELPER, get_own_case, own_cases
from quarters.conversions.words import how_it_stands
from quarters.models import Conversion


@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    rows = [(one, how_it_stands(one.state)) for one in own_cases(request.user).order_by("-opened_at")]
    return render(request, "quarters/conversions/own.html", {"rows": rows})


@login_required
@never_cache
def own_case(request: HttpRequest, reference: str) -> HttpResponse:
    return own_page(request, get_own_case(request.user, reference))


def own_page(request: HttpRequest, case: Conversion, *, status: int = 200, message: str = "") -> HttpResponse:
    context = {
        "case": case,
        "page": reading.read_page(case, side=HELPER, today=clock.today()),
        "how": how_it_stands(case.state),
        "wording": wishes.say_wording(case.landlord.name) if case.landlord else "",
        "photos": case.photos.all(),
        "message": message,
    }
    return render(request, "quarters/conversions/own_case.html", context, status=status)


@require_POST
@login_required
@once
def own_agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """Yes, or not any more. Both at once, both as often as she likes."""
    case, user = get_own_case(request.user, reference), request.user
    act: Any = wishes.withdraw_agreement if request.POST.get("nein") else wishes.agree
    try:
        act(case, by=user, now=clock.now())
    except DomainError as error:
        return own_page(request, case, status=CONFLICT, message=str(error))
    said = (
        _("Zurückgenommen. Ihr Vermieter sieht nichts mehr davon.")
        if request.POST.get("nein")
        else _("Danke. Wir melden uns.")
    )
    messages.success(request, said)
    return redirect("quarters:own_conversion", reference)
