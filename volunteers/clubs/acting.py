"""Who acts on a founding: a founder by her own link, or the helper of its district beside her, on the same pages (parity)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from piano.kit.links import unkept
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from volunteers.clubs.links import founder_behind
from volunteers.models import Founder, Founding


@dataclass(frozen=True)
class Acting:
    """`helper` or `founder` is set, never both."""

    founding: Founding
    helper: User | None = None
    founder: Founder | None = None
    key: str = ""

    @property
    def by(self) -> User | None:
        return self.helper

    @property
    def sees_people(self) -> bool:
        """The association is its own controller from the day on which it runs itself."""
        return self.founding.handed_over_at is None

    @property
    def back(self) -> str:
        return self.url("founding")

    def url(self, name: str, *more: object) -> str:
        who, key = ("helper", self.founding.reference) if self.helper else ("own", self.key)
        return reverse(f"volunteers:{who}_{name}", args=[key, *more])


View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """A founder, by the address that she was given; 404 once she is not on the list any more."""

    @wraps(view)
    def wrapper(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponse:
        founder = founder_behind(key)
        if founder is None:
            raise Http404
        return unkept(view(request, Acting(founder.founding, founder=founder, key=key), *args, **kwargs))

    return never_cache(once(wrapper))


def by_helper(view: View) -> View:
    """A helper of its district."""

    @wraps(view)
    def wrapper(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        rows = Founding.objects.filter(district__in=user.district_ids, ended_at=None)
        row = get_object_or_404(rows.select_related("district", "enabler", "association"), reference=reference)
        return view(request, Acting(row, helper=user), *args, **kwargs)

    return never_cache(role_required("helper")(once(wrapper)))
