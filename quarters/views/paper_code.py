"""`/konto/zettel-code/`: signing in with the number and the code from a letter."""

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import INVALID
from quarters.forms import PaperCodeForm
from quarters.models import PaperCode
from quarters.signing.limited import limit
from quarters.signing.paper_codes import use_code


@sensitive_post_parameters("code")
@never_cache
def paper_code(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("quarters:home")
    if request.method != "POST":
        return render(request, "quarters/paper_code.html", {"form": PaperCodeForm()})
    form = PaperCodeForm(request.POST)
    code = read_code(request, form) if form.is_valid() else None
    return (
        sign_in(request, code) if code else render(request, "quarters/paper_code.html", {"form": form}, status=INVALID)
    )


def read_code(request: HttpRequest, form: PaperCodeForm) -> PaperCode | None:
    """Uses the code up, or says at the field why it does not open: always in the same words."""
    data, address = form.cleaned_data, get_adapter().get_client_ip(request)
    try:
        code = use_code(data["reference"], data["code"], address=str(address), now=clock.now())
    except DomainError as error:
        form.add_error("code", str(error))
        return None
    if code is None:
        words = _(
            "Nummer und Code passen nicht zusammen, oder der Code gilt nicht mehr. Bitte vergleichen Sie, oder rufen Sie an."
        )
        form.add_error("code", words)
    return code


def sign_in(request: HttpRequest, code: PaperCode) -> HttpResponse:
    """Through allauth, with all its stages. Who is in without a second factor is limited to the own requests."""
    record_authentication(request, code.person, method="paper_code")
    login = Login(user=code.person, email_verification=EmailVerificationMethod.NONE)
    response = perform_login(request, login)
    if request.user.is_authenticated:
        limit(request, code)
    return response
