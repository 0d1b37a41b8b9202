"""`/leitstand/telefonkette/`: who is told one after another when nobody has taken care of something urgent, by district."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from requests.forms.phone_tree import TreeForm
from requests.models import TreePerson
from requests.urgency import phone_tree
from requests.views.board import districts_of


@role_required("helper", "coordinator")
@never_cache
def tree(request: HttpRequest) -> HttpResponse:
    return _page(request, TreeForm(districts=districts_of(request.user)))


@require_POST
@role_required("helper", "coordinator")
@once
def add(request: HttpRequest) -> HttpResponse:
    districts = districts_of(request.user)
    form = TreeForm(request.POST, districts=districts)
    if not form.is_valid():
        return _page(request, form, status=INVALID)
    said = form.cleaned_data
    district = next(one for one in districts if one.slug == said.pop("district"))
    try:
        row = phone_tree.add_to_tree(district, **said, now=clock.now())
    except DomainError as error:
        return _page(request, form, status=CONFLICT, message=str(error))
    messages.success(request, _("%(name)s steht jetzt in der Telefonkette.") % {"name": row.person.full_name})
    return redirect("requests:phone_tree")


@require_POST
@role_required("helper", "coordinator")
@once
def move_up(request: HttpRequest, reference: str) -> HttpResponse:
    phone_tree.move_up(_row(request, reference))
    return redirect("requests:phone_tree")


@require_POST
@role_required("helper", "coordinator")
@once
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Out of the tree, or back again."""
    row = _row(request, reference)
    if request.POST.get("doch"):
        try:
            phone_tree.come_back(row)
        except DomainError as error:
            messages.error(request, str(error))
    else:
        phone_tree.leave_tree(row, now=clock.now())
        messages.success(request, _("Herausgenommen. Das lässt sich unten zurücknehmen."))
    return redirect("requests:phone_tree")


def _row(request: HttpRequest, reference: str) -> TreePerson:
    user: Any = request.user
    row: TreePerson = get_object_or_404(TreePerson, reference=reference[:10], district__in=user.district_ids)
    return row


def _page(request: HttpRequest, form: TreeForm, *, status: int = 200, message: str = "") -> HttpResponse:
    districts = districts_of(request.user)
    left = TreePerson.objects.filter(district__in=districts, left_at__isnull=False).select_related("person", "district")
    context = {
        "trees": [(district, list(phone_tree.tree_of(district))) for district in districts],
        "left": left.order_by("-left_at")[:10],
        "form": form,
        "message": message,
    }
    return render(request, "requests/board/phone_tree.html", context, status=status)
