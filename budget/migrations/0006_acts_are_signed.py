# Every act has its person. The actions have always written both, so no row is in the way; should one that was written by hand
# lack its person, PostgreSQL names the rule, and this migration changes nothing.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0005_texts_are_cleaned'),
        ('communities', '0009_acts_are_signed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='actionplanedition',
            name='approved_edition_is_signed',
        ),
        migrations.RemoveConstraint(
            model_name='actionplanedition',
            name='submitted_edition_has_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='actionplanedition',
            name='edition_sent_back_has_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='actionplanedition',
            name='discarded_amendment_has_its_moment',
        ),
        migrations.RemoveConstraint(
            model_name='actionplanitem',
            name='dropped_item_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='consistencycheck',
            name='finished_check_has_three_answers_and_an_outcome',
        ),
        migrations.RemoveConstraint(
            model_name='inclusion',
            name='ended_inclusion_has_a_day_and_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='inclusion',
            name='removed_inclusion_has_a_reason',
        ),
        migrations.AlterField(
            model_name='actionplan',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='actionplanedition',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='inclusion',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='itemchange',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='actionplanedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), ('approved_at__isnull', False), ('approved_by__isnull', False), ('approved_on__isnull', False)), models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_at__isnull', True), ('approved_by__isnull', True), ('approved_on__isnull', True), ('approved_through__isnull', True)), _connector='OR'), name='approved_edition_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='actionplanedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True), ('submitted_on__isnull', True), ('submitted_through__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False), ('submitted_on__isnull', False)), _connector='OR'), name='submitted_edition_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='actionplanedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_by__isnull', True), ('returned_on__isnull', True), ('return_reason', '')), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), ('returned_on__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='edition_sent_back_is_signed_and_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='actionplanedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'discarded'), ('discarded_at__isnull', False), ('discarded_by__isnull', False)), models.Q(models.Q(('state', 'discarded'), _negated=True), ('discarded_at__isnull', True), ('discarded_by__isnull', True)), _connector='OR'), name='discarded_amendment_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='actionplanedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'discarded'), _negated=True), ('number__gt', 0), _connector='OR'), name='first_edition_is_never_discarded'),
        ),
        migrations.AddConstraint(
            model_name='actionplanitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dropped_in__isnull', True), ('drop_reason', '')), models.Q(('dropped_in__isnull', False), models.Q(('drop_reason', ''), _negated=True)), _connector='OR'), name='dropped_item_has_a_reason', violation_error_message='การตัดโครงการออกจากแผนต้องมีเหตุผล'),
        ),
        migrations.AddConstraint(
            model_name='consistencycheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('checked_by__isnull', True), ('checked_on__isnull', True)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('checked_on__isnull', False)), _connector='OR'), name='finished_check_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='consistencycheck',
            constraint=models.CheckConstraint(condition=models.Q(('checked_on', None), models.Q(('fits_area_strategy__isnull', False), ('fits_city_strategy__isnull', False), ('fits_mission__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='finished_check_has_three_answers_and_an_outcome', violation_error_message='ต้องตอบให้ครบสามข้อและเลือกผลการพิจารณา'),
        ),
        migrations.AddConstraint(
            model_name='inclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_on__isnull', True), ('ended_reason', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('ended_on__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='ended_inclusion_is_signed_and_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='inclusion',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('included_on')), _connector='OR'), name='inclusion_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='inclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_in__isnull', True), ('removal_reason', '')), models.Q(('removed_in__isnull', False), models.Q(('removal_reason', ''), _negated=True)), _connector='OR'), name='removed_inclusion_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
    ]
