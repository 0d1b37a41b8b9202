"""Addresses of § 45b SGB XI."""

from django.urls import path

from requests.billing import views

HERE = "verein/<slug:slug>/entlastung/"
PAIR = f"{HERE}<str:day>/<str:helper>/<str:receiver>/"
urlpatterns = [
    path(HERE, views.overview, name="relief"),
    path(f"{HERE}nachweis/<str:reference>/", views.paper, name="relief_paper"),
    path(f"{HERE}nachweis/<str:reference>/unterschrieben/", views.signed, name="relief_signed"),
    path(f"{HERE}nachweis/<str:reference>/weg/", views.take_back, name="relief_back"),
    path(f"{HERE}nachweis/<str:reference>/ungueltig/", views.void, name="relief_void"),
    path(f"{PAIR}abrechnen/", views.bill, name="relief_bill"),
    path(f"{PAIR}anspruch/", views.claim, name="relief_claim"),
]
