"""The kinds of everyday help and their rules as data (domain 2). Words of the field, below everybody who uses them."""

from django.db import models
from django.utils.translation import get_language, gettext

from piano.kit.audit import audited
from piano.kit.languages import EASY
from piano.kit.retention import not_personal


class Level(models.TextChoices):
    """What a helper must have shown before being sent (domain 2): each level includes the one before, P is none of them."""

    A = "A", "A – im Treffpunkt"
    B = "B", "B – an der Tür oder draußen"
    C = "C", "C – allein in der Wohnung, Schlüssel, Geld, Auto"
    D = "D", "D – Minderjährige, Erwachsene mit Behinderung"
    P = "P", "P – nur Fachleute"


class Who(models.TextChoices):
    LAY = "lay", "Ehrenamtliche"
    TRAINED = "trained", "geschulte Ehrenamtliche"
    PROFESSIONAL = "professional", "Fachleute"


class Urgency(models.TextChoices):
    """How soon it has to be. Urgent is a human's mark or a category's rule, never guessed from words (domain 6.2)."""

    NORMAL = "normal", "in den nächsten Tagen"
    SOON = "soon", "bis morgen"
    URGENT = "urgent", "heute noch"


@audited()
class Category(models.Model):
    """One of the 18 kinds of help. GWG may edit words, times and order; the code is stable."""

    code = models.SlugField(max_length=12, unique=True)
    name = models.CharField("Name", max_length=80)
    hint = models.CharField("Kurz gesagt", max_length=120, blank=True)
    labels = models.JSONField("Bezeichnungen je Sprache", default=dict, blank=True)
    minutes_from = models.PositiveSmallIntegerField("Dauer von (Minuten)")
    minutes_to = models.PositiveSmallIntegerField("Dauer bis (Minuten)")
    who = models.CharField("Wer kann das", max_length=12, choices=Who.choices)
    level = models.CharField("Stufe", max_length=1, choices=Level.choices)
    usual_urgency = models.CharField("Übliche Eile", max_length=6, choices=Urgency.choices, default=Urgency.NORMAL)
    needs_licence = models.BooleanField("Führerschein nötig", default=False)
    is_intimate = models.BooleanField(
        "Person darf eine Frau oder einen Mann wünschen",
        default=False,
        db_default=False,
        help_text="zum Beispiel beim Arzt; der Wunsch gilt dann fest",
    )
    needs_deadline = models.BooleanField("Frist erfragen", default=False)
    people_needed = models.PositiveSmallIntegerField(
        "Wie viele Menschen hingehen",
        choices=[(1, "ein Mensch"), (2, "zwei Menschen")],
        default=1,
        db_default=1,
        help_text="zum Beispiel zwei, wo etwas getragen wird; bei jeder Anfrage lässt es sich ändern",
    )
    rule = models.CharField("Regel für Helfende", max_length=300, blank=True)
    relief_amount = models.CharField(
        "Entlastungsbetrag § 45b", max_length=10, blank=True, help_text="ja, nein oder fragen"
    )
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    is_offered = models.BooleanField("Wird angeboten", default=True)

    retention = [
        not_personal("code", "name", "hint", "labels", "minutes_from", "minutes_to", "who", "level", "usual_urgency"),
        not_personal("is_intimate", "people_needed"),
        not_personal("needs_licence", "needs_deadline", "rule", "relief_amount", "position", "is_offered"),
    ]

    class Meta:
        ordering = ["position", "name"]
        verbose_name, verbose_name_plural = "Hilfeart", "Hilfearten"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes_from__lte=models.F("minutes_to"), minutes_from__gt=0),
                name="category_minutes_are_a_span",
            ),
            models.CheckConstraint(condition=models.Q(people_needed__in=(1, 2)), name="category_needs_one_or_two"),
        ]

    def __str__(self) -> str:
        return self.name

    def label(self, language: str) -> str:
        """The name in a reader's language, else the German one. Easy German stands in the table as `easy`."""
        return str(self.labels.get("easy" if language == EASY else language) or self.name)

    @property
    def said(self) -> str:
        """The name in the language of the page."""
        return self.label(get_language() or "de")

    @property
    def said_to_helpers(self) -> str:
        """The same for who helps: the name in easy German speaks to who is helped, so they read the German one."""
        return self.name if get_language() == EASY else self.said

    @property
    def said_hint(self) -> str:
        """The small line; its German is a sentence of the catalogues, as long as nobody has changed it."""
        return gettext(self.hint) if self.hint else ""

    @property
    def said_rule(self) -> str:
        return gettext(self.rule) if self.rule else ""

    @property
    def is_professional(self) -> bool:
        return self.who == Who.PROFESSIONAL
