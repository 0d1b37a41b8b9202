"""Who a conversion is for, and what she said: apart from everything that the landlord may know (docs/decisions/066)."""

from django.db import models

from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep
from quarters.models.conversions import Conversion


class ConversionPerson(models.Model):
    """Who lives there and what she said: for tenant and helper alone. No page of the landlord asks this table."""

    conversion = models.OneToOneField(Conversion, on_delete=models.CASCADE, related_name="person")
    resident = models.ForeignKey("quarters.Resident", on_delete=models.CASCADE, related_name="conversions")
    wish = EncryptedTextField(blank=True, default="")
    care_grade = EncryptedTextField(blank=True, default="")
    entitled = EncryptedTextField(blank=True, default="")
    diagnosis = EncryptedTextField(blank=True, default="")
    fund_words = EncryptedTextField(blank=True, default="")
    source = models.CharField(max_length=10, blank=True, default="")

    retention = [
        keep(Purpose.CONVERSION, Period.DAYS_30, "care_grade", "entitled", "diagnosis", "fund_words"),
        keep(Purpose.CONVERSION, Period.MONTHS_12, "conversion", "resident", "wish", "source"),
    ]

    def __str__(self) -> str:
        return f"person of {self.conversion_id}"
