"""Areas are read in the order of their places: by code, then by the area itself."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('risk', "0006_editions_brought_in"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='sourcearea',
            options={'ordering': ('code', 'key', 'since_at')},
        ),
        migrations.RemoveIndex(
            model_name='sourcearea',
            name='area_code',
        ),
        migrations.AddIndex(
            model_name='sourcearea',
            index=models.Index(fields=['code', 'key', 'since_at'], name='area_place'),
        ),
    ]
