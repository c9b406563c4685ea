"""A payment is for a forum or for a session of a course, of the district or bureau and year of its money."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bkkplan.ground.core.db import demand_at_write


OF_A_FORUM = import_module("budget.migrations.0013_spending_keeps_its_promises").COST_IN_ITS_DISTRICT
NOT_OF_A_FORUM_ALONE = migrations.RunSQL(sql=OF_A_FORUM.reverse_sql, reverse_sql=OF_A_FORUM.sql)
BY_ITS_OWN_MONEY = demand_at_write(
    "cost_is_paid_by_money_of_its_place_and_year",
    table="budget_cost",
    columns="allocation_id, forum_id, session_id",
    refuse="""not exists (
        select 1 from budget_allocation purse
            join budget_appropriation source on source.id = purse.appropriation_id
            left join forums_forum forum on forum.id = new.forum_id
            left join communities_coursesession session on session.id = new.session_id
            left join communities_course course on course.id = session.course_id
            where purse.id = new.allocation_id
                and purse.district_id is not distinct from coalesce(forum.district_id, course.district_id)
                and source.fiscal_year = coalesce(forum.fiscal_year, course.fiscal_year))""",
    says="a forum or a training is paid for by money of its district or bureau and year",
)


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0016_trees_come_from_lists'),
        ('communities', '0013_trainings'),
        ('forums', '0014_sessions_keep_their_promises'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='cost',
            options={'verbose_name': 'ค่าใช้จ่ายของเวทีหรือการอบรม', 'verbose_name_plural': 'ค่าใช้จ่ายของเวทีหรือการอบรม'},
        ),
        migrations.AddField(
            model_name='cost',
            name='session',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='communities.coursesession', verbose_name='การอบรม'),
        ),
        migrations.AlterField(
            model_name='cost',
            name='forum',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='forums.forum', verbose_name='เวที'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('forum__isnull', False), ('session', None)), models.Q(('forum', None), ('session__isnull', False)), _connector='OR'), name='cost_is_of_one_thing'),
        ),
        NOT_OF_A_FORUM_ALONE,
        BY_ITS_OWN_MONEY,
    ]
