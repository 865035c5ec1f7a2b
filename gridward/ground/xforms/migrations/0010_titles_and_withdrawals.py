from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('xforms', '0009_quick_storage'),
    ]

    operations = [
        migrations.AddField(
            model_name='form',
            name='titles',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name='version',
            name='titles',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name='version',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
    ]
