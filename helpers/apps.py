from django.apps import AppConfig


class HelpersConfig(AppConfig):
    name = "helpers"
    verbose_name = "Hauptamtliche"

    def ready(self) -> None:
        from helpers import reasons  # noqa: F401  registers what the rota writes to people
