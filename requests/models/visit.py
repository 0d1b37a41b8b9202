"""One occurrence of a request: it exists before anybody is found."""

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.request import HelpRequest
from requests.states import OPEN_VISIT_STATES, VisitState


class Visit(models.Model):
    """The tenant's wish window stands here; who comes and exactly when stands on `Assignment`."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="visits")
    state = models.CharField(max_length=12, choices=VisitState.choices, blank=True, default="")
    wish_window = DateTimeRangeField()
    minutes = models.PositiveSmallIntegerField()
    people_needed = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="wie viele Menschen hingehen")
    rounds = models.PositiveSmallIntegerField(default=0, help_text="wie oft Ehrenamtliche gefragt wurden")
    decide_by = models.DateTimeField(null=True, blank=True)
    policy = models.JSONField(
        null=True, blank=True, help_text="die Regel der Suche, wie sie zu Beginn galt, und der Schritt"
    )
    series = models.ForeignKey(
        "requests.Series", on_delete=models.RESTRICT, null=True, blank=True, related_name="visits"
    )
    series_day = models.DateField(null=True, blank=True, help_text="der Tag der Reihe, für den er steht")
    cared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cared_at = models.DateTimeField(null=True, blank=True, help_text="wann jemand gesagt hat: Ich kümmere mich darum")
    needed_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="wann gefragt wurde: Brauchen Sie das noch?"
    )
    needed_at = models.DateTimeField(null=True, blank=True, help_text="wann die Antwort Ja war")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "help_request", "wish_window", "minutes", "cared_by"),
        keep(Purpose.HELP, Period.MONTHS_12, "series", "series_day"),
        not_personal("reference", "state", "rounds", "decide_by", "policy", "created_at", "ended_at"),
        not_personal("people_needed", "cared_at", "needed_asked_at", "needed_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["", *VisitState.values]), name="visit_state_is_known"),
            models.CheckConstraint(
                condition=Q(wish_window__isempty=False, wish_window__lower_inf=False, wish_window__upper_inf=False),
                name="visit_wish_window_is_bounded",
            ),
            models.UniqueConstraint(fields=["series", "series_day"], name="one_visit_per_series_and_day"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 600)), name="visit_minutes_are_sensible"),
            models.CheckConstraint(condition=Q(people_needed__in=(1, 2)), name="visit_needs_one_or_two"),
        ]
        indexes = [models.Index(fields=["state"], name="visit_open", condition=Q(state__in=OPEN_VISIT_STATES))]

    def __str__(self) -> str:
        return self.reference
