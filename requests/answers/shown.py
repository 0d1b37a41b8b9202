"""What stands behind the link of a message: one thing, in the reader's language. Reads only, and names nobody whom the message did
not name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.words import whom
from requests.answers.links import Asked, Errand
from requests.finding.suggested import open_times
from requests.forms.mine import FeedbackForm
from requests.messages.naming import announced_name, badge_of, organisation_of
from requests.messages.sign_off_notices import given_up_together
from requests.models import (
    Answer,
    Assignment,
    Feedback,
    HelpRequest,
    ProposalState,
    SuggestedTime,
    SuggestionState,
    Visit,
)
from requests.progress import stage_of, standing_of, with_visits
from requests.series.for_tenant import load_question
from requests.series.reviewing import END, YES, is_open
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState, VisitState
from requests.wishes.needed import is_asked
from requests.wishes.red_flags import is_emergency

Fact = tuple[str, str]


@dataclass(frozen=True)
class Button:
    """What is sent when it is pressed, and what stands on it. The first of a page is the main one."""

    name: str
    value: str
    words: str


@dataclass(frozen=True)
class Shown:
    """One page. Without `buttons` and `form` there is nothing left to answer."""

    title: str
    lede: str = ""
    facts: tuple[Fact, ...] = ()
    buttons: tuple[Button, ...] = ()
    calm: str = ""
    form: FeedbackForm | None = None
    says_danger: bool = False


def show(asked: Asked) -> Shown:
    """As things stand now: a question that is answered says so, one whose cause is gone says what is so instead."""
    return PAGES[asked.errand](asked)


def _stands(asked: Asked) -> Shown:
    """How far it is, without who comes: that is another message's to say."""
    return _of_request(asked.help_request, title=asked.help_request.category.said)


def _visit(asked: Asked) -> Shown:
    return _of_request(asked.help_request, title=asked.help_request.category.said, of=asked.row)


def _of_request(help_request: HelpRequest, *, title: str, of: Visit | None = None) -> Shown:
    standing = standing_of(with_visits(HelpRequest.objects.filter(pk=help_request.pk)).get(), of=of)
    facts = _what(help_request, wished=standing.wished)
    return Shown(title, _say_stage(standing.stage), facts, calm=_calm(standing.stage))


def _say_stage(stage: str) -> str:
    return {
        "held": _("Wir rufen zuerst an. Danach suchen wir jemanden."),
        "searching": _("Wir suchen gerade jemanden"),
        "coming": _("Es kommt jemand. Wer es ist, sagen wir Ihnen in einer eigenen Nachricht."),
        "done": _("Der Besuch ist vorbei."),
        "missed": _("Der Besuch fand nicht statt. Wir rufen Sie an und überlegen mit Ihnen weiter."),
        "returned": _("Wir haben diesmal niemanden gefunden. Das liegt nicht an Ihnen."),
        "referred": _("Dafür gibt es eine bessere Stelle als uns."),
        "cancelled": _("Abgesagt. Niemand kommt, und alle wissen Bescheid."),
    }.get(stage, "")


def _calm(stage: str) -> str:
    return _("Sie müssen nichts tun.") if stage in ("held", "searching", "coming") else ""


def _what(help_request: HelpRequest, *, when: str = "", wished: str = "") -> tuple[Fact, ...]:
    found = ((_("Was"), help_request.category.said), (_("Wann"), when or wished))
    return tuple(fact for fact in found if fact[1])


def _for_whom(asked: Asked) -> str:
    """„Frau Muster“ for who asked for her; empty for herself."""
    tenant = asked.help_request.resident.user
    return "" if tenant.pk == asked.person.pk else tenant.addressed_name


def _comes(asked: Asked) -> Shown:
    assignment: Assignment = asked.row
    who, visit = announced_name(assignment.person), assignment.visit
    if assignment.state == AssignmentState.CANCELLED and visit.state != VisitState.CANCELLED:
        return _of_request(asked.help_request, title=_("{name} kommt nicht").format(name=who), of=visit)
    if assignment.state not in STANDING_ASSIGNMENT_STATES:
        return _of_request(asked.help_request, title=asked.help_request.category.said, of=visit)
    return Shown(
        _say_comes(asked, who),
        facts=(*_what(asked.help_request, when=_when(assignment)), *_who_she_is(assignment)),
        calm=_("Unsicher? Tür zu lassen und anrufen. Wir fragen nie nach Bankkarte oder Geheimzahl."),
    )


