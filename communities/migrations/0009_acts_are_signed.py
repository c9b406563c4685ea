# Every act has its person. The actions have always written both, so no row is in the way; should one that was written by hand
# lack its person, PostgreSQL names the rule, and this migration changes nothing.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0008_entries_begin_with_the_first_standing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='planadoption',
            name='cancelled_adoption_has_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='planadoption',
            name='adoption_is_cancelled_after_it_happened',
        ),
        migrations.RemoveConstraint(
            model_name='planrevision',
            name='revision_that_left_draft_was_submitted',
        ),
        migrations.RemoveConstraint(
            model_name='planrevision',
            name='returned_revision_has_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='planrevision',
            name='returned_revision_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='planrevision',
            name='confirmed_revision_has_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='planrevision',
            name='withdrawn_confirmation_has_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='planrevision',
            name='confirmation_is_withdrawn_after_it_was_given',
        ),
        migrations.RemoveConstraint(
            model_name='registerimport',
            name='register_import_is_done_when_confirmed',
        ),
        migrations.AlterField(
            model_name='communitysuccession',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='plan',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='planadoption',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='planrevision',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='planadoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_by__isnull', True), ('cancelled_on__isnull', True), ('cancel_reason', '')), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), ('cancelled_on__isnull', False), models.Q(('cancel_reason', ''), _negated=True)), _connector='OR'), name='cancelled_adoption_is_signed_and_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='planadoption',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_on', None), ('cancelled_on__gte', models.F('adopted_on')), _connector='OR'), name='adoption_is_cancelled_after_it_happened'),
        ),
        migrations.AddConstraint(
            model_name='planproblem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='removal_of_a_problem_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='planproject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='removal_of_a_project_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='planrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'draft'), _negated=True), ('submitted_at__isnull', False), ('submitted_by__isnull', False), ('submitted_on__isnull', False)), models.Q(('state', 'draft'), ('submitted_at__isnull', True), ('submitted_by__isnull', True), ('submitted_on__isnull', True), ('submitted_through__isnull', True)), _connector='OR'), name='revision_that_left_draft_was_submitted', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='planrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), ('returned_at__isnull', False), ('returned_by__isnull', False), ('returned_on__isnull', False), models.Q(('return_reason', ''), _negated=True)), models.Q(models.Q(('state', 'returned'), _negated=True), ('returned_at__isnull', True), ('returned_by__isnull', True), ('returned_on__isnull', True), ('return_reason', '')), _connector='OR'), name='returned_revision_is_signed_and_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='planrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('confirmed_on__isnull', False)), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('confirmed_on__isnull', True), ('confirmed_through__isnull', True)), _connector='OR'), name='confirmed_revision_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='planrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmation_withdrawn_at__isnull', True), ('confirmation_withdrawn_by__isnull', True), ('confirmation_withdrawn_on__isnull', True), ('withdrawal_reason', '')), models.Q(('confirmation_withdrawn_at__isnull', False), ('confirmation_withdrawn_by__isnull', False), ('confirmation_withdrawn_on__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='withdrawn_confirmation_is_signed_and_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='planrevision',
            constraint=models.CheckConstraint(condition=models.Q(('confirmation_withdrawn_on', None), models.Q(('confirmation_withdrawn_on__gte', models.F('confirmed_on')), ('confirmed_on__isnull', False)), _connector='OR'), name='confirmation_is_withdrawn_after_it_was_given'),
        ),
        migrations.AddConstraint(
            model_name='registerimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('confirmed_at', None), ('confirmed_by', None)), _connector='OR'), name='register_import_is_done_when_confirmed'),
        ),
    ]
