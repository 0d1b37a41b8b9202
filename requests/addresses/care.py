"""Addresses of the care partner's room."""

from django.urls import path

from requests.addresses.dayround import entry_paths
from requests.views import alert, care_incidents, duty_call, duty_phone, night_call, on_call, trouble

urlpatterns = [
    path("bereitschaft/", on_call.on_call, name="on_call"),
    path("bereitschaft/anruf/", night_call.night_call, name="night_call"),
    path("bereitschaft/anruf/pruefung/", night_call.check, name="night_check"),
    path("bereitschaft/anruf/<str:reference>/ruecknahme/", night_call.take_back, name="night_take_back"),
    path("bereitschaft/anruf/<str:reference>/", duty_call.duty_call, name="duty_call"),
    path("bereitschaft/anruf/<str:reference>/zusage/", duty_call.take_on, name="duty_take_on"),
    path("bereitschaft/anruf/<str:reference>/morgen/", duty_call.let_wait, name="duty_let_wait"),
    path("bereitschaft/alarm/<str:token>/", alert.alert, name="alert"),
    path("bereitschaft/diensthandy/", duty_phone.duty_phone, name="duty_phone"),
    path("bereitschaft/diensthandy/abgabe/", duty_phone.give_back, name="give_back_phone"),
    path("bereitschaft/sorge/<str:reference>/", duty_call.worry, name="duty_worry"),
    path("bereitschaft/sorge/<str:reference>/erledigt/", duty_call.acknowledge, name="duty_acknowledge"),
    path("bereitschaft/vorfall/<str:reference>/", trouble.duty_trouble, name="duty_trouble"),
    path("bereitschaft/vorfall/<str:reference>/schritt/", trouble.duty_tick, name="duty_trouble_step"),
    path("bereitschaft/vorfall/<str:reference>/ende/", trouble.duty_settle, name="duty_trouble_end"),
    path("bereitschaft/vorfaelle/", care_incidents.mine, name="care_incidents"),
    path("bereitschaft/vorfaelle/neu/", care_incidents.new, name="new_care_incident"),
    path("bereitschaft/bescheid/<str:reference>/", duty_call.tell, name="duty_tell"),
    *entry_paths("bereitschaft", "duty", "_duty"),
    path("bereitschaft/<str:reference>/", on_call.case, name="on_call_case"),
    path("bereitschaft/<str:reference>/zusage/", on_call.accept_case, name="accept_case"),
    path("bereitschaft/<str:reference>/absage/", on_call.refuse_case, name="refuse_case"),
]
