# Every act has its person. The actions have always written both, so no row is in the way; should one that was written by hand
# lack its person, PostgreSQL names the rule, and this migration changes nothing.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_acting_is_named_by_its_order'),
        ('districts', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_end_is_signed',
        ),
        migrations.RemoveConstraint(
            model_name='destructionlist',
            name='approved_destruction_names_its_decision',
        ),
        migrations.RemoveConstraint(
            model_name='destructionlist',
            name='destruction_is_signed',
        ),
        migrations.RemoveConstraint(
            model_name='destructionlist',
            name='destruction_needs_four_eyes',
        ),
        migrations.AlterField(
            model_name='onetimelink',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='assignment_end_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='destructionlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'proposed'), _negated=True), ('approved_at__isnull', False), ('approved_by__isnull', False)), models.Q(('state', 'proposed'), ('approved_at__isnull', True), ('approved_by__isnull', True)), _connector='OR'), name='approved_destruction_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='destructionlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('committee', ''), ('decided_on', None), ('decision_number', ''), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_on__isnull', False), models.Q(('committee', ''), _negated=True), models.Q(('decision_number', ''), _negated=True)), _connector='OR'), name='approved_destruction_names_its_decision'),
        ),
        migrations.AddConstraint(
            model_name='destructionlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'destroyed'), ('destroyed_at__isnull', False), ('destroyed_by__isnull', False)), models.Q(models.Q(('state', 'destroyed'), _negated=True), ('destroyed_at__isnull', True), ('destroyed_by__isnull', True)), _connector='OR'), name='destruction_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='destructionlist',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', models.F('destroyed_by')), _negated=True), name='destruction_needs_four_eyes'),
        ),
    ]
