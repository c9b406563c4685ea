"""A forum has several days and times, the number of its paper, and the day on which its results really came out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("forums", "0011_acts_are_signed"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForumSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="วันที่")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="เวลาเริ่ม")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="เวลาเลิก")),
                (
                    "forum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="forums.forum"
                    ),
                ),
            ],
            options={
                "verbose_name": "ช่วงเวลาของเวที",
                "verbose_name_plural": "ช่วงเวลาของเวที",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                        name="session_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.AddField("forum", "last_on", models.DateField(null=True, verbose_name="จัดถึงวันที่")),
        migrations.AddField(
            "forum", "number_year", models.PositiveSmallIntegerField(null=True, verbose_name="ปีของครั้งที่ (พ.ศ.)")
        ),
        migrations.AddField("forum", "is_numbered_by_paper", models.BooleanField(default=False, editable=False)),
        migrations.AddField(
            "forum",
            "external_code",
            models.CharField(blank=True, default="", max_length=40, verbose_name="รหัสในระบบของ กทม."),
            preserve_default=False,
        ),
        migrations.AddField(
            "forum",
            "publication_reason",
            models.TextField(blank=True, default="", verbose_name="เหตุผลที่บันทึกการเผยแพร่ย้อนหลัง"),
            preserve_default=False,
        ),
        migrations.AddField(
            "forum",
            "publication_proof",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="forums.attachment",
            ),
        ),
        migrations.AddField("postponement", "is_of_holding", models.BooleanField(default=False, editable=False)),
    ]
