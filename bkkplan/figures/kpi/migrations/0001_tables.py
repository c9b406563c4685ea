"""Targets with their changes, computations of indicators, and frozen quarters."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [("districts", "0001_tables"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="TargetChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("requester", models.CharField(max_length=200, verbose_name="ผู้ขอเปลี่ยน")),
                ("meeting", models.CharField(max_length=300, verbose_name="มติที่ประชุม")),
                ("reason", models.TextField(verbose_name="เหตุผล")),
                ("on", models.DateField(verbose_name="วันที่มีมติ")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "การเปลี่ยนเป้าหมาย",
                "verbose_name_plural": "การเปลี่ยนเป้าหมาย",
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(requester="") & ~Q(meeting="") & ~Q(reason=""),
                        name="change_of_targets_says_who_and_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16, verbose_name="ตัวชี้วัด")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("quarter", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ไตรมาส")),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="districts.office",
                        verbose_name="หน่วยงาน",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="districts.districtgroup",
                        verbose_name="กลุ่มเขต",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="เป้าหมายตามแผน")),
                (
                    "percent",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="ตัวเลขที่อ่านได้ (ร้อยละ)"
                    ),
                ),
                ("is_compared", models.BooleanField(default=False, verbose_name="นำมาเทียบกับผล")),
                (
                    "change",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="targets",
                        to="kpi.targetchange",
                        verbose_name="เปลี่ยนโดย",
                    ),
                ),
            ],
            options={
                "verbose_name": "เป้าหมายตัวชี้วัด",
                "verbose_name_plural": "เป้าหมายตัวชี้วัด",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "fiscal_year", "quarter", "office", "group", "district", "change"),
                        name="target_is_worded_once_a_change",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=Q(group=None, office=None)
                        | Q(district=None, office=None)
                        | Q(district=None, group=None),
                        name="target_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=Q(quarter=None) | Q(quarter__range=(1, 4)), name="target_is_of_a_year_or_a_quarter"
                    ),
                    models.CheckConstraint(
                        condition=Q(is_compared=False) | Q(percent__isnull=False, percent__range=(0, 100)),
                        name="target_that_is_compared_is_a_percentage",
                        violation_error_message="ตัวชี้วัดนี้นับเป็นร้อยละ เป้าหมายจึงเกิน 100 ไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=~Q(text="") | Q(percent=None), name="number_of_a_target_stands_in_its_text"
                    ),
                    models.CheckConstraint(
                        condition=~Q(text="") | Q(change__isnull=False), name="only_a_change_takes_a_target_away"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DailyFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16)),
                ("definition_version", models.PositiveSmallIntegerField()),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("as_of", models.DateField()),
                ("district", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="districts.district")),
                ("counted", models.PositiveIntegerField()),
                ("units", models.PositiveIntegerField()),
                ("measured_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "fiscal_year", "as_of", "district"), name="district_has_one_figure_a_day"
                    ),
                    models.CheckConstraint(condition=Q(counted__lte=F("units")), name="counted_is_part_of_units"),
                ]
            },
        ),
        migrations.CreateModel(
            name="FrozenQuarter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16)),
                ("definition_version", models.PositiveSmallIntegerField()),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("quarter", models.PositiveSmallIntegerField()),
                ("as_of", models.DateField()),
                ("results", models.JSONField()),
                ("frozen_at", models.DateTimeField()),
                (
                    "frozen_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("reopen_reason", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(reopened_at=None),
                        fields=("code", "fiscal_year", "quarter"),
                        name="quarter_is_frozen_once",
                    ),
                    models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="year_has_four_quarters"),
                    models.CheckConstraint(
                        condition=Q(reopened_at__isnull=True, reopened_by__isnull=True) & Q(reopen_reason="")
                        | Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopen_reason=""),
                        name="reopened_quarter_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="KpiRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "รอคิว"),
                            ("running", "กำลังทำ"),
                            ("done", "เสร็จแล้ว"),
                            ("failed", "ไม่สำเร็จ"),
                            ("cancelled", "ยกเลิกแล้ว"),
                        ],
                        default="queued",
                        editable=False,
                        max_length=16,
                        verbose_name="สถานะ",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, editable=False, verbose_name="ทำแล้ว")),
                ("total", models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name="ทั้งหมด")),
                ("sentence", models.CharField(blank=True, editable=False, max_length=500, verbose_name="ข้อความ")),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("claimed_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้สั่ง",
                    ),
                ),
                ("requested_at", models.DateTimeField(editable=False, verbose_name="สั่งเมื่อ")),
                ("started_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="เริ่มเมื่อ")),
                ("finished_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="จบเมื่อ")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("as_of", models.DateField(verbose_name="ข้อมูล ณ วันที่")),
            ],
            options={
                "verbose_name": "การคำนวณตัวชี้วัด",
                "verbose_name_plural": "การคำนวณตัวชี้วัด",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state__in=("queued", "running")),
                        fields=("key",),
                        name="kpi_kpirun_same_request_is_one_job",
                    ),
                    models.CheckConstraint(
                        condition=Q(claimed_by__isnull=False, lease_until__isnull=False, state="running")
                        | ~Q(state="running") & Q(claimed_by=None, lease_until=None),
                        name="kpi_kpirun_is_claimed_while_running",
                    ),
                    models.CheckConstraint(
                        condition=Q(finished_at=None, state__in=("queued", "running"))
                        | ~Q(state__in=("queued", "running")) & Q(finished_at__isnull=False),
                        name="kpi_kpirun_has_an_end_when_it_ended",
                    ),
                ],
            },
        ),
    ]
