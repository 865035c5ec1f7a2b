"""Areas are intervals between moments of lists, made out of what the lists say word for word."""

from django.db import migrations, models

# Until now a list and its areas were known by days only, and the words of its rows in one column.
FILL = """
UPDATE risk_arealist SET series = scheme;
UPDATE risk_sourcearea AS a SET
  series = a.scheme,
  since_at = l.listed_at,
  until_at = greatest(a.valid_to::timestamp AT TIME ZONE 'Asia/Shanghai', l.listed_at + interval '1 hour'),
  valid_to = greatest(a.valid_to, a.valid_from + 1)
FROM risk_arealist AS l WHERE l.id = a.first_list_id;
INSERT INTO risk_sighting (series, written, key, level, scheme, province, city, county, text, row, first_at, gone_at)
SELECT series, md5(id || key), key, level, scheme, name, '', '', text, '', since_at, until_at
FROM risk_sourcearea;
"""
LEVELS = [("high", "High risk"), ("medium", "Medium risk"), ("low", "Low risk"), ("listed", "Named by a notice")]
BOUNDARIES = [
    ("division", "A division"), ("street", "A township or street"), ("village", "A village or community"),
    ("remainder", "The rest of a division"), ("estate", "An estate or site"), ("building", "Buildings"),
    ("bounded", "Bounded by roads"), ("description", "Described in words"),
]


class Migration(migrations.Migration):
    dependencies = [("risk", "0003_runs_and_objections")]

    operations = [
        migrations.RemoveConstraint("arealist", "one_list_per_moment"),
        migrations.RemoveConstraint("sourcearea", "one_level_per_area"),
        migrations.RemoveConstraint("sourcearea", "area_valid_forwards"),
        migrations.AddField("arealist", "series", models.CharField(default="", max_length=40), preserve_default=False),
        migrations.AddField("arealist", "derived", models.BooleanField(default=False)),
        migrations.AddField("arealist", "publisher", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
        migrations.AddField("arealist", "rows", models.PositiveIntegerField(default=0)),
        migrations.AddField("sourcearea", "series", models.CharField(default="", max_length=40), preserve_default=False),
        migrations.AddField("sourcearea", "boundary", models.CharField(choices=BOUNDARIES, default="description", max_length=12)),
        migrations.AddField("sourcearea", "since_at", models.DateTimeField(null=True)),
        migrations.AddField("sourcearea", "until_at", models.DateTimeField(null=True)),
        migrations.AddField("sourcearea", "flaps", models.JSONField(default=list)),
        migrations.RemoveField("sourcearea", "last_list"),
        migrations.AlterField("sourcearea", "name", models.TextField()),
        migrations.AlterField("sourcearea", "text", models.TextField(blank=True)),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=40)),
                ("written", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=32)),
                ("level", models.CharField(choices=LEVELS, max_length=8)),
                ("scheme", models.CharField(max_length=40)),
                ("province", models.TextField(blank=True)),
                ("city", models.TextField(blank=True)),
                ("county", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("row", models.CharField(max_length=40)),
                ("first_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("sourcearea", "since_at", models.DateTimeField()),
        migrations.AddConstraint("arealist", models.UniqueConstraint(fields=["series", "listed_at"], name="one_list_per_moment")),
        migrations.AddConstraint("sourcearea", models.UniqueConstraint(condition=models.Q(until_at=None), fields=["series", "key", "level"], name="one_open_area_per_level")),
        migrations.AddConstraint("sourcearea", models.CheckConstraint(condition=models.Q(until_at=None) | models.Q(until_at__gt=models.F("since_at")), name="area_moments_forwards")),
        migrations.AddConstraint("sourcearea", models.CheckConstraint(condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")), name="area_valid_forwards")),
        migrations.AddIndex("sourcearea", models.Index(fields=["since_at", "until_at"], name="area_moments")),
        migrations.AddIndex("sourcearea", models.Index(fields=["key"], name="area_key")),
        migrations.AddIndex("sighting", models.Index(fields=["series", "first_at", "gone_at"], name="sighting_moments")),
        migrations.AddIndex("sighting", models.Index(fields=["key"], name="sighting_key")),
        migrations.AddConstraint("sighting", models.UniqueConstraint(fields=["series", "written", "first_at"], name="one_sighting_per_beginning")),
        migrations.AddConstraint("sighting", models.CheckConstraint(condition=models.Q(gone_at=None) | models.Q(gone_at__gt=models.F("first_at")), name="sighting_forwards")),
    ]
