"""An adoption begins at an hour, may be retired or taken back, and names its order in full."""

from django.db import migrations, models

# What stood before was a day; what the order said besides its title was not asked for.
FILL = """
UPDATE risk_policyadoption SET
  starts_at = greatest(valid_from::timestamp AT TIME ZONE 'Asia/Shanghai', adopted_at),
  ends_at = NULL, isolates = true,
  basis_number = '未单独记录', basis_clause = '未单独记录', basis_decided_by = adopted_by_name
"""


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_areas_policies_classes")]

    operations = [
        migrations.RemoveConstraint("policyadoption", "no_policy_without_legal_basis"),
        migrations.RemoveConstraint("policyadoption", "adoption_valid_forwards"),
        migrations.RemoveIndex("policyadoption", "adoption_path"),
        migrations.AddField("policyadoption", "starts_at", models.DateTimeField(null=True)),
        migrations.AddField("policyadoption", "ends_at", models.DateTimeField(null=True)),
        migrations.AddField("policyadoption", "isolates", models.BooleanField(default=True), preserve_default=False),
        migrations.AddField("policyadoption", "basis_number", models.CharField(blank=True, default="", max_length=100), preserve_default=False),
        migrations.AddField("policyadoption", "basis_clause", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
        migrations.AddField("policyadoption", "basis_decided_by", models.CharField(blank=True, default="", max_length=150), preserve_default=False),
        migrations.AddField("policyadoption", "retired_by", models.BigIntegerField(null=True)),
        migrations.AddField("policyadoption", "retired_by_name", models.CharField(blank=True, default="", max_length=150), preserve_default=False),
        migrations.AddField("policyadoption", "retired_reason", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("policyadoption", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField("policyadoption", "withdrawn_by", models.BigIntegerField(null=True)),
        migrations.AddField("policyadoption", "withdrawn_by_name", models.CharField(blank=True, default="", max_length=150), preserve_default=False),
        migrations.AddField("policyadoption", "withdrawn_reason", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("policyadoption", "starts_at", models.DateTimeField()),
        migrations.RemoveField("policyadoption", "valid_from"),
        migrations.RemoveField("policyadoption", "valid_to"),
        migrations.AddIndex("policyadoption", models.Index(fields=["path", "starts_at"], name="adoption_path")),
        migrations.AddConstraint("policyadoption", models.CheckConstraint(condition=models.Q(("legal_basis", ""), _negated=True), name="no_policy_without_legal_basis")),
        migrations.AddConstraint("policyadoption", models.CheckConstraint(condition=models.Q(isolates=False) | ~(models.Q(basis_number="") | models.Q(basis_clause="") | models.Q(basis_decided_by="")), name="no_isolation_without_an_order")),
        migrations.AddConstraint("policyadoption", models.CheckConstraint(condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"), name="adoption_valid_forwards")),
        migrations.AddConstraint("policyadoption", models.CheckConstraint(condition=models.Q(("withdrawn_at", None), ("withdrawn_at__lt", models.F("starts_at")), _connector="OR"), name="adoption_withdrawn_before")),
    ]
