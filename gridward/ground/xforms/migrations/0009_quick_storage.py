import django.db.models.deletion
from django.db import migrations, models

# Encrypted content cannot be compressed; trying costs more than storing it.
_PLAIN = """
ALTER TABLE xforms_submission ALTER COLUMN xml SET STORAGE EXTERNAL;
ALTER TABLE xforms_attachment ALTER COLUMN content SET STORAGE EXTERNAL"""
_BACK = """
ALTER TABLE xforms_submission ALTER COLUMN xml SET STORAGE EXTENDED;
ALTER TABLE xforms_attachment ALTER COLUMN content SET STORAGE EXTENDED"""


class Migration(migrations.Migration):

    dependencies = [
        ('xforms', '0008_corrections'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='awaiting',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='deprecates',
            field=models.CharField(blank=True, db_default='', max_length=80),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='submission',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='xforms.submission'),
        ),
        migrations.AlterField(
            model_name='submission',
            name='instance_id',
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name='submission',
            name='version',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='xforms.version'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('awaiting__isnull', False)), fields=['awaiting'], name='submission_awaiting'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('instance_id',), name='one_submission_per_instance'),
        ),
        migrations.RunSQL(_PLAIN, _BACK),
    ]
