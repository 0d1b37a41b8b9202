"""What GWG enters in the panel of professional care: the services with their districts, and the flats that they keep in reserve.

Who lives in such a flat stands nowhere here: that is the service's and the helpers'.
"""

from helpers.models import CareService, ReserveFlat
from quarters.panel import DistrictForm, GwgAdmin, panel


class CareServiceForm(DistrictForm):
    class Meta:
        model = CareService
        fields = ["organisation", "phone", "districts"]
        labels = {"organisation": "Organisation", "phone": "Telefon der Bereitschaft", "districts": "Stadtteile"}


class CareServiceAdmin(GwgAdmin):
    """Its name and address are those of the organisation, its prices stand among the prices."""

    form = CareServiceForm
    list_display = ["organisation", "phone"]
    search_fields = ["organisation__name"]
    filter_horizontal = ["districts"]


class ReserveFlatAdmin(GwgAdmin):
    """One that is given up is no longer offered; who lived there stays known to the service."""

    list_display = ["name", "service", "district", "is_offered"]
    list_filter = ["district", "is_offered"]
    fields = ["name", "address", "service", "district", "is_offered"]


panel.register(CareService, CareServiceAdmin)
panel.register(ReserveFlat, ReserveFlatAdmin)
