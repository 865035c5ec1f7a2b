from django.db import migrations

import gridward.core.crypto


class Migration(migrations.Migration):
    dependencies = [
        ("xforms", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="content",
            field=gridward.core.crypto.EncryptedBinaryField(),
        ),
    ]
