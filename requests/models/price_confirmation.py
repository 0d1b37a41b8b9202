"""That whoever goes for a care service has read the price to which the person agreed, before the yes counted."""

from django.conf import settings
from django.db import models

from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.offer import Offer


class PriceConfirmation(models.Model):
    """The sentence as it was shown, and who confirmed it; one per offer, the latest."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="price_confirmation")
    price = models.CharField(max_length=200)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    retention = [keep(Purpose.HELP, Period.MONTHS_12, "offer", "price", "confirmed_by"), not_personal("confirmed_at")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.price}"
