"""Where somebody comes home after signing in, and the one-click sign-ins of invented people."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from quarters.models import User
from quarters.signing.demo_links import read_token


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the room where the person works, else to the own requests."""
    return redirect(home_of(request.user))  # type: ignore[arg-type]


def home_of(user: User) -> str:
    rooms = (
        ("helper", "requests:board"),
        ("coordinator", "requests:suspensions"),
        ("care_partner", "requests:on_call"),
        ("centre", "helpers:courses"),
        ("trainer", "helpers:courses"),
        ("gwg_staff", "admin:index"),
    )
    for kind, name in rooms:
        if kind in user.role_kinds:
            return name
    return "requests:offers" if user.is_volunteer else "requests:mine"


def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Signs an invented person in (docs/decisions/007). Exists only with DEMO_LINKS, and for nobody real."""
    if not settings.DEMO_LINKS:
        raise Http404
    try:
        reference = read_token(token)
    except signing.BadSignature as error:
        raise Http404 from error
    user = get_object_or_404(User, reference=reference, is_demo=True, is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("quarters:home")


def no_passwords(request: HttpRequest) -> HttpResponse:
    """Nobody has a password here; allauth's pages for them do not exist."""
    raise Http404
