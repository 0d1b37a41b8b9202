"""Who would like to join."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.people.languages import say_language


class Interest(models.Model):
    """Somebody would like to join, or stands on an association's list. It reaches the helper; nobody becomes eligible by it.

    `digest` is what makes two lines of a list the same (volunteers.importing); who wrote herself has none. `person` is whoever is
    written to about it; nobody where the address belongs to an account under another name.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    name = models.CharField("Ihr Name", max_length=120)
    phone = models.CharField("Telefon", max_length=20, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="interests")
    categories = models.ManyToManyField("quarters.Category", blank=True, related_name="+")
    words = EncryptedTextField("Was möchten Sie uns sagen?", blank=True, default="")
    address = models.CharField("Straße", max_length=160, blank=True, default="")
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    times = models.CharField("Wann", max_length=200, blank=True, default="")
    association = models.ForeignKey(
        "quarters.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_6, "name", "phone", "email", "district", "words", "answered_by"),
        keep(Purpose.CONTACT, Period.MONTHS_6, "address", "languages", "times", "association", "digest"),
        keep(Purpose.CONTACT, Period.MONTHS_6, "person"),
        not_personal("reference", "created_at", "answered_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="interest_can_be_answered"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_from_a_list(self) -> bool:
        return self.digest is not None

    @property
    def language_names(self) -> list[str]:
        return [say_language(code) for code in self.languages]
