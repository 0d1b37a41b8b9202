"""The pipeline's addresses, one module per kind of person; all names live in the namespace `requests`."""

from requests.addresses import care, helper, tenant, volunteer

app_name = "requests"
urlpatterns = [*tenant.urlpatterns, *volunteer.urlpatterns, *helper.urlpatterns, *care.urlpatterns]
