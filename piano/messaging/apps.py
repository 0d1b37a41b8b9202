from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "piano.messaging"
    label = "messaging"
