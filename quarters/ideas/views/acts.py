"""What whoever runs it changes, by her signed address; and what a helper does for her, on the same pages (parity)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.ideas.becoming import begin_founding, can_be_founded
from quarters.ideas.bringing import change_page
from quarters.ideas.forms import HandOverForm, MeetingForm, MoneyForm, PageForm, StageForm
from quarters.ideas.joining import hand_over, leave
from quarters.ideas.links import runner_behind
from quarters.ideas.meeting import call_off, set_meeting
from quarters.ideas.money import ask_money
from quarters.ideas.moving import move, runner_of, ways_on
from quarters.ideas.stages import Stage
from quarters.ideas.still import still_there
from quarters.models import Initiative, InitiativePerson, Part, User
from quarters.signing.new_links import too_old


@dataclass(frozen=True)
class Acting:
    """Who acts on which initiative. `helper` is set where a helper does it for her; `back` is the page one comes from."""

    idea: Initiative
    runner: InitiativePerson | None
    helper: User | None
    back: str
    token: str = ""

    @property
    def by(self) -> User | None:
        return self.helper or (self.runner.person if self.runner else None)

    def url(self, name: str) -> str:
        return (
            reverse(f"quarters:helper_{name}", args=[self.idea.reference])
            if self.helper
            else reverse(f"quarters:own_{name}", args=[self.token])
        )


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever runs it, by the address that was sent to her; 404 once she does not any more."""

    @wraps(view)
    def wrapper(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        runner = runner_behind(token, now=clock.now())
        if runner is None:
            return too_old(request, token, "quarters/ideas/left.html", kind="idea")
        back = reverse("quarters:own_idea", args=[token])
        return view(request, Acting(runner.initiative, runner, None, back, token), *args, **kwargs)

    return never_cache(once(wrapper))


def by_helper(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A helper of its district."""

    @wraps(view)
    def wrapper(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        rows = Initiative.objects.filter(district__in=user.district_ids).exclude(title="")
        row = get_object_or_404(rows.select_related("district", "enabler"), reference=reference)
        back = reverse("quarters:helper_idea", args=[reference])
        return view(request, Acting(row, runner_of(row), user, back), *args, **kwargs)

    return never_cache(role_required("helper")(once(wrapper)))


def change(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Title, words, places."""
    form = PageForm.of(acting.idea, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_page(acting.idea, now=clock.now(), **form.cleaned_data)
        return _done(request, acting, _("Gespeichert."))
    return _form(request, acting, form, title=_("Seite ändern"), button=_("Speichern"))


def meet(request: HttpRequest, acting: Acting) -> HttpResponse:
    """When and where; everybody in it is told."""
    form = MeetingForm.of(acting.idea, request.POST or None)
    more: dict[str, Any] = {"title": _("Ein Treffen ansagen"), "button": _("Treffen ansagen")}
    more["lede"] = _("Alle, die mitmachen, bekommen Tag und Ort von uns gesagt.")
    if acting.idea.meets_at is not None and acting.idea.meets_at > clock.now():
        more |= {"title": _("Das Treffen ändern"), "second": (acting.url("call_off"), _("Das Treffen fällt aus"))}
    if request.method == "POST" and form.is_valid():
        said = {"at": form.at, "until": form.until, "where": form.cleaned_data["where"]}
        try:
            set_meeting(acting.idea, **said, by=acting.by, now=clock.now())
        except DomainError as error:
            return _form(request, acting, form, error=str(error), **more)
        return _done(request, acting, _("Das Treffen steht. Wir sagen es allen, die mitmachen."))
    return _form(request, acting, form, **more)


def call_off_meeting(request: HttpRequest, acting: Acting) -> HttpResponse:
    if request.method == "POST":
        call_off(acting.idea, by=acting.by, now=clock.now())
        messages.success(request, _("Abgesagt. Wir sagen es allen, die mitmachen."))
    return redirect(acting.back)


def step(request: HttpRequest, acting: Acting) -> HttpResponse:
    """It runs, it is a group, it pauses, it ends, it goes on."""
    form = StageForm(request.POST or None, ways=ways_on(acting.idea))
    more: dict[str, Any] = {"title": _("Wie steht es?"), "button": _("So ist es")}
    more["lede"] = _("Auch eine Pause ist in Ordnung. Sie können jederzeit weitermachen.")
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            move(acting.idea, said["to"], by=acting.by, now=clock.now(), note=said["note"])
        except DomainError as error:
            return _form(request, acting, form, error=str(error), **more)
        if form.cleaned_data["to"] == Stage.ASSOCIATION:
            return redirect(acting.url("association"))
        return _done(request, acting, _("Aufgeschrieben."))
    return _form(request, acting, form, **more)


def still(request: HttpRequest, acting: Acting) -> HttpResponse:
    """After a long silence: yes, it is still there."""
    if request.method == "POST":
        still_there(acting.idea, now=clock.now())
        messages.success(request, _("Schön, dass es weitergeht. Alles bleibt, wie es ist."))
    return redirect(acting.back)


def pass_on(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Somebody else who is in it runs it from now on; or nobody does, and it pauses."""
    people = acting.idea.people.filter(part=Part.JOINS)
    named = [(one.reference, one.called if acting.helper or one.may_reach else one.first_name) for one in people]
    form = HandOverForm(request.POST or None, people=named)
    more: dict[str, Any] = {"title": _("Weitergeben"), "button": _("Weitergeben")}
    more["lede"] = _("Sie müssen das nicht immer machen. Wer es übernimmt, bekommt von uns eine eigene Adresse.")
    more["second"] = (acting.url("stop"), _("Ich höre auf, und niemand übernimmt"))
    if not named:
        more["empty"] = _("Noch ist niemand dabei, der es übernehmen kann.")
    if request.method == "POST" and form.is_valid():
        try:
            hand_over(acting.idea, to=people.get(reference=form.cleaned_data["to"]), now=clock.now())
        except DomainError as error:
            return _form(request, acting, form, error=str(error), **more)
        messages.success(request, _("Weitergegeben. Danke für alles, was Sie angefangen haben."))
        return redirect(acting.back if acting.helper else "quarters:ideas")
    return _form(request, acting, form, **more)


def stop(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Whoever ran it goes; what she brought pauses, or goes with her where nobody has seen it yet."""
    if request.method != "POST":
        return redirect(acting.back)
    if acting.runner:
        leave(acting.runner, by=acting.by, now=clock.now())
    messages.success(request, _("Danke für alles, was Sie angefangen haben. Ihre Angaben sind gelöscht."))
    is_there = Initiative.objects.filter(pk=acting.idea.pk).exists()
    return redirect(acting.back if acting.helper and is_there else "quarters:ideas")


def money(request: HttpRequest, acting: Acting) -> HttpResponse:
    form = MoneyForm(request.POST or None)
    more: dict[str, Any] = {"title": _("Um etwas Geld bitten"), "button": _("Um Geld bitten")}
    more["lede"] = _("Für kleine Dinge hilft die GWG. Sie bekommen eine Antwort mit Begründung.")
    if request.method == "POST" and form.is_valid():
        asked = {"purpose": form.cleaned_data["purpose"], "cents": form.cleaned_data["euros"], "now": clock.now()}
        ask_money(
            acting.idea, **asked, asked_by=acting.runner.person if acting.runner else None, taken_by=acting.helper
        )
        return _done(request, acting, _("Ihre Bitte liegt jetzt bei der GWG."))
    return _form(request, acting, form, **more)


def association(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What comes when it wants to become an association, as a list to print; and the step to the founding itself."""
    if acting.idea.stage != Stage.ASSOCIATION:
        raise Http404
    if request.method == "POST" and can_be_founded():
        return redirect(begin_founding(acting.idea, by=acting.helper, now=clock.now()))
    context = {"acting": acting, "idea": acting.idea, "can_be_founded": can_be_founded()}
    return render(request, "quarters/ideas/association.html", context)


def _done(request: HttpRequest, acting: Acting, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(acting.back)


def _form(request: HttpRequest, acting: Acting, form: Any, *, error: str = "", **more: Any) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = CONFLICT if error else INVALID
    if error:
        form.add_error(None, error)
    return render(request, "quarters/ideas/form.html", {"acting": acting, "form": form, **more}, status=status)
