"""The page of whoever runs it, and of whoever takes part, each by a signed address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.once import once
from quarters.ideas.bringing import looked_over_by
from quarters.ideas.joining import leave
from quarters.ideas.links import joiner_behind
from quarters.ideas.reading import facts_of
from quarters.ideas.still import still_there
from quarters.ideas.views.acts import Acting
from quarters.models import Part
from quarters.signing.new_links import too_old


def own_idea(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Who joined and how to reach those who agreed, the date, the money, what can be changed."""
    facts = facts_of(acting.idea)
    joined = [one for one in acting.idea.people.all() if one.part == Part.JOINS]
    context = {**facts, "acting": acting, "joined": joined, "look_by": looked_over_by(acting.idea.brought_at)}
    context["budgets"] = acting.idea.budgets.exclude(purpose="")
    context["now"] = clock.now()
    return render(request, "quarters/ideas/own.html", context)


@never_cache
def own_part(request: HttpRequest, token: str) -> HttpResponse:
    """What she gave, and a button to leave; a GET changes nothing."""
    joiner = joiner_behind(token, now=clock.now())
    if joiner is None:
        return too_old(request, token, "quarters/ideas/left.html", kind="idea")
    return render(
        request, "quarters/ideas/part.html", {**facts_of(joiner.initiative), "joiner": joiner, "token": token}
    )


@require_POST
@never_cache
@once
def part_still(request: HttpRequest, token: str) -> HttpResponse:
    """Nobody runs it; somebody who is in it says that it is still there."""
    joiner = joiner_behind(token, now=clock.now())
    if joiner is None:
        return too_old(request, token, "quarters/ideas/left.html", kind="idea")
    still_there(joiner.initiative, now=clock.now())
    messages.success(request, _("Schön, dass es weitergeht. Alles bleibt, wie es ist."))
    return redirect("quarters:own_part", token)


@require_POST
@never_cache
@once
def leave_part(request: HttpRequest, token: str) -> HttpResponse:
    joiner = joiner_behind(token, now=clock.now())
    if joiner is None:
        return too_old(request, token, "quarters/ideas/left.html", kind="idea")
    leave(joiner, by=joiner.person, now=clock.now())
    messages.success(request, _("Sie sind nicht mehr dabei. Ihre Angaben sind gelöscht."))
    return redirect("quarters:ideas")
