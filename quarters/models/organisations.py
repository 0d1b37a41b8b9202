"""Organisations of their kinds, and who has which role where."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from piano.kit.audit import audited
from piano.kit.dated import holds_on
from piano.kit.retention import Period, Purpose, keep, not_personal


class OrganisationKind(models.TextChoices):
    LANDLORD = "landlord", "Vermieter"
    ASSOCIATION = "association", "Verein"
    CARE_SERVICE = "care_service", "Pflegedienst"
    CITY = "city", "Stadt"
    VOLUNTEER_CENTRE = "volunteer_centre", "Freiwilligenzentrum"
    OTHER = "other", "Andere"


@audited()
class Organisation(models.Model):
    """Each one is a controller of its own in law (domain 6.3)."""

    name = models.CharField("Name", max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField("Art", max_length=20, choices=OrganisationKind.choices)
    phone = models.CharField("Telefon", max_length=20, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    website = models.URLField("Internet", blank=True)
    is_demo = models.BooleanField("erfunden, nur zum Zeigen", default=False, editable=False)

    retention = [not_personal("name", "slug", "kind", "phone", "email", "website", "is_demo")]

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = "Organisation", "Organisationen"

    def __str__(self) -> str:
        return self.name


class RoleKind(models.TextChoices):
    HELPER = "helper", "Nachbarschaftshilfe"
    COORDINATOR = "coordinator", "Koordination der Ehrenamtlichen"
    CARE_PARTNER = "care_partner", "Pflegedienst"
    ASSOCIATION_OFFICER = "association_officer", "Verein: Vorstand und Büro"
    GWG_STAFF = "gwg_staff", "GWG"
    CENTRE = "centre", "Freiwilligenzentrum: plant Kurse"
    TRAINER = "trainer", "Freiwilligenzentrum: unterrichtet"


class RoleQuerySet(models.QuerySet["Role"]):
    def valid_on(self, day: Any) -> Any:
        """Of a date, or of an expression that is one."""
        return self.filter(holds_on(day))


@audited()
class Role(models.Model):
    """A person's role: in a district (helpers), or for an organisation. Tenants and volunteers need none."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles", verbose_name="Person"
    )
    kind = models.CharField("Rolle", max_length=20, choices=RoleKind.choices)
    district = models.ForeignKey(
        "quarters.District",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name="Stadtteil",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="roles", verbose_name="Organisation"
    )
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [
        keep(Purpose.ACCOUNT, Period.YEARS_3, "user", "kind", "district", "organisation", "valid_from", "valid_until"),
    ]
    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "Rolle", "Rollen"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="role_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(kind="helper") | Q(district__isnull=False), name="helper_role_names_a_district"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["care_partner", "association_officer", "coordinator", "centre", "trainer"])
                | Q(organisation__isnull=False),
                name="partner_role_names_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.district or self.organisation or 'überall'}"
