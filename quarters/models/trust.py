"""Trusted persons: who may see a resident's page, since when, by whose word, and each time that they looked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models.people import Resident


class TrustScope(models.TextChoices):
    SEE = "see", _("darf sehen")
    ACT = "act", _("darf sehen, bitten und absagen")


class Trust(models.Model):
    """A resident's consent that one person looks after her requests: wording, when, and who read it out (nobody: herself).

    It ends when it is revoked, or with the resident; later the proof stays with the names that both had.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.SET_NULL, null=True, blank=True, related_name="trusts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="trusts"
    )
    called = EncryptedTextField(
        "Name", blank=True, default="", help_text="wie sie genannt wurde, nicht wie ihr Konto heißt"
    )
    names = EncryptedTextField(blank=True, default="", help_text="wer wem vertraut hat, wenn ein Konto gelöscht ist")
    relation = models.CharField(max_length=60, blank=True)
    scope = models.CharField(max_length=3, choices=TrustScope.choices, default=TrustScope.SEE)
    wording_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "resident", "person", "revoked_by"),
        keep(Purpose.PROOF, Period.YEARS_3, "called", "names", "relation", "scope", "wording_version"),
        keep(Purpose.PROOF, Period.YEARS_3, "language", "taken_by", "given_at", "revoked_at"),
        not_personal("reference"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "person"], condition=Q(revoked_at=None), name="one_standing_trust_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(resident__isnull=False, person__isnull=False) | Q(revoked_at__isnull=False),
                name="trust_without_an_account_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def may_act(self) -> bool:
        return self.scope == TrustScope.ACT


class LookKind(models.TextChoices):
    PAGE = "page", _("hat die Seite angesehen")
    CASE = "case", _("hat eine Anfrage angesehen")
    ASK = "ask", _("hat um Hilfe gebeten")
    CANCEL = "cancel", _("hat abgesagt")
    MOVE = "move", _("hat einen anderen Termin gewünscht")
    ANSWER = "answer", _("hat zu einem Termin Ja oder Nein gesagt")
    FEEDBACK = "feedback", _("hat gesagt, wie es war")
    WEEK = "week", _("hat das Wochenblatt geändert")


class Look(models.Model):
    """One look of a trusted person, or one thing that she did. `about` is the request's reference."""

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="looks")
    kind = models.CharField(max_length=8, choices=LookKind.choices)
    about = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()

    retention = [keep(Purpose.PROOF, Period.MONTHS_12, "trust", "kind", "about", "at")]

    class Meta:
        indexes = [models.Index(fields=["trust", "-at"], name="look_of_trust")]

    def __str__(self) -> str:
        return f"{self.trust_id} {self.kind}"
