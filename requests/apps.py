from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "requests"
    verbose_name = "Anfragen"

    def ready(self) -> None:
        from requests import reasons  # noqa: F401  registers what the pipeline writes to people
        from requests.series import reasons as of_series  # noqa: F401  the same for what repeats
