"""Requests for reports, and their files."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import bkkplan.figures.reports.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="ReportRequest",
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
                ("kind", models.CharField(max_length=32, verbose_name="รายงาน")),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF สำหรับพิมพ์และส่งต่อ"), ("xlsx", "XLSX สำหรับตารางคำนวณ")],
                        max_length=8,
                        verbose_name="รูปแบบ",
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("as_of", models.DateField(verbose_name="ข้อมูล ณ วันที่")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=bkkplan.figures.reports.models.place_of_file,
                        verbose_name="ไฟล์",
                    ),
                ),
            ],
            options={
                "verbose_name": "คำขอรายงาน",
                "verbose_name_plural": "คำขอรายงาน",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state__in=("queued", "running")),
                        fields=("key",),
                        name="reports_reportrequest_same_request_is_one_job",
                    ),
                    models.CheckConstraint(
                        condition=Q(claimed_by__isnull=False, lease_until__isnull=False, state="running")
                        | ~Q(state="running") & Q(claimed_by=None, lease_until=None),
                        name="reports_reportrequest_is_claimed_while_running",
                    ),
                    models.CheckConstraint(
                        condition=Q(finished_at=None, state__in=("queued", "running"))
                        | ~Q(state__in=("queued", "running")) & Q(finished_at__isnull=False),
                        name="reports_reportrequest_has_an_end_when_it_ended",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="done") & ~Q(file="") | ~Q(state="done") & Q(file=""),
                        name="report_has_its_file_when_it_is_done",
                    ),
                ],
            },
        )
    ]
