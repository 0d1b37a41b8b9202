"""The address table. Nouns for people, names in English."""

from django.urls import include, path, re_path

from helpers import panel as _care  # noqa: F401  registers its part
from quarters.views.home import no_passwords
from requests.panel import panel
from volunteers import panel as _amounts  # noqa: F401  registers its part

urlpatterns = [
    path("", include("piano.messaging.urls")),
    path("", include("quarters.urls")),
    path("", include("volunteers.urls")),
    path("", include("helpers.urls")),
    path("", include("requests.addresses")),
    re_path(r"^konto/password/", no_passwords),
    path("konto/", include("allauth.urls")),
    path("verwaltung/", panel.urls),
]
