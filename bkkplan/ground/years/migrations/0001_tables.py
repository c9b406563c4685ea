"""Fiscal years as people prepare and open them, with their days and later changes."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="PlannedYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "กำลังจัดทำ"), ("opened", "เปิดแล้ว")],
                        default="draft",
                        max_length=8,
                        verbose_name="สถานะ",
                    ),
                ),
                ("copied_from", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="คัดลอกจากปี")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="เปิดเมื่อวันที่")),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ปีงบประมาณ",
                "verbose_name_plural": "ปีงบประมาณ",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year",),
                        name="fiscal_year_is_planned_once",
                        violation_error_message="มีปีงบประมาณนี้อยู่แล้ว",
                    ),
                    models.CheckConstraint(
                        condition=Q(fiscal_year__range=(2500, 2599)), name="planned_year_is_buddhist_era"
                    ),
                    models.CheckConstraint(
                        condition=Q(copied_from=None) | Q(copied_from__lt=F("fiscal_year")),
                        name="year_is_copied_from_an_earlier_one",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="opened") & Q(opened_at__isnull=False, opened_on__isnull=False)
                        | ~Q(state="opened")
                        & Q(opened_at__isnull=True, opened_by__isnull=True, opened_on__isnull=True),
                        name="opened_year_has_a_day",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearDays",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "planned",
                    models.OneToOneField(on_delete=models.PROTECT, related_name="days", to="years.plannedyear"),
                ),
                ("announce_before", models.PositiveSmallIntegerField(verbose_name="ประกาศเวทีก่อนวันจัดอย่างน้อย (วัน)")),
                ("publish_within", models.PositiveSmallIntegerField(verbose_name="เผยแพร่ผลหลังวันจัดภายใน (วัน)")),
                ("closing_on", models.DateField(verbose_name="วันปิดข้อมูลของปี")),
            ],
            options={
                "verbose_name": "วันของปี",
                "verbose_name_plural": "วันของปี",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(announce_before__lte=120, publish_within__lte=120),
                        name="hearing_rule_stays_within_months",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DueDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "planned",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="due_days", to="years.plannedyear"),
                ),
                ("code", models.SlugField(max_length=24, verbose_name="รหัส")),
                ("name_th", models.CharField(max_length=150, verbose_name="ขั้นตอน")),
                ("name_en", models.CharField(max_length=150, verbose_name="ชื่อภาษาอังกฤษ")),
                ("position", models.PositiveSmallIntegerField()),
                ("audiences", models.JSONField(blank=True, default=list, verbose_name="สำหรับ")),
                ("is_own", models.BooleanField(default=False, verbose_name="ขั้นตอนที่เพิ่มเอง")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="ภายในวันที่")),
            ],
            options={
                "verbose_name": "กำหนดวันของขั้นตอน",
                "verbose_name_plural": "กำหนดวันของขั้นตอน",
                "constraints": [
                    models.UniqueConstraint(fields=("planned", "code"), name="step_is_due_once_a_year"),
                    models.CheckConstraint(condition=~Q(name_th=""), name="step_has_a_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "planned",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="changes", to="years.plannedyear"),
                ),
                ("part", models.SlugField(max_length=24, verbose_name="ส่วน")),
                ("what", models.CharField(max_length=300, verbose_name="เรื่อง")),
                ("reason", models.TextField(verbose_name="เหตุผล")),
                ("touched", models.JSONField(blank=True, default=list, verbose_name="กระทบ")),
                ("on", models.DateField(verbose_name="วันที่")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "การเปลี่ยนแปลงหลังเปิดปี",
                "verbose_name_plural": "การเปลี่ยนแปลงหลังเปิดปี",
                "constraints": [models.CheckConstraint(condition=~Q(reason=""), name="change_of_a_year_has_a_reason")],
            },
        ),
    ]
