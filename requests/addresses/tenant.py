"""Addresses of the tenant's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
