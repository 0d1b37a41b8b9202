"""System checks that hold for every room: each field has a retention rule; production has the plain clock and no demo links."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connections

OURS = ("kit", "messaging", "quarters", "helpers", "volunteers", "requests")


@checks.register()
def every_field_has_a_retention_rule(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"{model._meta.label}.{name} has no retention rule", obj=model, id="piano.E001")
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for name in _unruled_fields(model)
    ]


def _unruled_fields(model: Any) -> list[str]:
    ruled = {name for rule in getattr(model, "retention", ()) for name in rule.fields}
    return [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in ruled]


@checks.register(checks.Tags.security, deploy=True)
def demo_links_are_off(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if not settings.DEMO_LINKS:
        return []
    return [checks.Error("One-click demo sign-ins are open: set PIANO_DEBUG=0.", id="piano.E002")]


@checks.register(checks.Tags.database)
def clock_is_plain(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A moved clock in production would send tomorrow's reminders today."""
    if settings.IS_TEST or not databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'piano_now'")
        rows = cursor.fetchall()
    if not rows or [row[0].strip() for row in rows] == ["SELECT now()"]:
        return []
    return [
        checks.Critical(
            "piano_now() is not the plain clock; run the kit migrations on a fresh function.", id="piano.E003"
        )
    ]
