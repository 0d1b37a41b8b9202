"""Addresses of the helper's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
