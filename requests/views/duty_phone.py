"""`/bereitschaft/diensthandy/`: a duty begins at the shared telephone. `/leitstand/diensthandys/`: a helper blocks one."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from helpers.models import Duty
from helpers.on_duty import duty_phones, phone_session
from helpers.on_duty.handover import notes_for
from helpers.views.own import say_notes
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.forms.duty_phone import BeginForm

ON_DUTY = ("care_partner", "helper")


@sensitive_post_parameters("pin", "again")
@role_required(*ON_DUTY)
@never_cache
@once
def duty_phone(request: HttpRequest) -> HttpResponse:
    """Sets the digits and binds this browser to the duty."""
    user, now = cast(User, request.user), clock.now()
    duty = duty_phones.duty_to_begin(user, now=now)
    if request.method != "POST" or duty is None:
        return page(request, begin_form(duty))
    form = begin_form(duty, request.POST)
    if not form.is_valid():
        return page(request, form, status=INVALID)
    pin, has_checked = form.cleaned_data["pin"], form.cleaned_data.get("forwarding", False)
    try:
        phone = duty_phones.take_phone(duty, pin=pin, by=user, now=now, has_checked_forwarding=has_checked)
    except duty_phones.WeakPin as error:
        form.add_error("pin", str(error))
        return page(request, form, status=INVALID)
    except DomainError as error:
        return page(request, form, message=str(error), status=CONFLICT)
    phone_session.bind(request, phone)
    messages.success(request, _("Das Diensthandy ist bei Ihnen, bis Ihr Dienst endet."))
    return redirect("requests:duty_phone")


def begin_form(duty: Duty | None, data: Any = None) -> BeginForm:
    return BeginForm(data, forwards_to=duty.forwards_to if duty and not duty.is_deputy else "")


def page(request: HttpRequest, form: Any, *, message: str = "", status: int = 200) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    context = {
        "form": form,
        "message": message,
        "duty": duty_phones.duty_to_begin(user, now=now),
        "phone": duty_phones.phone_of(user, now=now),
        "is_this_one": phone_session.is_duty_phone(request),
        "notes": say_notes(notes_for(user, now=now)),
        "is_care": "care_partner" in user.role_kinds,
    }
    return render(request, "requests/on_call/duty_phone.html", context, status=status)


@require_POST
@role_required(*ON_DUTY)
@once
def give_back(request: HttpRequest) -> HttpResponse:
    """She puts it down before the end: session and digits end."""
    user, now = cast(User, request.user), clock.now()
    phone = duty_phones.phone_of(user, now=now)
    if phone:
        duty_phones.block_phone(phone, by=user, now=now)
    return redirect("requests:duty_phone")


@role_required("helper")
@never_cache
def duty_phone_list(request: HttpRequest) -> HttpResponse:
    """Which telephones are in somebody's hands for her districts."""
    user = cast(User, request.user)
    phones = duty_phones.phones_in(user.district_ids, now=clock.now())
    return render(request, "requests/board/duty_phones.html", {"phones": phones})


@require_POST
@role_required("helper")
@once
def block(request: HttpRequest, reference: str) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    phone = get_object_or_404(duty_phones.phones_in(user.district_ids, now=now), reference=reference)
    duty_phones.block_phone(phone, by=user, now=now)
    said = _("Gesperrt. Wer Dienst hat, meldet sich neu an und setzt neue Ziffern.")
    messages.success(request, said)
    return redirect("requests:duty_phones")
