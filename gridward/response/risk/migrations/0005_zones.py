"""Zones with their levels over time, their buildings and the evidence to lift them."""

import django.db.models.deletion
import gridward.core.scope
from django.db import migrations, models

from gridward.core.scope import RowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('risk', '0004_areas_as_intervals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('scheme', models.CharField(max_length=40)),
                ('level', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=120)),
                ('boundary', models.JSONField()),
                ('since_at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'lifted_at'], name='zone_path')],
                'constraints': [models.CheckConstraint(condition=models.Q(('lifted_at', None), ('lifted_at__gt', models.F('since_at')), _connector='OR'), name='zone_forwards')],
            },
        ),
        migrations.CreateModel(
            name='ZoneEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('kind', models.CharField(choices=[('no_case', 'A positive'), ('contacts', 'Contacts'), ('round', 'A full round of tests')], max_length=10)),
                ('on', models.DateField()),
                ('holds', models.BooleanField(default=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('noted_by', models.BigIntegerField(null=True)),
                ('noted_by_name', models.CharField(max_length=150)),
                ('noted_at', models.DateTimeField()),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='risk.zone')),
            ],
            options={
                'ordering': ('on', 'pk'),
                'indexes': [models.Index(fields=['path'], name='zoneevidence_path')],
            },
        ),
        migrations.CreateModel(
            name='ZoneStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('deed', models.CharField(choices=[('drawn', 'Drawn'), ('raised', 'Raised'), ('lowered', 'Lowered'), ('extended', 'Extended'), ('lifted', 'Lifted')], max_length=10)),
                ('level', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('document', models.CharField(blank=True, max_length=300)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('overriding', models.BooleanField(default=False)),
                ('checks', models.JSONField(default=list)),
                ('decided_by', models.BigIntegerField()),
                ('decided_by_name', models.CharField(max_length=150)),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='risk.zone')),
            ],
            options={
                'ordering': ('at', 'pk'),
                'indexes': [models.Index(fields=['path'], name='zonestage_path')],
                'constraints': [models.CheckConstraint(condition=models.Q(('overriding', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='overriding_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ZoneUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('estate', models.CharField(blank=True, max_length=60)),
                ('building', models.CharField(blank=True, max_length=20)),
                ('since_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='risk.zone')),
            ],
            options={
                'indexes': [models.Index(fields=['path'], name='zoneunit_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('path', 'estate', 'building'), name='one_zone_per_building')],
            },
        ),
        RowSecurity("risk_zone"),
        RowSecurity("risk_zonestage"),
        RowSecurity("risk_zoneunit"),
        RowSecurity("risk_zoneevidence"),
    ]
