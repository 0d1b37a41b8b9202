"""Addresses of the lay side: joining, one's own profile."""

from django.urls import URLPattern

app_name = "volunteers"
urlpatterns: list[URLPattern] = []
