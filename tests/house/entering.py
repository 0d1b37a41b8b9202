"""Somebody is signed in without a session in the database: for walks of thousands of requests in which only who she is matters."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from quarters.models import User

STANDING = "tests.house.entering.as_whoever_stands_here"
LEFT_OUT = ("whitenoise", "gzip", "csp", "usersessions", "SessionMiddleware", "AuthenticationMiddleware")
LEFT_OUT += ("stay_signed_in", "SecurityMiddleware", "clickjacking", "private_pages")
who: list[User | None] = [None]


def as_whoever_stands_here(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.session = SessionStore()
        request.user = who[0] or AnonymousUser()
        return get_response(request)

    return middleware


@contextmanager
def entering(person: User | None, usual: list[str]) -> Iterator[None]:
    """What only counts, packs and remembers is left out; every middleware that may turn somebody away stays."""
    kept = [name for name in usual if not any(part.lower() in name.lower() for part in LEFT_OUT)]
    who[0] = person and User.objects.get(pk=person.pk)
    with override_settings(MIDDLEWARE=[STANDING, *kept]):
        yield
    who[0] = None
