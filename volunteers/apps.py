from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "Ehrenamtliche"

    def ready(self) -> None:
        from volunteers import expiring  # noqa: F401  registers what is written when a paper ends
        from volunteers.accounts import cash  # noqa: F401  what is paid out stands on the treasurer's list
        from volunteers.clubs import registering  # noqa: F401  tells the rooms below that ideas can become associations
        from volunteers.path import reasons  # noqa: F401  what is written on the way
