"""A number that only grows: a database in which it went back is a restored one (`piano.messaging.mark`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("messaging", "0019_letters_come_back")]

    operations = [migrations.RunSQL("CREATE SEQUENCE messaging_mark", "DROP SEQUENCE messaging_mark")]
