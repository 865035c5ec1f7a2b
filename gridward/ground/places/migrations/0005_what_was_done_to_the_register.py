import gridward.core.scope
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0004_estates_behind_the_second_wall'),
    ]

    operations = [
        migrations.CreateModel(
            name='EstateDeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('kind', models.CharField(choices=[('added', 'Line added'), ('changed', 'Line corrected'), ('ended', 'Line ended'), ('imported', 'List brought in')], max_length=10)),
                ('rows', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=150)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.BigIntegerField(null=True)),
                ('undone_by_name', models.CharField(blank=True, max_length=150)),
            ],
            options={
                'ordering': ('-at', '-pk'),
                'indexes': [models.Index(fields=['path', '-at'], name='places_deeds_of_a_path')],
                'constraints': [models.CheckConstraint(condition=models.Q(('undone_at__isnull', False), models.Q(('undone_by', None), ('undone_by_name', '')), _connector='OR'), name='estate_deed_undone_by_somebody')],
            },
        ),
        gridward.core.scope.RowSecurity("places_estatedeed"),
    ]
