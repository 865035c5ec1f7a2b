import django.db.models.deletion
from django.db import migrations, models

import gridward.core.crypto
import gridward.core.scope


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0004_encrypt_files_of_imports"),
    ]

    operations = [
        migrations.AddField("import", "returned", models.PositiveIntegerField(default=0)),
        migrations.AddField("import", "blank", models.PositiveIntegerField(default=0)),
        migrations.AddField("importrow", "submission_id", models.UUIDField(null=True)),
        migrations.AlterField(
            "importrow",
            "outcome",
            models.CharField(
                choices=[
                    ("added", "Added"),
                    ("returned", "Kept, to be mended"),
                    ("unchanged", "Already there"),
                    ("refused", "Refused"),
                    ("blank", "Not a record"),
                    ("mended", "Mended by a later list"),
                    ("undone", "Undone"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="PushedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", gridward.core.scope.PathField(db_collation="C", max_length=64)),
                ("source", models.CharField(max_length=80)),
                ("batch", models.CharField(blank=True, max_length=40)),
                ("category", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(db_collation="C", max_length=50)),
                ("document_no", gridward.core.crypto.EncryptedTextField(blank=True)),
                ("document_digest", gridward.core.crypto.DigestField(blank=True, default="", max_length=32)),
                ("phone", gridward.core.crypto.EncryptedTextField(blank=True)),
                ("phone_digest", gridward.core.crypto.DigestField(blank=True, default="", max_length=32)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("place_text", models.CharField(blank=True, max_length=200)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("pushed_at", models.DateTimeField()),
                ("household", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="pushed", to="roster.household")),
                ("imported_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="roster.import")),
                ("person", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="pushed", to="roster.person")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["path", "id"], name="pushed_path"),
                    models.Index(fields=["document_digest"], name="pushed_document"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="pushed_days_forwards",
                    ),
                ],
            },
        ),
        gridward.core.scope.RowSecurity("roster_pushedentry"),
    ]
