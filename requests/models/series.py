"""Again and again: a wish that repeats, who comes regularly, and the dates about which somebody has to be asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.request import HelpRequest
from requests.models.visit import Visit
from requests.states import RegularState, SeriesState


class Series(models.Model):
    """A rule in local time, of which visits exist some weeks ahead. It never runs for ever: at `review_on` nothing new is made.

    A changed time is a series of its own that follows this one, so that what was stays what it was. Whoever changes it
    holds the lock of its request.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="series")
    state = models.CharField(max_length=12, choices=SeriesState.choices, blank=True, default="")
    rule = models.CharField(max_length=80, help_text="RRULE, nur was unser Formular sagen kann")
    first_day = models.DateField(help_text="der erste Tag, von dem an die Regel zählt")
    starts = models.TimeField(help_text="Beginn nach der Uhr an der Wand")
    span_minutes = models.PositiveSmallIntegerField(help_text="so lang ist die Zeit, in der der Besuch liegen soll")
    minutes = models.PositiveSmallIntegerField(help_text="so lang ist der Besuch")
    review_on = models.DateField(help_text="bis dahin; vorher wird gefragt, ob es so weitergehen soll")
    ends_on = models.DateField(null=True, blank=True, help_text="der letzte Tag, wenn einer gesagt wurde")
    rounds = models.PositiveSmallIntegerField(default=0, help_text="wie oft jemand für die ganze Reihe gefragt wurde")
    nobody_left_at = models.DateTimeField(null=True, blank=True, help_text="seitdem ist niemand mehr zu fragen")
    rolled_until = models.DateField(null=True, blank=True, help_text="bis dahin stehen alle Termine")
    due_at = models.DateTimeField(null=True, blank=True, help_text="wann das System wieder nachsieht")
    attempt = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="wie oft das Nachsehen misslang")
    reviewed_at = models.DateTimeField(null=True, blank=True, help_text="wann gefragt wurde, ob es so weitergeht")
    tenant_says = models.CharField(max_length=6, blank=True, default="")
    regular_says = models.CharField(max_length=6, blank=True, default="")
    follows = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "help_request", "rule", "first_day", "starts", "span_minutes", "minutes"),
        keep(Purpose.HELP, Period.MONTHS_12, "review_on", "ends_on", "tenant_says", "regular_says", "begun_by"),
        not_personal("reference", "state", "rounds", "nobody_left_at", "rolled_until", "due_at", "reviewed_at"),
        not_personal("follows", "created_at", "ended_at", "attempt"),
    ]

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["", *SeriesState.values]), name="series_state_is_known"),
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(state="active"), name="one_active_series_per_request"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 600), span_minutes__gte=models.F("minutes")),
                name="series_has_room_for_its_visit",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="series_due", condition=Q(state="active"))]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_active(self) -> bool:
        return self.state == SeriesState.ACTIVE


class Pause(models.Model):
    """Days, both included, on which the regular help of a request falls out: a stay in hospital, a journey. To take it back is
    to remove the row. It belongs to the request, so that it holds when a changed series follows.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="pauses")
    first_day = models.DateField()
    last_day = models.DateField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    said_at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "help_request", "first_day", "last_day", "said_by"),
        not_personal("reference", "said_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="pause_ends_after_it_begins"),
            models.UniqueConstraint(fields=["help_request", "first_day", "last_day"], name="one_pause_of_these_days"),
        ]

    def __str__(self) -> str:
        return self.reference


class Regular(models.Model):
    """Somebody who is asked once for a whole series, and from her yes on comes regularly, until she hands it back."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="regulars")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="regular_for")
    state = models.CharField(max_length=10, choices=RegularState.choices, blank=True, default="")
    reasons = models.JSONField(default=list, help_text="warum diese Person, in Worten")
    is_familiar = models.BooleanField(default=False, help_text="allein gefragt, weil sie schon dort war")
    round = models.PositiveSmallIntegerField(default=1)
    calls_before = models.BooleanField(default=False, help_text="ruft am Tag vorher kurz an")
    last_day = models.DateField(null=True, blank=True, help_text="der letzte Tag, an dem sie kommt")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "series", "person", "reasons", "is_familiar", "last_day"),
        not_personal("reference", "state", "round", "calls_before", "asked_at", "answer_by", "answered_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["", *RegularState.values]), name="regular_state_is_known"),
            models.UniqueConstraint(fields=["series"], condition=Q(state="yes"), name="one_regular_per_series"),
            models.UniqueConstraint(
                fields=["series", "person"], condition=Q(state="asked"), name="asked_once_for_a_series"
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="regular_of_person")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_asked(self) -> bool:
        return self.state == RegularState.ASKED


class DayReason(models.TextChoices):
    HOLIDAY = "holiday", "Feiertag"
    AWAY = "away", "wer regelmäßig kommt, ist nicht da"


class Answer(models.TextChoices):
    SAME = "same", "an diesem Tag"
    BEFORE = "before", "am Tag davor"
    AFTER = "after", "am Tag danach"
    NOT = "not", "diesmal nicht"


class DayQuestion(models.Model):
    """A date that nothing moves by itself: the tenant is asked, then the helper. Nobody is sent before the answer."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="day_question")
    reason = models.CharField(max_length=8, choices=DayReason.choices)
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True, default="")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    to_helper_at = models.DateTimeField(null=True, blank=True, help_text="seitdem steht die Frage beim Treffpunkt")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "reason", "answer", "answered_by"),
        not_personal("reference", "asked_at", "answer_by", "to_helper_at", "answered_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="day_answer_is_known"),
        ]
        indexes = [models.Index(fields=["answer_by"], name="day_question_open", condition=Q(answered_at=None))]

    def __str__(self) -> str:
        return f"{self.visit} {self.reason}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
