"""What each kind of help said of its costs was said for every association: from today on it is their price."""

import datetime as dt

from django.db import migrations

OUTLAYS = (
    ("Kassenzettel", "shopping"),
    ("Material zahlen", "material"),
    ("Futter zahlen", "feed"),
    ("Kosten der Fahrt", "ride"),
    ("was das Essen kostet", "meal"),
)


def write_prices(apps, schema_editor):
    category_model, organisation, price = (
        apps.get_model("quarters", name) for name in ("Category", "Organisation", "Price")
    )
    today = dt.datetime.now(dt.UTC).date()
    associations = list(organisation.objects.filter(kind="association"))
    for category in category_model.objects.exclude(cost="").exclude(who="professional"):
        outlay = next((kind for words, kind in OUTLAYS if words in category.cost), "")
        is_free = "kostet nichts" in category.cost.lower() or outlay
        kinds = ["free" if is_free else "ask", *([outlay] if outlay else [])]
        price.objects.bulk_create(
            price(organisation=association, category=category, kind=kind, valid_from=today)
            for association in associations
            for kind in kinds
        )


class Migration(migrations.Migration):
    dependencies = [
        ("quarters", "0006_prices"),
    ]

    operations = [
        migrations.RunPython(write_prices, migrations.RunPython.noop),
    ]
