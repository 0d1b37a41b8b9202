"""Consents to a care service on somebody's week name its row, not only what it was called."""

from typing import Any

from django.db import migrations


def name_the_row(apps: Any, schema_editor: Any) -> None:
    consents, services = apps.get_model("quarters", "Consent"), apps.get_model("helpers", "CareService")
    found: dict[str, list[int]] = {}
    for key, name in services.objects.values_list("organisation", "organisation__name"):
        found.setdefault(name[:120], []).append(key)
    for consent in consents.objects.filter(purpose="week", receiver_organisation=None).exclude(receiver=""):
        keys = found.get(consent.receiver, [])
        if len(keys) == 1:  # two of the same name: nobody knows which one was meant, she is asked again
            consents.objects.filter(pk=consent.pk).update(receiver_organisation=keys[0])


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0061_weeks_have_days_off"),
        ("quarters", "0042_consent_names_a_row"),
        ("helpers", "0012_words_of_the_panel"),
    ]

    operations = [migrations.RunPython(name_the_row, migrations.RunPython.noop)]
