"""A call that was handed on to another organisation: by which way, what it answered until when, and what came of it.

And under which person an organisation without people of its own here is written to.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.outcome import Referral


class SendingWay(models.TextChoices):
    PAGE = "page", "über die Seite des Pflegedienstes"
    PHONE = "phone", "am Telefon"
    LETTER = "letter", "mit Brief"
    EMAIL = "email", "per E-Mail mit einem Link, ohne Namen"


class SendingAnswer(models.TextChoices):
    YES = "yes", "Übernimmt"
    LATER = "later", "Meldet sich später"
    NO = "no", "Kann nicht helfen"


class SendingOutcome(models.TextChoices):
    HELPED = "helped", "Es wurde geholfen"
    ELSEWHERE = "elsewhere", "Jemand anderes hilft"
    NOT_WANTED = "not_wanted", "Die Person wollte es nicht mehr"
    NOTHING = "nothing", "Daraus wurde nichts"


class Sending(models.Model):
    """One organisation at a time. What it reads of the person is asked of her consents at each look, never kept here.

    `answer_by` is the last day on which it may still answer; after that the helper hears that it is overdue. Answered, it is the day
    after which a helper asks what came of it. `about` goes along with the message: no name, nothing of health. A letter has gone
    when somebody has `posted` it.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="sendings")
    organisation = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=SendingWay.choices)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    answer_by = models.DateField()
    about = EncryptedTextField(blank=True, default="", db_default="")
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posted_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=5, choices=SendingAnswer.choices, blank=True, default="")
    answer_words = EncryptedTextField(blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=SendingOutcome.choices, blank=True, default="")
    outcome_words = EncryptedTextField(blank=True, default="")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_6, "referral", "organisation", "sent_by", "answer", "answer_words"),
        keep(Purpose.HELP, Period.MONTHS_6, "answered_by", "outcome", "outcome_words", "ended_by"),
        keep(Purpose.HELP, Period.MONTHS_6, "about", "posted_by"),
        not_personal("reference", "way", "sent_at", "answer_by", "posted_at", "seen_at", "answered_at", "ended_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral"], condition=Q(ended_at=None), name="one_sending_at_a_time")
        ]
        indexes = [models.Index(fields=["answer_by"], name="sending_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return self.reference

    @property
    def district_id(self) -> int | None:
        return self.referral.district_id


class Desk(models.Model):
    """Who is written to (`by_mail`), or called, for an organisation that has nobody here: its own address or number, as a person of
    the outbox. No role hangs on it: whoever signs in there finds nothing.
    """

    organisation = models.ForeignKey("quarters.Organisation", on_delete=models.CASCADE, related_name="+")
    by_mail = models.BooleanField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desks")

    retention = [not_personal("organisation", "by_mail", "user")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "by_mail"], name="one_desk_of_an_organisation_and_way")
        ]

    def __str__(self) -> str:
        return str(self.organisation)
