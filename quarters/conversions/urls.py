"""Addresses of conversions, in `quarters.urls`."""

from django.urls import path

from quarters.conversions.views import case, cases, figures, flats, own, papers

urlpatterns = [
    path("umbau/", cases.cases, name="conversions"),
    path("umbau/stand/", figures.standing, name="conversion_figures"),
    path("umbau/stand.csv", figures.standing_csv, name="conversion_figures_csv"),
    path("umbau/wohnungen/", flats.flats, name="adapted_flats"),
    path("umbau/neu/<str:reference>/", cases.new, name="new_conversion"),
    path("umbau/meine/", own.own, name="own_conversions"),
    path("umbau/meine/<str:reference>/", own.own_case, name="own_conversion"),
    path("umbau/meine/<str:reference>/einwilligung/", own.own_agreement, name="own_agreement"),
    path("umbau/meine/<str:reference>/foto/<str:photo>/<slug:size>/", papers.own_photo, name="own_conversion_photo"),
    path("umbau/<str:reference>/", case.case, name="conversion"),
    path("umbau/<str:reference>/weiter/", case.go_on, name="conversion_go_on"),
    path("umbau/<str:reference>/zurueck/", case.take_back, name="conversion_take_back"),
    path("umbau/<str:reference>/papier/<slug:kind>/", papers.paper, name="conversion_paper"),
    path("umbau/<str:reference>/foto/<str:photo>/<slug:size>/", papers.photo, name="conversion_photo"),
    path("umbau/<str:reference>/<slug:slug>/", case.act, name="conversion_act"),
]
