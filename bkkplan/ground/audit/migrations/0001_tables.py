"""The log. What the database refuses to change in it is in 0002."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=80, verbose_name="การกระทำ")),
                ("at", models.DateTimeField(verbose_name="เมื่อ")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้กระทำ",
                    ),
                ),
                ("actor_label", models.CharField(max_length=200, verbose_name="ชื่อผู้กระทำ")),
                ("hat", models.CharField(blank=True, max_length=300, verbose_name="บทบาทขณะกระทำ")),
                ("target_type", models.CharField(blank=True, max_length=100, verbose_name="ชนิดข้อมูล")),
                ("target_id", models.CharField(blank=True, max_length=64, verbose_name="รหัสข้อมูล")),
                ("target_label", models.CharField(blank=True, max_length=300, verbose_name="ข้อมูล")),
                ("before", models.JSONField(blank=True, null=True, verbose_name="ก่อน")),
                ("after", models.JSONField(blank=True, null=True, verbose_name="หลัง")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="รายละเอียด")),
            ],
            options={
                "verbose_name": "บันทึกการทำรายการ",
                "verbose_name_plural": "บันทึกการทำรายการ",
                "indexes": [
                    models.Index(fields=["target_type", "target_id", "-at"], name="audit_by_target"),
                    models.Index(fields=["actor", "-at"], name="audit_by_actor"),
                    models.Index(fields=["-at", "-id"], name="audit_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=~Q(verb=""), name="audit_entry_says_what_was_done"),
                    models.CheckConstraint(condition=~Q(actor_label=""), name="audit_entry_says_who_did_it"),
                ],
            },
        )
    ]
