"""Addresses of district concepts."""

from django.urls import path

from quarters.concepts import views

HERE = "stadtteile/<slug:district>/konzept/"
urlpatterns = [
    path("berichte/konzepte/", views.concepts, name="concepts"),
    path(HERE, views.concept, name="concept"),
    path(f"{HERE}worte/", views.words, name="concept_words"),
    path(f"{HERE}fassung/", views.hold, name="hold_concept"),
    path(f"{HERE}papier/", views.print_paper, name="concept_paper"),
    path(f"{HERE}papier/<int:number>/", views.print_version, name="concept_version"),
    path(f"{HERE}<slug:kind>/neu/", views.new, name="new_concept_part"),
    path(f"{HERE}kennzahl/<str:reference>/wert/", views.read, name="read_indicator"),
    path(f"{HERE}<slug:kind>/<str:reference>/", views.edit, name="concept_part"),
    path(f"{HERE}<slug:kind>/<str:reference>/weg/", views.drop, name="drop_concept_part"),
    path(f"{HERE}<slug:kind>/<str:reference>/zurueck/", views.fetch_back, name="fetch_concept_part"),
]
