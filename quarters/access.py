"""Who may enter a room. Anonymous people are sent to sign in; who lacks the role is told so (403)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def role_required(*kinds: str) -> Callable[[View], View]:
    """Lets in whoever has one of these roles today."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user: Any = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not user.role_kinds & set(kinds):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapper

    return decorate
