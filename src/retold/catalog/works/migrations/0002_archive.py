"""The archive gets its own number once, when its tables are made."""

from django.db import migrations

from retold.lib.public_ids import new_archive_number


def number_the_archive(apps, schema_editor):
    archives = apps.get_model("works", "Archive").objects.using(schema_editor.connection.alias)
    archives.get_or_create(id=1, defaults={"number": new_archive_number()})


class Migration(migrations.Migration):
    dependencies = [("works", "0001_initial")]
    operations = [migrations.RunPython(number_the_archive, migrations.RunPython.noop)]
