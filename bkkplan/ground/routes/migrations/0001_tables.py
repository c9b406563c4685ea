"""The routes that an office's papers go up, and how far each paper is."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [("districts", "0001_tables"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="routes", to="districts.office", verbose_name="หน่วยงาน"
                    ),
                ),
                ("kind", models.SlugField(max_length=40, verbose_name="ประเภทเรื่อง")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("section_head", "หัวหน้าฝ่าย"),
                                ("assistant_director", "ผู้ช่วยผู้อำนวยการเขต"),
                                ("district_director", "ผู้อำนวยการเขต"),
                            ],
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="ขั้น",
                    ),
                ),
                ("set_at", models.DateTimeField()),
                ("set_by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "เส้นทางการเสนอเรื่อง",
                "verbose_name_plural": "เส้นทางการเสนอเรื่อง",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "kind"), name="office_has_one_route_for_a_kind"),
                    models.CheckConstraint(
                        condition=Q(roles__contained_by=["section_head", "assistant_director", "district_director"]),
                        name="route_stops_at_roles_of_the_ladder",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(max_length=40, verbose_name="ประเภทเรื่อง")),
                ("paper", models.PositiveBigIntegerField(verbose_name="เลขที่เรื่อง")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="passages", to="districts.office", verbose_name="หน่วยงาน"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("under_way", "อยู่ระหว่างเสนอ"),
                            ("decided", "ตัดสินแล้ว"),
                            ("sent_back", "ส่งกลับ"),
                            ("recalled", "ผู้เสนอดึงกลับ"),
                        ],
                        default="under_way",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("handed_in_on", models.DateField(verbose_name="เสนอเมื่อวันที่")),
                ("handed_in_at", models.DateTimeField()),
                (
                    "handed_in_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "handed_in_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="สิ้นสุดเมื่อวันที่")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="เหตุผลที่ส่งกลับ")),
            ],
            options={
                "verbose_name": "การเสนอเรื่อง",
                "verbose_name_plural": "การเสนอเรื่อง",
                "indexes": [models.Index(fields=["kind", "paper"], name="routes_passages_of_a_paper")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state="under_way"),
                        fields=("kind", "paper"),
                        name="paper_is_on_one_passage_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="under_way")
                        & Q(ended_at__isnull=False, ended_by__isnull=False, ended_on__isnull=False)
                        | Q(state="under_way")
                        & Q(
                            ended_at__isnull=True,
                            ended_by__isnull=True,
                            ended_on__isnull=True,
                            ended_through__isnull=True,
                        ),
                        name="ended_passage_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="sent_back") & ~Q(reason="") | ~Q(state="sent_back") & Q(reason=""),
                        name="only_a_paper_sent_back_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="decided")
                        | ~Q(handed_in_by=F("ended_by"))
                        & ~Q(handed_in_by=F("ended_through"))
                        & ~Q(handed_in_through=F("ended_by"))
                        & ~Q(handed_in_through=F("ended_through")),
                        name="paper_is_decided_by_another_person",
                        violation_error_message="ผู้เสนอเรื่องตัดสินเรื่องนั้นเองไม่ได้",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("passage", models.ForeignKey(on_delete=models.PROTECT, related_name="stops", to="routes.passage")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("section_head", "หัวหน้าฝ่าย"),
                            ("assistant_director", "ผู้ช่วยผู้อำนวยการเขต"),
                            ("district_director", "ผู้อำนวยการเขต"),
                        ],
                        max_length=24,
                        verbose_name="ขั้น",
                    ),
                ),
                ("passed_on", models.DateField(blank=True, null=True, verbose_name="เห็นชอบเมื่อวันที่")),
                ("passed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "passed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "passed_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("seen_as", models.CharField(blank=True, max_length=16)),
                ("is_in_place", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "ขั้นของการเสนอเรื่อง",
                "verbose_name_plural": "ขั้นของการเสนอเรื่อง",
                "constraints": [
                    models.UniqueConstraint(fields=("passage", "position"), name="stops_of_a_passage_are_in_one_order"),
                    models.UniqueConstraint(fields=("passage", "role"), name="paper_stops_at_a_role_once"),
                    models.CheckConstraint(
                        condition=Q(
                            passed_at__isnull=True,
                            passed_by__isnull=True,
                            passed_on__isnull=True,
                            passed_through__isnull=True,
                            seen_as="",
                        )
                        | Q(passed_at__isnull=False, passed_by__isnull=False, passed_on__isnull=False) & ~Q(seen_as=""),
                        name="passed_stop_is_signed_and_says_what_was_seen",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
    ]
