import django.db.models.deletion
import gridward.core.crypto
import gridward.core.scope
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('canvass', '0002_campaigns_work_and_reports'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='channel',
            field=models.CharField(choices=[('door', 'At the door'), ('phone', 'By phone'), ('self', 'Self-report'), ('paper', 'On paper'), ('group', 'Group message')], max_length=8),
        ),
        migrations.AlterField(
            model_name='rounditem',
            name='channel',
            field=models.CharField(blank=True, choices=[('door', 'At the door'), ('phone', 'By phone'), ('self', 'Self-report'), ('paper', 'On paper'), ('group', 'Group message')], max_length=8),
        ),
        migrations.CreateModel(
            name='Discrepancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=48, unique=True)),
                ('kind', models.CharField(choices=[('listed_silent', 'On a list from above, never heard of here'), ('trip_denied', 'Says no journey, the list has one'), ('place_differs', 'Names another place than the list'), ('home_listed', 'At home here on a day the list has them elsewhere'), ('size_differs', 'Numbers of people differ'), ('phone_differs', 'Phone numbers differ'), ('empty_door', 'Reported from a door found empty'), ('ill_differs', 'Illness seen at the door, none reported')], max_length=16)),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('person_id', models.BigIntegerField(null=True)),
                ('household_id', models.BigIntegerField(null=True)),
                ('entry_id', models.BigIntegerField(null=True)),
                ('sides', gridward.core.crypto.EncryptedTextField()),
                ('seal', models.CharField(max_length=32)),
                ('state', models.CharField(choices=[('open', 'To be cleared up'), ('explained', 'Explained'), ('resolved', 'Put right')], default='open', max_length=10)),
                ('found_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'state', 'kind'], name='discrepancy_path'), models.Index(fields=['person_id'], name='discrepancy_person'), models.Index(fields=['household_id'], name='discrepancy_household')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='discrepancy_cleared_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='GroupChat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('name', models.CharField(max_length=80)),
                ('estate', models.CharField(blank=True, max_length=60)),
                ('building', models.CharField(blank=True, max_length=20)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.BigIntegerField(null=True)),
                ('pasted_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('path', 'name'), name='one_group_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('person_id', models.BigIntegerField(null=True)),
                ('entry_id', models.BigIntegerField(null=True)),
                ('household_id', models.BigIntegerField(null=True)),
                ('by_self', models.BooleanField(default=False)),
                ('by_door', models.BooleanField(default=False)),
                ('by_list', models.BooleanField(default=False)),
                ('contradicts', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['path'], name='reconciliation_path')],
                'constraints': [models.UniqueConstraint(fields=('person_id',), name='one_reconciliation_per_person'), models.UniqueConstraint(fields=('entry_id',), name='one_reconciliation_per_entry'), models.CheckConstraint(condition=models.Q(models.Q(('entry_id__isnull', False), ('person_id', None)), models.Q(('entry_id', None), ('person_id__isnull', False)), _connector='OR'), name='reconciliation_of_one')],
            },
        ),
        migrations.CreateModel(
            name='GroupCheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', gridward.core.scope.PathField(db_collation='C', max_length=64)),
                ('line_digest', models.CharField(max_length=32)),
                ('part', models.PositiveSmallIntegerField(default=0)),
                ('position', models.PositiveIntegerField()),
                ('raw', gridward.core.crypto.EncryptedTextField()),
                ('speaker', gridward.core.crypto.EncryptedTextField(blank=True)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('check_in', 'Check-in'), ('correction', 'Correction'), ('question', 'Question or report about others'), ('chatter', 'Only talk')], max_length=10)),
                ('estate', models.CharField(blank=True, max_length=60)),
                ('building', models.CharField(blank=True, max_length=20)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('room', models.CharField(blank=True, max_length=20)),
                ('household_id', models.BigIntegerField(null=True)),
                ('code', models.CharField(blank=True, max_length=32)),
                ('people', models.PositiveSmallIntegerField(null=True)),
                ('phone', gridward.core.crypto.EncryptedTextField(blank=True)),
                ('name', gridward.core.crypto.EncryptedTextField(blank=True)),
                ('heat', models.FloatField(null=True)),
                ('flags', models.JSONField(default=list)),
                ('confidence', models.PositiveSmallIntegerField()),
                ('because', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('waiting', 'To be looked at'), ('accepted', 'Taken as check-in'), ('skipped', 'Skipped'), ('repeated', 'Said before'), ('replaced', 'Corrected later in the chat'), ('talk', 'Only talk')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='canvass.groupchat')),
            ],
            options={
                'indexes': [models.Index(fields=['chat', 'state', 'position'], name='group_review'), models.Index(fields=['household_id', 'at'], name='group_household')],
                'constraints': [models.UniqueConstraint(fields=('chat', 'line_digest', 'part'), name='one_reading_per_line_and_door'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), models.Q(('decided_at__isnull', False), ('household_id__isnull', False)), _connector='OR'), name='group_accepted_with_door')],
            },
        ),
        gridward.core.scope.RowSecurity("canvass_discrepancy"),
        gridward.core.scope.RowSecurity("canvass_groupchat"),
        gridward.core.scope.RowSecurity("canvass_reconciliation"),
        gridward.core.scope.RowSecurity("canvass_groupcheckin"),
    ]
