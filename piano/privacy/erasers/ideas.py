"""What residents ran themselves: the words and the people go, the bare steps stay, so that no figure changes."""

import datetime as dt

from django.db.models import Q

from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from quarters.ideas.stages import Stage
from quarters.models import Initiative, InitiativeBudget, InitiativePerson, InitiativeReport, InitiativeStep


def _over(before: dt.datetime) -> Q:
    return Q(stage=Stage.ENDED, touched_at__lt=before) | Q(turned_down_at__lt=before)


def _old_ideas(before: dt.datetime) -> Rows:
    """Ended or turned down so long ago. Nothing is erased that was only silent: its people are asked first, and told of the end
    (`quarters.ideas.still`).
    """
    return Initiative.objects.filter(_over(before)).exclude(title="")


def _forget_ideas(ideas: Rows, now: dt.datetime) -> None:
    InitiativePerson.objects.filter(initiative__in=ideas).delete()
    InitiativeStep.objects.filter(initiative__in=ideas).update(by=None, note="")
    InitiativeBudget.objects.filter(initiative__in=ideas).update(asked_by=None, taken_by=None)
    ideas.update(
        slug=None, title="", words="", contribution=None, meets_where="", rhythm="", enabler=None, published_by=None,
        turned_down_why="", published_at=None,
    )  # fmt: skip


def _people_of_ended(before: dt.datetime) -> Rows:
    ended = Initiative.objects.filter(_over(before))
    return InitiativePerson.objects.filter(initiative__in=ended)


def _old_budgets(before: dt.datetime) -> Rows:
    return InitiativeBudget.objects.filter(asked_at__lt=before).exclude(purpose="")


def _forget_budgets(budgets: Rows, now: dt.datetime) -> None:
    budgets.update(purpose="", reason="", decided_by=None)


def _old_reports(before: dt.datetime) -> Rows:
    return InitiativeReport.objects.filter(at__lt=before)


register(
    Eraser(
        name="ideas",
        label="Eigene Ideen von Menschen im Quartier",
        period=Period.MONTHS_12,
        overdue=_old_ideas,
        blanks={
            Initiative: (
                "slug",
                "title",
                "words",
                "contribution",
                "meets_where",
                "rhythm",
                "enabler",
                "published_by",
                "turned_down_why",
            ),
            InitiativeStep: ("by", "note"),
            InitiativeBudget: ("asked_by", "taken_by"),
        },
        erase=_forget_ideas,
    )
)
register(
    Eraser(
        "idea_people",
        "Wer bei einer Idee dabei war, die zu Ende ist",
        Period.MONTHS_3,
        _people_of_ended,
        removes=(InitiativePerson,),
    )
)
register(
    Eraser(
        name="idea_budgets",
        label="Wofür Geld für Ideen gewünscht war",
        period=Period.YEARS_3,
        overdue=_old_budgets,
        blanks={InitiativeBudget: ("purpose", "reason", "decided_by")},
        erase=_forget_budgets,
    )
)
register(Eraser("idea_reports", "Hinweise zu einer Seite", Period.MONTHS_6, _old_reports, removes=(InitiativeReport,)))
