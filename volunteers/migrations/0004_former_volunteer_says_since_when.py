"""Without the day, nobody could say when the file of a former volunteer has to go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0003_left_by_today")]
    operations = [
        migrations.AddConstraint(
            model_name="volunteer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "left"), _negated=True), ("left_on__isnull", False), _connector="OR"
                ),
                name="former_volunteer_says_since_when",
            ),
        ),
    ]
