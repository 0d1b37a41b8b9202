"""The pipeline's addresses, one module per kind of person; all names live in the namespace `requests`."""

from requests.addresses import care, helper, tenant, volunteer, weeks

app_name = "requests"
urlpatterns = [
    *weeks.urlpatterns,  # before what stands for any reference
    *tenant.urlpatterns,
    *volunteer.urlpatterns,
    *helper.urlpatterns,
    *care.urlpatterns,
]
