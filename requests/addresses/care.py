"""Addresses of the care's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
