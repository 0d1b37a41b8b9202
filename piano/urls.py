"""The address table. Nouns for people, names in English."""

from django.urls import include, path

from quarters.panel import panel

urlpatterns = [
    path("", include("piano.messaging.urls")),
    path("", include("quarters.urls")),
    path("", include("volunteers.urls")),
    path("", include("requests.addresses")),
    path("konto/", include("allauth.urls")),
    path("verwaltung/", panel.urls),
]
