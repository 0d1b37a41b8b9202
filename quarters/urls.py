"""Addresses of the place: start, meeting points, legal pages, where one comes home after signing in."""

from django.urls import include, path

from quarters.city_map import urls as city_map
from quarters.conversions.urls import urlpatterns as conversions
from quarters.points import urls as points
from quarters.programme import urls as programme
from quarters.views import around, choices, home, new_link, paper_code, public, running, way_in, ways

app_name = "quarters"
urlpatterns = [
    path("", include("quarters.concepts.urls")),
    path("", include("quarters.ideas.urls")),
    path("", public.start, name="start"),
    *points.urlpatterns,
    *city_map.urlpatterns,
    *programme.urlpatterns,
    path("barrierefreiheit/", public.accessibility, name="accessibility"),
    path("datenschutz/", public.privacy, name="privacy"),
    path("impressum/", public.imprint, name="imprint"),
    path("anzeige/", choices.display, name="display"),
    path("sprache/", choices.language, name="language"),
    path("konto/zettel-code/", paper_code.paper_code, name="paper_code"),
    path("konto/nachrichten/", ways.ways, name="ways"),
    path("konto/nachrichten/zeiten/", ways.times, name="times"),
    path("hinweis/<str:token>/", way_in.way_in, name="way_in"),
    path("quartier/", around.around, name="around"),
    path("neuer-link/", new_link.new_link, name="new_link"),
    path("laeuft/", running.running, name="running"),
    path("heim/", home.home, name="home"),
    path("demo/<str:token>/", home.demo_sign_in, name="demo_sign_in"),
    *conversions,
]
