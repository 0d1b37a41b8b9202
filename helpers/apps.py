from django.apps import AppConfig


class HelpersConfig(AppConfig):
    name = "helpers"
    verbose_name = "Hauptamtliche"

    def ready(self) -> None:
        from helpers import at_point, reasons  # noqa: F401  who is named at a meeting point; what the rota writes
