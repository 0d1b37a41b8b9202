"""Everybody who is helped, helps or is written to is one `User` row, with or without a way to sign in."""

from functools import cached_property
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, Func, Q, Value
from django.db.models.functions import Concat, Lower

from piano.kit import clock
from piano.kit.audit import audited
from piano.kit.fields import EncryptedTextField
from piano.kit.languages import written_language
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from piano.messaging.digest.waits import Waits
from quarters.models import talking
from quarters.models.organisations import RoleKind


class Plain(Func):
    """`piano_plain(text)`: lower case, umlauts and accents folded."""

    function = "piano_plain"
    output_field = models.TextField()


class Reach(models.TextChoices):
    EMAIL = "email", "E-Mail"
    SMS = "sms", "SMS"
    PUSH = "push", "Nachricht auf das Gerät"
    PHONE = "phone", "Anruf"
    LETTER = "letter", "Brief"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email or None, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@audited(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("is_active", "is_staff", "is_superuser")),
    pghistory.UpdateEvent("email", condition=pgtrigger.AnyChange("email"), trigger_name="email"),  # that, not which
    pghistory.DeleteEvent(),
    fields=("reference", "is_active", "is_staff", "is_superuser", "is_demo"),
)
class User(talking.Talking, AbstractBaseUser, PermissionsMixin):
    """A person. E-mail may be empty; no two accounts share one. How she is talked with, reached, and left in peace stands here."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    given_name = models.CharField("Vorname", max_length=60, blank=True)
    family_name = models.CharField("Nachname", max_length=60)
    salutation = models.CharField("Anrede", max_length=10, blank=True, help_text="Frau, Herr oder leer")
    email = models.EmailField("E-Mail", null=True, blank=True)
    phone = models.CharField("Telefon", max_length=20, blank=True)
    language = models.CharField("Sprache", max_length=5, default="de")
    reach = models.CharField("Nachrichten per", max_length=10, choices=Reach.choices, default=Reach.EMAIL)
    quiet_from = models.TimeField("Ruhe ab", default=clock.QUIET_FROM)
    quiet_until = models.TimeField("Ruhe bis", default=clock.QUIET_UNTIL)
    no_sundays = models.BooleanField("nicht an Sonn- und Feiertagen", default=False, db_default=False)
    waits = models.CharField(
        "Was warten kann", max_length=6, choices=Waits.choices, default=Waits.AT_ONCE, db_default="now"
    )
    times_wished_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField("aktiv", default=True)
    is_staff = models.BooleanField("darf die Verwaltung öffnen", default=False)
    is_demo = models.BooleanField("erfunden, nur zum Zeigen", default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    is_limited = False  # true for a request whose session a code from paper opened (quarters.limited)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()
    retention = [
        keep(Purpose.ACCOUNT, Period.ACCOUNT, "given_name", "family_name", "salutation", "email", "phone", "language"),
        keep(
            Purpose.ACCOUNT,
            Period.ACCOUNT,
            "reach",
            "quiet_from",
            "quiet_until",
            "no_sundays",
            "waits",
            "times_wished_at",
            "password",
            "last_login",
            "created_at",
        ),
        not_personal("reference", "is_active", "is_staff", "is_superuser", "is_demo"),
        *talking.RETENTION,
    ]

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name, verbose_name_plural = "Person", "Personen"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_belongs_to_one_person"),
            models.CheckConstraint(condition=~Q(email=""), name="user_email_is_absent_not_empty"),
            models.CheckConstraint(condition=~Q(only_writes=True, reach="phone"), name="nobody_calls_who_only_writes"),
        ]
        indexes = [
            GinIndex(
                OpClass(Plain(Concat(F("given_name"), Value(" "), F("family_name"))), name="gin_trgm_ops"),
                name="user_name_search",
            ),
            models.Index(fields=["phone"], name="user_phone"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.reference

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def addressed_name(self) -> str:
        """„Frau Brandt“, or the whole name where no form of address is known."""
        return f"{self.salutation} {self.family_name}" if self.salutation else self.full_name

    @property
    def short_name(self) -> str:
        """„Frau B.“: what others see before a yes."""
        initial = f"{self.family_name[:1]}."
        return f"{self.salutation} {initial}" if self.salutation else f"{self.given_name[:1]}. {initial}".lstrip(". ")

    @property
    def page_language(self) -> str:
        """In which her pages are; empty where none are written in her language."""
        return written_language(self.language, easy_language=self.easy_language)

    @property
    def reads_in(self) -> str:
        """In which she is written to, and read out to."""
        return self.page_language or settings.LANGUAGE_CODE

    @property
    def reads_messages(self) -> bool:
        """She reads what is written to her; else a human calls."""
        return self.reach in (Reach.EMAIL, Reach.SMS, Reach.PUSH)

    @property
    def postal_lines(self) -> list[str]:
        """Street and town for an envelope; empty where we know no house of hers. May ask twice."""
        building = getattr(getattr(self, "resident", None), "building", None)
        return building.postal_lines if building else []

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.given_name or self.family_name

    @cached_property
    def valid_roles(self) -> list[Any]:
        """This person's roles of today, one query a request. It brings along what `_profiles` asks."""
        rows = self.roles.valid_on(clock.Today())
        rows = rows.annotate(lives=F("user__resident__pk"), helps=F("user__volunteer__pk"), trusted=self._is_trusted())
        return list(rows.select_related("district", "organisation"))

    @cached_property
    def role_kinds(self) -> frozenset[str]:
        return frozenset(role.kind for role in self.valid_roles)

    @cached_property
    def district_ids(self) -> frozenset[int]:
        """The districts that this person's helper roles cover."""
        return frozenset(role.district_id for role in self.valid_roles if role.kind == RoleKind.HELPER)

    @cached_property
    def _profiles(self) -> tuple[bool, bool, bool]:
        """Whether there is a resident's and a volunteer's profile, and whether somebody trusts her: at most one query."""
        role = next(iter(self.__dict__.get("valid_roles", ())), None)
        if role is not None:
            return bool(role.lives), bool(role.helps), role.trusted
        rows = User.objects.filter(pk=self.pk)
        found = rows.values_list("resident__pk", "volunteer__pk", self._is_trusted()).first()
        return (bool(found[0]), bool(found[1]), found[2]) if found else (False, False, False)

    def _is_trusted(self) -> Exists:
        return Exists(self.trusts.filter(revoked_at=None).values("person"))

    @property
    def is_resident(self) -> bool:
        return self._has("resident", 0)

    @property
    def is_volunteer(self) -> bool:
        return self._has("volunteer", 1)

    @property
    def is_trusted(self) -> bool:
        """For menus alone: each look asks `quarters.people.trust`."""
        return self._profiles[2]

    def _has(self, profile: str, place: int) -> bool:
        """A profile that is loaded already costs nothing."""
        if profile in self._state.fields_cache:
            return self._state.fields_cache[profile] is not None
        return self._profiles[place]


