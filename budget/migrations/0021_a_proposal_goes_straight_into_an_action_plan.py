"""A district takes a proposal straight into an item of its action plan."""

import django.db.models.deletion
from django.db import migrations, models

from bkkplan.ground.core.db import demand_at_write

OF_ONE_DISTRICT = demand_at_write(
    "item_answers_proposals_of_its_district",
    table="budget_directinclusion",
    columns="reply_id, item_id",
    refuse="""(select proposal.district_id from forums_reply reply
            join forums_proposal proposal on proposal.id = reply.proposal_id where reply.id = new.reply_id)
        <> (select plan.district_id from budget_actionplanitem item
            join budget_actionplan plan on plan.id = item.plan_id where item.id = new.item_id)""",
    says="an item answers proposals of its own district",
)
SAID_SO = demand_at_write(
    "direct_inclusion_is_what_the_office_said",
    table="budget_directinclusion",
    columns="reply_id",
    refuse="(select kind from forums_reply where id = new.reply_id) <> 'taken_in'",
    says="the office said something else to the proposal",
)
OF_ONE_PLAN = demand_at_write(
    "direct_inclusion_is_in_an_edition_of_its_plan",
    table="budget_directinclusion",
    columns="edition_id, removed_in_id, item_id",
    refuse="""(select plan_id from budget_actionplanitem where id = new.item_id)
            <> (select plan_id from budget_actionplanedition where id = new.edition_id)
        or (select plan_id from budget_actionplanitem where id = new.item_id)
            <> (select plan_id from budget_actionplanedition where id = new.removed_in_id)""",
    says="the edition is of another plan than the item",
)


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0020_the_finance_section_keeps_a_register'),
        ('forums', '0008_a_district_takes_proposals_straight_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectInclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fits_mission', models.BooleanField(null=True, verbose_name='สอดคล้องกับภารกิจของสำนักงานเขต')),
                ('mission_reason', models.TextField(blank=True, verbose_name='เหตุผล')),
                ('fits_area_strategy', models.BooleanField(null=True, verbose_name='สอดคล้องกับยุทธศาสตร์การพัฒนาของพื้นที่')),
                ('area_reason', models.TextField(blank=True, verbose_name='เหตุผล')),
                ('fits_city_strategy', models.BooleanField(null=True, verbose_name='สอดคล้องกับยุทธศาสตร์การพัฒนากรุงเทพมหานคร')),
                ('city_reason', models.TextField(blank=True, verbose_name='เหตุผล')),
                ('made_item', models.BooleanField(default=False, editable=False)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='จำนวนเงิน (บาท)')),
                ('reason', models.TextField(blank=True, verbose_name='คำอธิบายถึงประชาชน')),
                ('removal_reason', models.TextField(blank=True, verbose_name='เหตุผลที่ถอนข้อเสนอ')),
            ],
            options={
                'verbose_name': 'การนำข้อเสนอเข้าแผนปฏิบัติราชการโดยตรง',
                'verbose_name_plural': 'การนำข้อเสนอเข้าแผนปฏิบัติราชการโดยตรง',
            },
        ),
        migrations.AddField(
            model_name='proposalstage',
            name='is_direct',
            field=models.BooleanField(default=False, verbose_name='เขตนำเข้าแผนปฏิบัติราชการโดยตรง'),
        ),
        migrations.AddConstraint(
            model_name='proposalstage',
            constraint=models.CheckConstraint(condition=models.Q(('is_direct', False), models.Q(('is_waiting', False), ('stage__gte', 3)), _connector='OR'), name='proposal_taken_straight_in_is_checked_and_does_not_wait'),
        ),
        migrations.AddField(
            model_name='directinclusion',
            name='area_node',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.strategynode', verbose_name='ยุทธศาสตร์ของพื้นที่ที่สอดคล้อง'),
        ),
        migrations.AddField(
            model_name='directinclusion',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='direct_inclusions', to='budget.actionplanedition'),
        ),
        migrations.AddField(
            model_name='directinclusion',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='direct_inclusions', to='budget.actionplanitem'),
        ),
        migrations.AddField(
            model_name='directinclusion',
            name='mission_node',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.strategynode', verbose_name='ภารกิจที่สอดคล้อง'),
        ),
        migrations.AddField(
            model_name='directinclusion',
            name='removed_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='direct_removals', to='budget.actionplanedition'),
        ),
        migrations.AddField(
            model_name='directinclusion',
            name='reply',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='direct_inclusion', to='forums.reply'),
        ),
        migrations.AddField(
            model_name='directinclusion',
            name='strategy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.strategynode', verbose_name='ยุทธศาสตร์ที่สอดคล้อง'),
        ),
        migrations.AddConstraint(
            model_name='directinclusion',
            constraint=models.CheckConstraint(condition=models.Q(('fits_area_strategy__isnull', False), ('fits_city_strategy__isnull', False), ('fits_mission__isnull', False), models.Q(('fits_mission', True), models.Q(('mission_reason', ''), _negated=True), _connector='OR'), models.Q(('fits_area_strategy', True), models.Q(('area_reason', ''), _negated=True), _connector='OR'), models.Q(('fits_city_strategy', True), models.Q(('city_reason', ''), _negated=True), _connector='OR')), name='direct_inclusion_has_three_answers_and_reasons', violation_error_message='ต้องตอบให้ครบสามข้อ และข้อที่ตอบว่าไม่สอดคล้องต้องมีเหตุผล'),
        ),
        migrations.AddConstraint(
            model_name='directinclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fits_area_strategy', True), ('fits_city_strategy', True), ('fits_mission', True)), models.Q(('reason', ''), _negated=True), _connector='OR'), name='direct_inclusion_against_a_no_is_explained', violation_error_message='ต้องอธิบายว่าเหตุใดจึงนำเข้าแผนแม้มีข้อที่ไม่สอดคล้อง'),
        ),
        migrations.AddConstraint(
            model_name='directinclusion',
            constraint=models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gt', 0), _connector='OR'), name='amount_of_a_direct_inclusion_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='directinclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_in__isnull', True), ('removal_reason', '')), models.Q(('removed_in__isnull', False), models.Q(('removal_reason', ''), _negated=True)), _connector='OR'), name='removed_direct_inclusion_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        OF_ONE_DISTRICT,
        SAID_SO,
        OF_ONE_PLAN,
    ]
