from django.db import migrations, models

import gridward.core.crypto
import gridward.core.scope


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0005_survey_rows_and_pushed_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_type", models.CharField(max_length=10)),
                ("subject_id", models.BigIntegerField()),
                ("path", gridward.core.scope.PathField(db_collation="C", max_length=64)),
                ("was", gridward.core.crypto.EncryptedTextField()),
                ("became", gridward.core.crypto.EncryptedTextField()),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="correction_subject")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("undone_at", None), ("undone_by", None))
                        | models.Q(("undone_at__isnull", False)),
                        name="correction_undone_with_time",
                    )
                ],
            },
        ),
        gridward.core.scope.RowSecurity("roster_correction"),
    ]
