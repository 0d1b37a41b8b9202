"""Addresses of the volunteer's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
