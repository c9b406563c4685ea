"""Plans that a district's office enters for a committee, and their rules: another person confirms, a record is there."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bkkplan.ground.core.rows.db import demand_at_commit, demand_at_write

BY_ANOTHER_PERSON = demand_at_write(
    "plan_is_confirmed_by_nobody_who_entered_it",
    table="communities_planrevision",
    columns="confirmed_by_id, confirmed_through_id",
    refuse="""exists (
        select 1 from communities_officewriter writer
            join communities_planrevision edition on edition.id = writer.revision_id
            where edition.plan_id = new.plan_id and edition.number <= new.number
                and array_remove(array[new.confirmed_by_id, new.confirmed_through_id], null)
                    && array_remove(array[writer.by_id, writer.through_id], null))""",
    says="whoever entered a plan for its committee does not confirm it",
)
WITH_ITS_RECORD = demand_at_commit(
    "plan_from_paper_has_the_record_of_its_meeting",
    body="""
        begin
            if exists (
                select 1 from communities_planrevision edition
                    where edition.id = new.id and edition.is_from_paper
                        and not (
                            exists (select 1 from communities_meetingrecord where revision_id = edition.id)
                            and exists (select 1 from communities_planadoption where revision_id = edition.id)
                            and exists (
                                select 1 from communities_officewriter
                                    where revision_id = edition.id and by_id = edition.submitted_by_id))
            ) then
                raise exception 'a plan from paper has the record and the day of the meeting, and its writer'
                    using errcode = 'check_violation', constraint = 'plan_from_paper_has_the_record_of_its_meeting';
            end if;
            return null;
        end
    """,
    watched={"communities_planrevision": "insert or update of is_from_paper, submitted_by_id"},
)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0003_names_in_thai_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("file", models.FileField(upload_to="evidence/")),
                ("original_name", models.CharField(max_length=255, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "บันทึกการประชุมที่รับรองแผน",
                "verbose_name_plural": "บันทึกการประชุมที่รับรองแผน",
            },
        ),
        migrations.CreateModel(
            name="OfficeWriter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "ผู้บันทึกแทน",
                "verbose_name_plural": "ผู้บันทึกแทน",
            },
        ),
        migrations.AddField(
            model_name="plan",
            name="from_paper_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="from_paper_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planrevision",
            name="is_from_paper",
            field=models.BooleanField(default=False, verbose_name="สำนักงานเขตบันทึกแทน"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_paper_at__isnull", True), ("from_paper_by__isnull", True)),
                    models.Q(("from_paper_at__isnull", False), ("from_paper_by__isnull", False)),
                    _connector="OR",
                ),
                name="plan_entered_from_paper_says_by_whom",
                violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
            ),
        ),
        migrations.AddConstraint(
            model_name="planrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_from_paper", False), models.Q(("state", "draft"), _negated=True), _connector="OR"
                ),
                name="draft_is_not_submitted_from_paper",
            ),
        ),
        migrations.AddField(
            model_name="meetingrecord",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="meetingrecord",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meeting_records",
                to="communities.planrevision",
            ),
        ),
        migrations.AddField(
            model_name="officewriter",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="officewriter",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="office_writers",
                to="communities.planrevision",
            ),
        ),
        migrations.AddField(
            model_name="officewriter",
            name="through",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="officewriter",
            constraint=models.UniqueConstraint(
                fields=("revision", "by", "through"), name="office_writer_is_named_once", nulls_distinct=False
            ),
        ),
        BY_ANOTHER_PERSON,
        WITH_ITS_RECORD,
    ]
