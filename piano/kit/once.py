"""A form is carried out once. Double click, reload, back and resend get the first answer again (truth 9, I11).

A form carries `{% form_token %}`; the view is decorated with `@once`. Token, effect and answer commit together.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from piano.kit import clock
from piano.kit.digests import keyed_digest
from piano.kit.htmx import CONFLICT
from piano.kit.models import SentForm

FIELD = "form_token"
DATE = "termin"  # which date of a series the form is about; every form of a page that shows one carries it


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Runs a POST in one transaction that first claims its token; only a redirect counts as carried out.

    Two equal POSTs at once: the second waits for the first and gets its answer. Other content under a used token
    answers 409. A POST without a token runs as usual, so that a page without the tag still works.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = token_of(request)
        if request.method != "POST" or token is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            row, is_new = SentForm.objects.get_or_create(token=token, defaults=_fingerprint(request))
            if not is_new:
                return _first_answer(request, row)
            response = view(request, *args, **kwargs)
            return _remember(row, response)

    return wrapper


def token_of(request: HttpRequest) -> uuid.UUID | None:
    """The token that the form carried."""
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _fingerprint(request: HttpRequest) -> dict[str, Any]:
    """The digest needs the secret key: of a form with four digits or a telephone number a plain one is soon tried out."""
    fields = sorted((key, *request.POST.getlist(key)) for key in request.POST if key != "csrfmiddlewaretoken")
    fields += sorted((key, str(sent)) for key in request.FILES for sent in _files(request, key))
    return {
        "sender": str(request.user.pk or ""),
        "path": request.path[:300],
        "digest": keyed_digest("piano.once", repr(fields)),
        "sent_at": clock.now(),
    }


def _files(request: HttpRequest, key: str) -> list[tuple[str, int]]:
    """Name and size of each: another file under the same token is other content."""
    return [(sent.name or "", sent.size or 0) for sent in request.FILES.getlist(key)]


def _first_answer(request: HttpRequest, row: SentForm) -> HttpResponse:
    now = _fingerprint(request)
    if (row.path, row.digest, row.sender) != (now["path"], now["digest"], now["sender"]):
        return render(request, "409.html", status=CONFLICT)
    return HttpResponseRedirect(row.location)


def _remember(row: SentForm, response: HttpResponse) -> HttpResponse:
    if response.status_code not in (302, 303):
        row.delete()
    else:
        row.location = response.headers["Location"]
        row.save(update_fields=["location"])
    return response