def _say_comes(asked: Asked, who: str) -> str:
    other = _for_whom(asked)
    if other:
        return _("{name} kommt zu {whom}").format(name=who, whom=whom(other))
    return _("{name} kommt zu Ihnen").format(name=who)


def _when(assignment: Assignment) -> str:
    return clock.say_moment(assignment.planned_window.lower)


def _who_she_is(assignment: Assignment) -> tuple[Fact, ...]:
    badge = badge_of(assignment.person)
    found = (
        (_("Von"), organisation_of(assignment.person)),
        (_("Ausweis"), _("mit Foto und der Nummer %(number)s") % {"number": badge} if badge else ""),
    )
    return tuple(fact for fact in found if fact[1])


def _several(asked: Asked) -> Shown:
    """Each of the visits that somebody gave up at once, with how it stands."""
    found = [(_when(one), _say_stage(stage_of(one.visit))) for one in given_up_together(asked.row)]
    if not found:
        return _stands(asked)
    return Shown(_("So steht es gerade"), facts=tuple(found), calm=_("Sie müssen nichts tun."))


def _cancel(asked: Asked) -> Shown:
    """What a reminder asks: whether it is needed at all. Doing nothing keeps everything as it is."""
    if asked.row.state != AssignmentState.PLANNED:
        return _comes(asked)
    who = announced_name(asked.row.person)
    is_one_of_many = asked.row.visit.series_id is not None
    words = _("An diesem Tag brauche ich niemanden") if is_one_of_many else _("Ich brauche die Hilfe nicht mehr")
    lede = _("Wird die Hilfe nicht mehr gebraucht? Dann sagen wir {name} sofort Bescheid.").format(name=whom(who))
    facts = _what(asked.help_request, when=_when(asked.row))
    calm = _("Wenn Sie nichts tun, bleibt alles, wie es ist.")
    return Shown(_say_comes(asked, who), lede, facts, (Button("answer", "off", words),), calm)


def _time(asked: Asked) -> Shown:
    proposal = asked.row
    if proposal.state != ProposalState.OPEN or proposal.by_tenant:
        return _time_answered(asked)
    if proposal.assignment.state not in STANDING_ASSIGNMENT_STATES:
        return _of_request(asked.help_request, title=_over(), of=proposal.assignment.visit)
    who = announced_name(proposal.assignment.person)
    title = _("{name} kommt später").format(name=who) if proposal.is_late else _("Passt Ihnen ein anderer Termin?")
    facts = (
        (_("Was"), asked.help_request.category.said),
        (_("Neuer Termin"), clock.say_moment(proposal.window.lower)),
        (_("Bisher"), _when(proposal.assignment)),
    )
    buttons = (
        Button("answer", "yes", _("Ja, das passt")),
        Button("answer", "no", _("Nein, lieber wie vereinbart")),
    )
    return Shown(title, "", facts, buttons, _("Ein Nein ist völlig in Ordnung."))


def _time_answered(asked: Asked) -> Shown:
    """What was agreed on, or what holds."""
    proposal = asked.row
    if proposal.state == ProposalState.AGREED:
        title, at = _("Danke, das ist der neue Termin."), proposal.window.lower
    elif proposal.state == ProposalState.REFUSED:
        title, at = _("Es bleibt beim alten Termin."), proposal.assignment.planned_window.lower
    else:
        return _of_request(asked.help_request, title=_over(), of=proposal.assignment.visit)
    return Shown(title, facts=_what(asked.help_request, when=clock.say_moment(at)))


def _over() -> str:
    return _("Das hat sich erledigt")


def _times(asked: Asked) -> Shown:
    times = list(open_times(asked.row))
    if not times:
        return _times_answered(asked)
    buttons = [
        Button("time", one.reference, _("Ja: %(when)s") % {"when": clock.say_span(one.window.lower, one.window.upper)})
        for one in times
    ]
    none = Button("none", times[0].reference, _("Nein, nichts davon"))
    lede = _("Wir haben noch niemanden gefunden. Ginge es auch so? Dann suchen wir damit weiter.")
    facts = ((_("Was"), asked.help_request.category.said),)
    return Shown(
        _("Passt Ihnen ein anderer Termin?"), lede, facts, (*buttons, none), _("Ein Nein ist völlig in Ordnung.")
    )


