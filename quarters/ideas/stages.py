"""How far something is that residents run, and each allowed step, as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    IDEA = "idea", _("Die Idee steht")
    PEOPLE = "people", _("Leute gefunden")
    MEETING = "meeting", _("Erstes Treffen")
    RUNNING = "running", _("Es läuft")
    GROUP = "group", _("Feste Gruppe")
    ASSOCIATION = "association", _("Auf dem Weg zum Verein")
    PAUSED = "paused", _("Macht Pause")
    ENDED = "ended", _("Zu Ende gegangen")


ALIVE = (Stage.RUNNING, Stage.GROUP, Stage.ASSOCIATION)  # what residents really run: this is what is counted
BEGINNING = (Stage.IDEA, Stage.PEOPLE, Stage.MEETING)
AT_REST = (Stage.PAUSED, Stage.ENDED)
OPEN = (*BEGINNING, *ALIVE)
STEPS: dict[str, frozenset[str]] = {
    Stage.IDEA: frozenset({Stage.PEOPLE, Stage.MEETING, Stage.PAUSED, Stage.ENDED}),
    Stage.PEOPLE: frozenset({Stage.MEETING, Stage.PAUSED, Stage.ENDED}),
    Stage.MEETING: frozenset({Stage.RUNNING, Stage.PAUSED, Stage.ENDED}),
    Stage.RUNNING: frozenset({Stage.GROUP, Stage.ASSOCIATION, Stage.PAUSED, Stage.ENDED}),
    Stage.GROUP: frozenset({Stage.ASSOCIATION, Stage.PAUSED, Stage.ENDED}),
    Stage.ASSOCIATION: frozenset({Stage.GROUP, Stage.PAUSED, Stage.ENDED}),
    Stage.PAUSED: frozenset({*BEGINNING, *ALIVE, Stage.ENDED}),  # back to where it was
    Stage.ENDED: frozenset({*BEGINNING, *ALIVE}),
}
