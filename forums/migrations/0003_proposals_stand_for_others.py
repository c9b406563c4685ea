"""Proposals that were merged or split stay, and others of the same district stand for them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bkkplan.ground.core.rows.db import demand_at_commit, demand_at_write

IN_ONE_DISTRICT = demand_at_write(
    "succession_stays_in_one_district",
    table="forums_succession",
    columns="proposal_id, into_id",
    refuse="""(select district_id from forums_proposal where id = new.proposal_id)
        <> (select district_id from forums_proposal where id = new.into_id)""",
    says="a proposal stands for others of its district",
)

STANDS_THERE = demand_at_commit(
    "proposal_that_stands_for_others_is_not_removed",
    body="""
        begin
            if exists (
                select 1 from forums_succession succession
                join forums_proposal heir on heir.id = succession.into_id
                where heir.id = new.id and succession.ended_on is null and heir.removed_on is not null
            ) then
                raise exception 'proposal % stands for others and was removed', new.id
                    using errcode = 'check_violation', constraint = 'proposal_that_stands_for_others_is_not_removed';
            end if;
            return null;
        end
    """,
    watched={"forums_proposal": "update of removed_on"},
)


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0002_proposals_and_sessions_keep_their_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='is_part',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merged', 'รวมกับข้อเสนออื่น'), ('split', 'แยกเป็นหลายข้อเสนอ')], max_length=8, verbose_name='วิธี')),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_reason', models.TextField(blank=True, verbose_name='เหตุผล')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='forums.proposal')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='forums.proposal')),
            ],
            options={
                'verbose_name': 'การรวมและแยกข้อเสนอ',
                'verbose_name_plural': 'การรวมและแยกข้อเสนอ',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('proposal', 'into'), name='proposal_stands_once_for_another'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('kind', 'merged')), fields=('proposal',), name='proposal_is_merged_into_one'), models.CheckConstraint(condition=models.Q(('proposal', models.F('into')), _negated=True), name='proposal_does_not_stand_for_itself'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_on__isnull', True), ('ended_reason', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('ended_on__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='ended_succession_is_signed_and_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด')],
            },
        ),
        IN_ONE_DISTRICT,
        STANDS_THERE,
    ]
