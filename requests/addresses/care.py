"""Addresses of the care partner's room."""

from django.urls import path

from requests.views import on_call

urlpatterns = [
    path("bereitschaft/", on_call.on_call, name="on_call"),
    path("bereitschaft/<str:reference>/", on_call.case, name="on_call_case"),
    path("bereitschaft/<str:reference>/zusage/", on_call.accept_case, name="accept_case"),
    path("bereitschaft/<str:reference>/absage/", on_call.refuse_case, name="refuse_case"),
]
