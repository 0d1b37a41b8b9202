"""Addresses of the place: start, meeting points, legal pages, where one comes home after signing in."""

from django.urls import URLPattern

app_name = "quarters"
urlpatterns: list[URLPattern] = []
