from django.db import migrations

import gridward.core.crypto


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0002_names_searchable_behind_row_security"),
    ]

    operations = [
        migrations.AlterField(
            model_name="import",
            name="content",
            field=gridward.core.crypto.EncryptedBinaryField(null=True),
        ),
    ]
