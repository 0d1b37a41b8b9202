"""`/leitstand/tag/`: one word to everybody of one day. First it is shown who gets it and how, then it is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from requests.arranged.day_notices import recipients_of, tell_day
from requests.forms.day_notice import DayNoticeForm
from requests.views.board import districts_of


@role_required("helper")
@once
def day_notice(request: HttpRequest) -> HttpResponse:
    """A first POST shows who would get it; only one that says so sends."""
    today = clock.today()
    form = DayNoticeForm(
        request.POST or None, districts=districts_of(request.user), today=today, initial={"day": today}
    )
    if request.method != "POST":
        return page(request, form)
    if not form.is_valid():
        return page(request, form, status=INVALID)
    said, now = form.cleaned_data, clock.now()
    chosen: dict[str, Any] = {"day": said["day"], "audience": said["audience"], "now": now}
    if not request.POST.get("senden"):
        return page(request, form, people=recipients_of(said["district"], **chosen))
    try:
        _row, number = tell_day(said["district"], words=said["words"], by=request.user, **chosen)  # type: ignore[arg-type]
    except DomainError as error:
        return page(request, form, status=CONFLICT, message=str(error))
    words = ngettext("Gesagt: %(n)d Mensch erfährt es.", "Gesagt: %(n)d Menschen erfahren es.", number)
    messages.success(request, words % {"n": number})
    return redirect("requests:board")


def page(
    request: HttpRequest, form: DayNoticeForm, *, status: int = 200, message: str = "", people: Any = None
) -> HttpResponse:
    context = {
        "form": form,
        "message": message,
        "people": people,
        "by_mail": [one for one in people or [] if not one.is_called],
        "by_phone": [one for one in people or [] if one.is_called],
        "title": _("Allen an einem Tag etwas sagen"),
    }
    return render(request, "requests/board/day_notice.html", context, status=status)
