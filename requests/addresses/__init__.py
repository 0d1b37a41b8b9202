"""The pipeline's addresses, one module per kind of person; all names live in the namespace `requests`."""

from requests.addresses import care, circles, helper, tenant, volunteer, weeks
from requests.billing.urls import urlpatterns as billing

app_name = "requests"
urlpatterns = [
    *circles.urlpatterns,  # these two before what stands for any reference
    *weeks.urlpatterns,
    *tenant.urlpatterns,
    *volunteer.urlpatterns,
    *helper.urlpatterns,
    *care.urlpatterns,
    *billing,
]