class Resident(models.Model):
    """Somebody who lives here and may ask for help. A name and a number are enough to begin."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resident")
    district = models.ForeignKey(
        "quarters.District", on_delete=models.PROTECT, null=True, blank=True, related_name="residents"
    )
    building = models.ForeignKey(
        "quarters.Building", on_delete=models.PROTECT, null=True, blank=True, related_name="residents"
    )
    floor = models.CharField("Stockwerk", max_length=20, blank=True)
    door_note = EncryptedTextField("An der Tür", blank=True, default="")
    health_hints = EncryptedTextField("Hinweise zur Gesundheit", blank=True, default="")
    contact_name = models.CharField("Vertrauensperson", max_length=120, blank=True)
    contact_phone = models.CharField("Telefon der Vertrauensperson", max_length=20, blank=True)
    care_service_name = models.CharField("Eigener Pflegedienst", max_length=120, blank=True, default="", db_default="")
    care_service_phone = models.CharField(
        "Telefon des eigenen Pflegedienstes", max_length=20, blank=True, default="", db_default=""
    )
    speaks_german = models.BooleanField("spricht Deutsch", default=True)
    died_on = models.DateField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "user", "district", "building", "floor", "door_note"),
        keep(Purpose.HELP, Period.DAYS_30, "health_hints"),
        keep(Purpose.HELP, Period.MONTHS_12, "contact_name", "contact_phone", "speaks_german", "died_on"),
        keep(Purpose.HELP, Period.MONTHS_12, "care_service_name", "care_service_phone"),
    ]

    class Meta:
        verbose_name, verbose_name_plural = "Bewohnerin oder Bewohner", "Bewohnerinnen und Bewohner"

    def __str__(self) -> str:
        return str(self.user)
