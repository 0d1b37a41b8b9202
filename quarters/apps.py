from django.apps import AppConfig


class QuartersConfig(AppConfig):
    name = "quarters"
    verbose_name = "Quartiere"

    def ready(self) -> None:
        from quarters import staying_in  # noqa: F401  notes when somebody signs in