def _times_answered(asked: Asked) -> Shown:
    last = SuggestedTime.objects.filter(visit=asked.row).exclude(answered_at=None).order_by("-answered_at").first()
    was_said = last is not None and last.state in (SuggestionState.CHOSEN, SuggestionState.REFUSED)
    return _of_request(asked.help_request, title=_thanks() if was_said else _over(), of=asked.row)


def _thanks() -> str:
    return _("Danke, das ist angekommen.")


def _needed(asked: Asked) -> Shown:
    visit: Visit = asked.row
    if not is_asked(visit):
        title = _thanks() if visit.needed_at or visit.state == VisitState.CANCELLED else _over()
        return _of_request(asked.help_request, title=title, of=visit)
    buttons = (
        Button("answer", "yes", _("Ja, ich brauche sie noch")),
        Button("answer", "off", _("Ich brauche die Hilfe nicht mehr")),
    )
    shown = _of_request(asked.help_request, title="", of=visit)
    lede = _("Wir suchen noch. Wenn Sie nichts tun, suchen wir weiter.")
    return Shown(_("Brauchen Sie die Hilfe noch?"), lede, shown.facts, buttons)


def _rate(asked: Asked) -> Shown:
    visit: Visit = asked.row
    known = Feedback.objects.filter(visit=visit).first()
    facts = _what(asked.help_request, when=clock.say_day(visit.wish_window.lower))
    if known is not None:
        lede = _("Sie haben gesagt: Es war alles gut.") if known.was_good else _("Wir rufen Sie an.")
        return Shown(_thanks(), lede, facts, says_danger=is_emergency(known.words))
    if visit.state not in (VisitState.DONE, VisitState.MISSED):
        return _of_request(asked.help_request, title=asked.help_request.category.said, of=visit)
    lede = _("Das lesen nur die Menschen in Ihrem Treffpunkt.")
    return Shown(_("War alles gut?"), lede, facts, form=FeedbackForm())


def _day(asked: Asked) -> Shown:
    if asked.row.answered_at is not None:
        not_then = asked.row.answer == Answer.NOT
        said = _("An diesem Tag kommt niemand.") if not_then else _("Wir sagen Bescheid, wer kommt.")
        return Shown(_thanks(), said, _what(asked.help_request))
    if asked.row.visit.state == VisitState.CANCELLED:
        return _of_request(asked.help_request, title=_over(), of=asked.row.visit)
    question = load_question(asked.row)
    buttons = tuple(Button("answer", option.value, option.words) for option in question.options)
    calm = _("Bitte antworten Sie bis %(when)s. Sonst rufen wir Sie an. Von allein verschieben wir nichts.")
    when = {"when": clock.say_moment(question.until)}
    return Shown(question.words, "", _what(asked.help_request), buttons, calm % when)


def _goes_on(asked: Asked) -> Shown:
    series = asked.row
    until = {"day": clock.say_date(series.review_on, with_year=True)}
    facts = _what(asked.help_request)
    if series.tenant_says or not is_open(series):
        ends = series.tenant_says == END or not series.is_active
        said = _("Danach endet die regelmäßige Hilfe.") if ends else _("Es geht so weiter.")
        return Shown(_thanks() if series.is_active else _over(), said, facts)
    lede = _("Die regelmäßige Hilfe ist bis zum %(day)s vereinbart.") % until
    buttons = (
        Button("answer", YES, _("Ja, so weiter")),
        Button("answer", END, _("Nein, danach nicht mehr")),
    )
    return Shown(_("Soll es so weitergehen?"), lede, facts, buttons)


PAGES: dict[Errand, Callable[[Asked], Shown]] = {
    Errand.STANDS: _stands,
    Errand.VISIT: _visit,
    Errand.COMES: _comes,
    Errand.SEVERAL: _several,
    Errand.CANCEL: _cancel,
    Errand.TIME: _time,
    Errand.TIMES: _times,
    Errand.NEEDED: _needed,
    Errand.RATE: _rate,
    Errand.DAY: _day,
    Errand.GOES_ON: _goes_on,
}
