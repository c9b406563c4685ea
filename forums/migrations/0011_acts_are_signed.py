# Every act has its person. The actions have always written both, save for one: who finished a forum's results stood only in the
# log at first, and is taken from there. Should another row lack its person, PostgreSQL names the rule, and this migration
# changes nothing.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def take_the_recorders_from_the_log(apps, schema_editor):
    Forum, Entry = apps.get_model("forums", "Forum"), apps.get_model("audit", "Entry")
    for forum in Forum.objects.filter(recorded_on__isnull=False, recorded_by=None):
        told = Entry.objects.filter(
            target_type="forums.forum", target_id=str(forum.pk),
            verb__in=["forums.results_recorded", "forums.forum_published"], actor__isnull=False,
        )
        # The newest of those who said that the results are complete; whoever published them without that said it then.
        last = told.filter(verb="forums.results_recorded").order_by("-at", "-pk").first() or told.order_by("-at").first()
        if last is not None:
            Forum.objects.filter(pk=forum.pk).update(recorded_by=last.actor_id)
    # The keys of the rows just written are checked now: a table with checks that wait cannot be altered.
    schema_editor.execute("set constraints all immediate")
    schema_editor.execute("set constraints all deferred")


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0003_a_name_may_be_forgotten"),
        ('communities', '0009_acts_are_signed'),
        ('districts', '0001_initial'),
        ('forums', '0010_adoption_meeting_is_a_community_assembly'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(take_the_recorders_from_the_log, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='forum',
            name='published_forum_is_signed_and_free_of_personal_data',
        ),
        migrations.RemoveConstraint(
            model_name='forum',
            name='ended_forum_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='standing_proposal_was_removed_by_nobody',
        ),
        migrations.RemoveConstraint(
            model_name='uptake',
            name='ended_uptake_has_a_day_and_a_reason',
        ),
        migrations.AlterField(
            model_name='adoptionmeeting',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='forum',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='postponement',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='uptake',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_by__isnull', True), ('recorded_on__isnull', True), ('recorded_through__isnull', True)), models.Q(('recorded_by__isnull', False), ('recorded_on__isnull', False)), _connector='OR'), name='recording_of_results_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'withdrawn']), ('published_at__isnull', False), ('published_by__isnull', False), ('published_on__isnull', False)), models.Q(models.Q(('state__in', ['published', 'withdrawn']), _negated=True), ('published_at__isnull', True), ('published_by__isnull', True), ('published_on__isnull', True), ('published_through__isnull', True)), _connector='OR'), name='published_forum_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'withdrawn']), _negated=True), ('is_free_of_personal_data', True), _connector='OR'), name='published_forum_is_free_of_personal_data'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['withdrawn', 'cancelled']), models.Q(('ending_reason', ''), _negated=True)), models.Q(models.Q(('state__in', ['withdrawn', 'cancelled']), _negated=True), ('ending_reason', '')), _connector='OR'), name='ended_forum_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_by__isnull', True), ('removed_on__isnull', True)), models.Q(('removed_by__isnull', False), ('removed_on__isnull', False)), _connector='OR'), name='removal_of_a_proposal_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='uptake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_on__isnull', True), ('ended_reason', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('ended_on__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='ended_uptake_is_signed_and_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
    ]
