"""Assistants of committees, who write plans; nobody confirms a plan that was begun while they were its assistant."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bkkplan.ground.core.rows.db import demand_at_write

NOT_BY_AN_ASSISTANT = demand_at_write(
    "plan_is_confirmed_by_no_assistant_of_its_committee",
    table="communities_planrevision",
    columns="confirmed_by_id, confirmed_through_id",
    refuse="""exists (
        select 1 from communities_planassistant assistant
            join communities_committee committee on committee.id = assistant.committee_id
            join communities_plan plan on plan.community_id = committee.community_id
            where plan.id = new.plan_id and assistant.user_id in (new.confirmed_by_id, new.confirmed_through_id)
                and (assistant.ends_on is null
                    or assistant.ends_on >= (plan.created_at at time zone 'Asia/Bangkok')::date)
                and not exists (
                    select 1 from communities_committee later
                        where later.community_id = committee.community_id and later.term_no > committee.term_no
                            and later.starts_on <= (plan.created_at at time zone 'Asia/Bangkok')::date
                            and later.ends_on is distinct from later.starts_on))""",
    says="whoever helped a committee to write its plan does not confirm it",
)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0011_plans_have_comments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanAssistant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="เริ่มวันที่")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="วันแรกที่ไม่ได้เป็นผู้ช่วย")),
                ("named_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assistants", to="communities.committee"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans_helped",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "ผู้ช่วยบันทึกข้อมูล",
                "verbose_name_plural": "ผู้ช่วยบันทึกข้อมูล",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="assistant_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assistant_is_ended_by_somebody",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("ends_on__isnull", False), _connector="OR"),
                        name="assistant_that_was_ended_has_its_day",
                    ),
                ],
            },
        ),
        NOT_BY_AN_ASSISTANT,
    ]
