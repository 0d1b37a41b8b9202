"""Contrib extensions that the rooms build on. All of them come with PostgreSQL."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    CreateExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        CreateExtension("cube"),
        CreateExtension("earthdistance"),
        TrigramExtension(),
        UnaccentExtension(),
    ]
