"""The address table. Nouns for people, names in English."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("piano.messaging.urls")),
    path("", include("quarters.urls")),
    path("", include("volunteers.urls")),
    path("", include("requests.addresses")),
    path("konto/", include("allauth.urls")),
    path("verwaltung/", admin.site.urls),
]
