import django.db.models.deletion
from django.db import migrations, models

OUTCOMES = [
    ("open", "läuft"),
    ("sent", "angenommen"),
    ("delivered", "zugestellt"),
    ("unclear", "ungewiss"),
    ("put_off", "später noch einmal"),
    ("failed", "nicht zustellbar"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0004_message_by_subject"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10)),
                ("number", models.PositiveSmallIntegerField(help_text="the so-many-th try on this channel")),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(choices=OUTCOMES, default="open", max_length=10)),
                (
                    "reference",
                    models.CharField(blank=True, help_text="what the channel's receipts call it", max_length=120),
                ),
                ("error", models.CharField(blank=True, max_length=80)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="messaging.message"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["channel", "reference"],
                        name="attempt_reference",
                        condition=models.Q(("reference", ""), _negated=True),
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["open", "sent", "delivered", "unclear", "put_off", "failed"])
                        ),
                        name="attempt_outcome_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10, unique=True)),
                ("free_at", models.DateTimeField()),
            ],
        ),
    ]
