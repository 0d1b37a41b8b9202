"""`Measure` of a concept is `ConceptMeasure` in the code. Its table keeps its name, so that code of before still finds it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("quarters", "0037_qualification")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Measure", "ConceptMeasure"),
                migrations.AlterModelTable("ConceptMeasure", "quarters_measure"),
            ]
        )
    ]
