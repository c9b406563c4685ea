"""The register of communities, their plans, and trainings. A rule over two tables is in 0002."""

import uuid

import django.core.validators
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Round

import communities.models.template


class Migration(migrations.Migration):
    initial = True

    dependencies = [("districts", "0001_tables"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="CommunityType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="รหัส")),
                ("name_th", models.CharField(max_length=100, verbose_name="ประเภท")),
                ("name_en", models.CharField(max_length=100, verbose_name="ชื่อภาษาอังกฤษ")),
                ("regulation", models.CharField(max_length=200, verbose_name="ระเบียบ")),
                ("valid_from", models.DateField(verbose_name="ใช้ตั้งแต่")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="ใช้ถึง (วันแรกที่เลิกใช้)")),
            ],
            options={
                "verbose_name": "ประเภทชุมชน",
                "verbose_name_plural": "ประเภทชุมชน",
                "constraints": [
                    models.UniqueConstraint(fields=("name_th", "valid_from"), name="community_type_begins_once"),
                    models.CheckConstraint(
                        condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                        name="community_type_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Community",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="รหัสชุมชน")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="communities",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                (
                    "subdistrict",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="communities",
                        to="districts.subdistrict",
                        verbose_name="แขวง",
                    ),
                ),
                ("name_th", models.CharField(max_length=200, verbose_name="ชื่อชุมชน")),
                ("name_key", models.CharField(editable=False, max_length=200)),
                ("name_search", models.CharField(default="", editable=False, max_length=200)),
                ("ended_on", models.DateField(blank=True, editable=False, null=True, verbose_name="ยุบเลิกวันที่")),
                ("reg_no", models.CharField(blank=True, max_length=40, verbose_name="เลขทะเบียน")),
                ("external_code", models.CharField(blank=True, max_length=40, verbose_name="รหัสในระบบของ กทม.")),
                ("houses", models.PositiveIntegerField(blank=True, null=True, verbose_name="หลังคาเรือน")),
                ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="ประชากร (คน)")),
            ],
            options={
                "verbose_name": "ชุมชน",
                "verbose_name_plural": "ชุมชน",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_on=None),
                        fields=("subdistrict", "name_key"),
                        name="community_name_is_unique_in_its_subdistrict",
                        violation_error_message="แขวงนี้มีชุมชนชื่อนี้แล้ว",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommunityStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "community",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="standings", to="communities.community"),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="communities.communitytype",
                        verbose_name="ประเภท",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("normal", "ปกติ"),
                            ("incomplete_committee", "กรรมการไม่ครบ"),
                            ("being_dissolved", "อยู่ระหว่างยุบเลิก"),
                            ("dissolved", "ยุบเลิกแล้ว"),
                        ],
                        max_length=24,
                        verbose_name="สถานภาพ",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "สถานภาพชุมชน",
                "verbose_name_plural": "สถานภาพชุมชน",
                "constraints": [
                    models.UniqueConstraint(fields=("community", "starts_on"), name="community_has_one_standing_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file", models.FileField(upload_to="register/")),
                ("original_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("register_on", models.DateField(verbose_name="ข้อมูลทะเบียน ณ วันที่")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "รออ่านไฟล์"),
                            ("checked", "ตรวจแล้ว รอยืนยัน"),
                            ("refused", "มีข้อผิดพลาด"),
                            ("done", "นำเข้าแล้ว"),
                            ("cancelled", "ยกเลิก"),
                        ],
                        max_length=16,
                    ),
                ),
                ("table", models.JSONField(blank=True, editable=False, null=True)),
                ("outcome", models.JSONField(default=dict)),
                ("answers", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "การนำเข้าทะเบียนชุมชน",
                "verbose_name_plural": "การนำเข้าทะเบียนชุมชน",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(confirmed_at__isnull=False, state="done")
                        | ~Q(state="done") & Q(confirmed_at=None, confirmed_by=None),
                        name="register_import_is_done_when_confirmed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterReading",
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
                (
                    "upload",
                    models.OneToOneField(
                        editable=False,
                        on_delete=models.PROTECT,
                        related_name="reading",
                        to="communities.registerimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "การอ่านไฟล์ทะเบียน",
                "verbose_name_plural": "การอ่านไฟล์ทะเบียน",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state__in=("queued", "running")),
                        fields=("key",),
                        name="communities_registerreading_same_request_is_one_job",
                    ),
                    models.CheckConstraint(
                        condition=Q(claimed_by__isnull=False, lease_until__isnull=False, state="running")
                        | ~Q(state="running") & Q(claimed_by=None, lease_until=None),
                        name="communities_registerreading_is_claimed_while_running",
                    ),
                    models.CheckConstraint(
                        condition=Q(finished_at=None, state__in=("queued", "running"))
                        | ~Q(state__in=("queued", "running")) & Q(finished_at__isnull=False),
                        name="communities_registerreading_has_an_end_when_it_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "community",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="committees", to="communities.community"),
                ),
                ("term_no", models.PositiveSmallIntegerField(verbose_name="ชุดที่")),
                ("starts_on", models.DateField(verbose_name="เริ่มวาระ")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="สิ้นวาระ")),
            ],
            options={
                "verbose_name": "คณะกรรมการชุมชน",
                "verbose_name_plural": "คณะกรรมการชุมชน",
                "constraints": [
                    models.UniqueConstraint(fields=("community", "term_no"), name="committee_term_is_numbered_once"),
                    models.CheckConstraint(
                        condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="committee_ends_after_it_starts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitteeMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "committee",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="members", to="communities.committee"),
                ),
                ("full_name", models.CharField(max_length=150, verbose_name="ชื่อ-นามสกุล")),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("chair", "ประธานกรรมการ"),
                            ("vice_chair", "รองประธานกรรมการ"),
                            ("secretary", "เลขานุการ"),
                            ("treasurer", "เหรัญญิก"),
                            ("registrar", "นายทะเบียน"),
                            ("publicity", "ประชาสัมพันธ์"),
                            ("member", "กรรมการ"),
                        ],
                        default="member",
                        max_length=16,
                        verbose_name="ตำแหน่ง",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="committee_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="เริ่มวันที่")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="พ้นจากตำแหน่งวันที่")),
            ],
            options={
                "verbose_name": "กรรมการชุมชน",
                "verbose_name_plural": "กรรมการชุมชน",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="seat_ends_after_it_starts"
                    ),
                    models.UniqueConstraint(
                        condition=Q(ends_on=None, position__in=["chair", "secretary", "treasurer"]),
                        fields=("committee", "position"),
                        name="committee_has_one_chair_one_secretary_one_treasurer",
                        violation_error_message="ตำแหน่งนี้มีผู้ดำรงตำแหน่งอยู่แล้ว",
                    ),
                    models.UniqueConstraint(
                        condition=Q(ends_on=None),
                        fields=("committee", "user"),
                        name="person_sits_once_on_a_committee",
                        violation_error_message="ผู้ใช้นี้เป็นกรรมการชุดนี้อยู่แล้ว",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommunityEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "community",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="entries", to="communities.community"),
                ),
                (
                    "subdistrict",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to="districts.subdistrict", verbose_name="แขวง"
                    ),
                ),
                ("name_th", models.CharField(max_length=200, verbose_name="ชื่อชุมชน")),
                ("reg_no", models.CharField(blank=True, max_length=40, verbose_name="เลขทะเบียน")),
                ("external_code", models.CharField(blank=True, max_length=40, verbose_name="รหัสในระบบของ กทม.")),
                ("houses", models.PositiveIntegerField(blank=True, null=True, verbose_name="หลังคาเรือน")),
                ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="ประชากร (คน)")),
                ("starts_on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ข้อมูลชุมชนในทะเบียน",
                "verbose_name_plural": "ข้อมูลชุมชนในทะเบียน",
                "constraints": [
                    models.UniqueConstraint(fields=("community", "starts_on"), name="community_has_one_entry_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="CommunitySuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="became", to="communities.community"),
                ),
                (
                    "after",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="came_from", to="communities.community"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("merged", "รวมชุมชน"), ("split", "แยกชุมชน")], max_length=8, verbose_name="ลักษณะ"
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="วันที่มีผล")),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "การรวมและแยกชุมชน",
                "verbose_name_plural": "การรวมและแยกชุมชน",
                "constraints": [
                    models.UniqueConstraint(fields=("before", "after"), name="community_becomes_another_once"),
                    models.CheckConstraint(
                        condition=~Q(before=F("after")), name="community_becomes_another_than_itself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(unique=True)),
                ("from_year", models.PositiveSmallIntegerField(verbose_name="ใช้กับแผนตั้งแต่ปี (พ.ศ.)")),
                ("sections", models.JSONField()),
                (
                    "items",
                    models.JSONField(default=communities.models.template.usual_items, verbose_name="แบบโครงการ 10 ข้อ"),
                ),
                ("rules", models.JSONField(blank=True, default=dict, verbose_name="เกณฑ์")),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "แบบแผนพัฒนาชุมชน",
                "verbose_name_plural": "แบบแผนพัฒนาชุมชน",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(made_at__isnull=True, made_by__isnull=True) | Q(made_at__isnull=False),
                        name="template_that_was_made_here_has_a_moment",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(condition=~Q(sections=[]), name="template_has_sections"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=16, unique=True, verbose_name="รหัส")),
                ("name_th", models.CharField(max_length=100, unique=True, verbose_name="ด้าน")),
                ("name_en", models.CharField(max_length=100, verbose_name="ชื่อภาษาอังกฤษ")),
                ("position", models.PositiveSmallIntegerField(unique=True)),
            ],
            options={"verbose_name": "ด้านของแผน", "verbose_name_plural": "ด้านของแผน"},
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "community",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="plans", to="communities.community"),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="แผนของปีงบประมาณ (พ.ศ.)")),
                (
                    "template",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="communities.plantemplate"),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "แผนพัฒนาชุมชน",
                "verbose_name_plural": "แผนพัฒนาชุมชน",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "fiscal_year"),
                        name="community_has_one_plan_for_a_year",
                        violation_error_message="ชุมชนนี้มีแผนของปีนี้แล้ว",
                    ),
                    models.CheckConstraint(
                        condition=Q(fiscal_year__range=(2540, 2700)), name="plan_year_is_buddhist_era"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("plan", models.ForeignKey(on_delete=models.PROTECT, related_name="revisions", to="communities.plan")),
                ("number", models.PositiveSmallIntegerField(verbose_name="ฉบับที่")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "ร่าง"),
                            ("submitted", "ส่งแล้ว รอเขตตรวจ"),
                            ("returned", "ส่งกลับให้แก้ไข"),
                            ("confirmed", "เขตรับรองแล้ว"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="วันที่ส่ง")),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submitted_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("areas_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ไม่มีโครงการในบางด้าน")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="วันที่ส่งกลับ")),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("return_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ส่งกลับ")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="วันที่เขตรับรอง")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "confirmed_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("confirmation_withdrawn_on", models.DateField(blank=True, null=True, verbose_name="วันที่ถอนการรับรอง")),
                ("confirmation_withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmation_withdrawn_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("withdrawal_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ถอนการรับรอง")),
            ],
            options={
                "verbose_name": "ฉบับของแผน",
                "verbose_name_plural": "ฉบับของแผน",
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="plan_revision_is_numbered_once"),
                    models.UniqueConstraint(
                        condition=Q(state__in=["draft", "submitted"]),
                        fields=("plan",),
                        name="plan_has_one_open_revision",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="draft")
                        & Q(submitted_at__isnull=False, submitted_by__isnull=False, submitted_on__isnull=False)
                        | Q(
                            state="draft",
                            submitted_at__isnull=True,
                            submitted_by__isnull=True,
                            submitted_on__isnull=True,
                            submitted_through__isnull=True,
                        ),
                        name="revision_that_left_draft_was_submitted",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=~Q(submitted_by=F("confirmed_by"))
                        & ~Q(submitted_by=F("confirmed_through"))
                        & ~Q(submitted_through=F("confirmed_by"))
                        & ~Q(submitted_through=F("confirmed_through")),
                        name="revision_is_confirmed_by_another_person",
                        violation_error_message="ผู้ส่งแผนรับรองแผนนั้นเองไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="returned")
                        & Q(returned_at__isnull=False, returned_by__isnull=False, returned_on__isnull=False)
                        & ~Q(return_reason="")
                        | ~Q(state="returned")
                        & Q(returned_at__isnull=True, returned_by__isnull=True, returned_on__isnull=True)
                        & Q(return_reason=""),
                        name="returned_revision_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="confirmed")
                        & Q(confirmed_at__isnull=False, confirmed_by__isnull=False, confirmed_on__isnull=False)
                        | ~Q(state="confirmed")
                        & Q(
                            confirmed_at__isnull=True,
                            confirmed_by__isnull=True,
                            confirmed_on__isnull=True,
                            confirmed_through__isnull=True,
                        ),
                        name="confirmed_revision_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            confirmation_withdrawn_at__isnull=True,
                            confirmation_withdrawn_by__isnull=True,
                            confirmation_withdrawn_on__isnull=True,
                            withdrawal_reason="",
                        )
                        | Q(
                            confirmation_withdrawn_at__isnull=False,
                            confirmation_withdrawn_by__isnull=False,
                            confirmation_withdrawn_on__isnull=False,
                        )
                        & ~Q(withdrawal_reason=""),
                        name="withdrawn_confirmation_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(confirmation_withdrawn_on=None)
                        | Q(confirmation_withdrawn_on__gte=F("confirmed_on"), confirmed_on__isnull=False),
                        name="confirmation_is_withdrawn_after_it_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanAdoption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="adoptions", to="communities.planrevision"
                    ),
                ),
                ("adopted_on", models.DateField(verbose_name="วันที่ที่ประชุมชุมชนรับรอง")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("community_meeting", "ที่ประชุมชุมชน"),
                            ("committee_meeting", "ที่ประชุมกรรมการชุมชน"),
                            ("forum", "เวทีรับรองแผน"),
                        ],
                        max_length=20,
                        verbose_name="รับรองโดย",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="วันที่ยกเลิก")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("cancel_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ยกเลิก")),
            ],
            options={
                "verbose_name": "การรับรองแผนโดยชุมชน",
                "verbose_name_plural": "การรับรองแผนโดยชุมชน",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(cancelled_on=None), fields=("revision",), name="revision_has_one_standing_adoption"
                    ),
                    models.CheckConstraint(
                        condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_on__isnull=True)
                        & Q(cancel_reason="")
                        | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, cancelled_on__isnull=False)
                        & ~Q(cancel_reason=""),
                        name="cancelled_adoption_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(cancelled_on=None) | Q(cancelled_on__gte=F("adopted_on")),
                        name="adoption_is_cancelled_after_it_happened",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfirmationProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="confirmation_proof", to="communities.planrevision"
                    ),
                ),
                ("reason", models.TextField(verbose_name="เหตุผลที่บันทึกการรับรองย้อนหลัง")),
                ("file", models.FileField(upload_to="evidence/")),
                ("original_name", models.CharField(max_length=255, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "หลักฐานการรับรองแผนย้อนหลัง",
                "verbose_name_plural": "หลักฐานการรับรองแผนย้อนหลัง",
                "constraints": [models.CheckConstraint(condition=~Q(reason=""), name="late_confirmation_has_a_reason")],
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="courses",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อหลักสูตร")),
                ("objectives", models.TextField(blank=True, verbose_name="วัตถุประสงค์")),
                ("subjects", models.TextField(blank=True, verbose_name="หัวข้อวิชา")),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "หลักสูตรอบรม",
                "verbose_name_plural": "หลักสูตรอบรม",
                "constraints": [
                    models.CheckConstraint(condition=~Q(name=""), name="course_has_a_name"),
                    models.CheckConstraint(
                        condition=Q(fiscal_year__range=(2540, 2700)), name="course_year_is_buddhist_era"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "revision",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="sections", to="communities.planrevision"),
                ),
                ("code", models.SlugField(max_length=40)),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "ข้อความในแผน",
                "verbose_name_plural": "ข้อความในแผน",
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "code"), name="section_stands_once_in_a_revision")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="problems", to="communities.planrevision"),
                ),
                ("position", models.PositiveSmallIntegerField(null=True, verbose_name="ข้อ")),
                ("problem", models.TextField(verbose_name="ปัญหาหรือความต้องการ")),
                ("cause", models.TextField(blank=True, verbose_name="สาเหตุ")),
                ("way_out", models.TextField(blank=True, verbose_name="แนวทางแก้ไข")),
            ],
            options={
                "verbose_name": "ปัญหาและความต้องการ",
                "verbose_name_plural": "ปัญหาและความต้องการ",
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED,
                        fields=("revision", "position"),
                        name="problem_places_differ",
                    ),
                    models.CheckConstraint(
                        condition=Q(position__isnull=False, removed_at=None)
                        | Q(position=None, removed_at__isnull=False),
                        name="removed_problem_has_no_place",
                    ),
                    models.CheckConstraint(
                        condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                        | Q(removed_at__isnull=False, removed_by__isnull=False),
                        name="removal_of_a_problem_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanProject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lineage", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "revision",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="projects", to="communities.planrevision"),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="carried_into",
                        to="communities.planproject",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(null=True, verbose_name="ลำดับความสำคัญ")),
                ("title", models.CharField(max_length=300, verbose_name="ชื่อโครงการ")),
                (
                    "kind",
                    models.CharField(
                        choices=[("self", "ทำเอง"), ("joint", "ทำร่วม"), ("agency", "ทำให้")],
                        default="agency",
                        max_length=8,
                        verbose_name="ลักษณะการดำเนินงาน",
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.SET_NULL,
                        related_name="+",
                        to="communities.planproblem",
                        verbose_name="แก้ปัญหาข้อ",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="หลักการและเหตุผล")),
                ("objectives", models.TextField(blank=True, verbose_name="วัตถุประสงค์")),
                ("target", models.TextField(blank=True, verbose_name="เป้าหมาย")),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[("procurement", "จัดซื้อจัดจ้าง"), ("training", "ฝึกอบรม"), ("activity", "จัดกิจกรรม/ประชุม")],
                        max_length=12,
                        verbose_name="ลักษณะโครงการ",
                    ),
                ),
                ("starts_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="เริ่มเดือน")),
                ("ends_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ถึงเดือน")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="สถานที่ดำเนินการ")),
                ("work_plan", models.JSONField(blank=True, default=list, verbose_name="แผนการดำเนินงาน")),
                ("expected_benefit", models.TextField(blank=True, verbose_name="ผลที่คาดว่าจะได้รับ")),
                ("risk", models.TextField(blank=True, verbose_name="ความเสี่ยงและการจัดการ")),
                ("follow_up", models.TextField(blank=True, verbose_name="การติดตามและประเมินผล")),
                (
                    "score_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="ขนาดของปัญหา",
                    ),
                ),
                (
                    "score_urgency",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="ความเร่งด่วน",
                    ),
                ),
                (
                    "score_feasibility",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="ความเป็นไปได้",
                    ),
                ),
                (
                    "score_cooperation",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="ความร่วมมือ",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="วงเงิน (บาท)")),
                (
                    "areas",
                    models.ManyToManyField(related_name="projects", to="communities.planarea", verbose_name="ด้าน"),
                ),
            ],
            options={
                "verbose_name": "โครงการในแผนพัฒนาชุมชน",
                "verbose_name_plural": "โครงการในแผนพัฒนาชุมชน",
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "lineage"), name="project_stands_once_in_a_revision"),
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED, fields=("revision", "rank"), name="project_ranks_differ"
                    ),
                    models.CheckConstraint(
                        condition=Q(rank__isnull=False, removed_at=None) | Q(rank=None, removed_at__isnull=False),
                        name="removed_project_has_no_rank",
                    ),
                    models.CheckConstraint(
                        condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                        | Q(removed_at__isnull=False, removed_by__isnull=False),
                        name="removal_of_a_project_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(condition=Q(amount__gte=0), name="project_amount_is_not_negative"),
                    models.CheckConstraint(
                        condition=(Q(starts_in=None) | Q(starts_in__range=(1, 12)))
                        & (Q(ends_in=None) | Q(ends_in__range=(1, 12))),
                        name="project_months_are_months",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="budget_lines", to="communities.planproject"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("item", models.CharField(max_length=200, verbose_name="รายการ")),
                ("quantity", models.DecimalField(decimal_places=2, default=1, max_digits=10, verbose_name="จำนวน")),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="หน่วย")),
                ("unit_price", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="ราคาต่อหน่วย (บาท)")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="เป็นเงิน (บาท)")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("community", "ชุมชนออกเอง"),
                            ("district", "สำนักงานเขต"),
                            ("agency", "หน่วยงานอื่น"),
                            ("other", "แหล่งอื่น"),
                        ],
                        default="district",
                        max_length=12,
                        verbose_name="แหล่งเงิน",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการงบประมาณ",
                "verbose_name_plural": "รายการงบประมาณ",
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED,
                        fields=("project", "position"),
                        name="budget_lines_have_places",
                    ),
                    models.CheckConstraint(
                        condition=Q(quantity__gt=0, unit_price__gte=0),
                        name="budget_line_is_not_negative",
                        violation_error_message="จำนวนต้องมากกว่าศูนย์ และราคาต้องไม่ติดลบ",
                    ),
                    models.CheckConstraint(
                        condition=Q(amount=Round(F("quantity") * F("unit_price"), 2)),
                        name="budget_line_amount_is_quantity_times_price",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "course",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="sessions", to="communities.course"),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="รุ่นที่")),
                ("first_on", models.DateField(verbose_name="วันแรก")),
                ("last_on", models.DateField(verbose_name="วันสุดท้าย")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="เวลาเริ่ม")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="เวลาเลิก")),
                ("place", models.CharField(max_length=300, verbose_name="สถานที่")),
                ("seats", models.PositiveIntegerField(verbose_name="จำนวนที่นั่ง")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "กำลังเตรียม"),
                            ("announced", "แจ้งแล้ว"),
                            ("held", "จัดแล้ว รอสรุปผล"),
                            ("closed", "สรุปผลแล้ว"),
                            ("cancelled", "ยกเลิก"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "announced_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("cancel_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ยกเลิก")),
                (
                    "satisfaction",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="ความพึงพอใจ (ร้อยละ)"
                    ),
                ),
                ("satisfaction_answers", models.PositiveIntegerField(blank=True, null=True, verbose_name="จำนวนผู้ตอบ")),
            ],
            options={
                "verbose_name": "รุ่นของหลักสูตร",
                "verbose_name_plural": "รุ่นของหลักสูตร",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("course", "number"),
                        name="course_session_is_numbered_once",
                        violation_error_message="หลักสูตรนี้มีรุ่นที่นี้แล้ว",
                    ),
                    models.CheckConstraint(
                        condition=Q(last_on__gte=F("first_on")), name="course_session_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                        name="day_of_training_ends_after_it_begins",
                    ),
                    models.CheckConstraint(condition=Q(seats__gt=0), name="course_session_has_seats"),
                    models.CheckConstraint(
                        condition=Q(announced_at__isnull=True, announced_by__isnull=True)
                        | Q(announced_at__isnull=False, announced_by__isnull=False),
                        name="announcement_of_a_training_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["planned", "cancelled"]) | Q(announced_at__isnull=False),
                        name="training_that_took_place_was_announced",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=("held", "closed")) & Q(held_at__isnull=False, held_by__isnull=False)
                        | ~Q(state__in=("held", "closed")) & Q(held_at__isnull=True, held_by__isnull=True),
                        name="held_training_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="closed") & Q(closed_at__isnull=False, closed_by__isnull=False)
                        | ~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True),
                        name="closed_training_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="cancelled")
                        & Q(cancelled_at__isnull=False, cancelled_by__isnull=False)
                        & ~Q(cancel_reason="")
                        | ~Q(state="cancelled")
                        & Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                        & Q(cancel_reason=""),
                        name="cancelled_training_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(satisfaction=None) | Q(satisfaction__range=(0, 100)),
                        name="satisfaction_is_a_percentage",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="invitations", to="communities.coursesession"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="course_invitations", to="districts.district"
                    ),
                ),
                ("places", models.PositiveIntegerField(verbose_name="จำนวนที่เชิญ")),
                ("officers", models.PositiveIntegerField(default=0, verbose_name="เจ้าหน้าที่ผู้ปฏิบัติงานชุมชน")),
                ("leaders", models.PositiveIntegerField(default=0, verbose_name="ผู้นำชุมชน")),
                ("volunteers", models.PositiveIntegerField(default=0, verbose_name="อาสาสมัคร")),
                ("others", models.PositiveIntegerField(default=0, verbose_name="ประชาชนอื่น")),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "เขตที่เชิญเข้าอบรม",
                "verbose_name_plural": "เขตที่เชิญเข้าอบรม",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "district"), name="district_is_invited_once_to_a_session"
                    ),
                    models.CheckConstraint(condition=Q(places__gt=0), name="invitation_has_places"),
                    models.CheckConstraint(
                        condition=Q(recorded_at__isnull=True, recorded_by__isnull=True)
                        | Q(recorded_at__isnull=False, recorded_by__isnull=False),
                        name="record_of_attendance_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trainee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="trainees", to="communities.courseinvitation"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="trainings", to="communities.committeemember"
                    ),
                ),
                ("is_invited", models.BooleanField(default=False)),
                ("has_attended", models.BooleanField(default=False, verbose_name="เข้าอบรม")),
            ],
            options={
                "verbose_name": "ผู้เข้าอบรม",
                "verbose_name_plural": "ผู้เข้าอบรม",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invitation", "member"), name="member_is_once_on_a_list_of_trainees"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "session",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="files", to="communities.coursesession"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("material", "เอกสารประกอบ"),
                            ("sheet", "ใบลงชื่อผู้เข้าอบรม"),
                            ("evaluation", "แบบประเมินความพึงพอใจ"),
                            ("other", "อื่น ๆ"),
                        ],
                        max_length=12,
                        verbose_name="ชนิด",
                    ),
                ),
                ("file", models.FileField(upload_to="evidence/")),
                ("original_name", models.CharField(max_length=255, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="ขนาด (ไบต์)")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "uploaded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("removed_on", models.DateField(blank=True, null=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ไฟล์ของการอบรม",
                "verbose_name_plural": "ไฟล์ของการอบรม",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(removed_by__isnull=True, removed_on__isnull=True)
                        | Q(removed_by__isnull=False, removed_on__isnull=False),
                        name="removal_of_a_course_file_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="CourseSession",
            name="satisfaction_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to="communities.coursefile",
                verbose_name="ไฟล์ผลการประเมิน",
            ),
        ),
        migrations.AddConstraint(
            model_name="CourseSession",
            constraint=models.CheckConstraint(
                condition=Q(
                    satisfaction__isnull=True, satisfaction_answers__isnull=True, satisfaction_file__isnull=True
                )
                | Q(satisfaction__isnull=False, satisfaction_answers__isnull=False, satisfaction_file__isnull=False),
                name="satisfaction_has_its_answers_and_its_file",
                violation_error_message="ความพึงพอใจต้องมีร้อยละ จำนวนผู้ตอบ และไฟล์ครบ หรือว่างทั้งหมด",
            ),
        ),
    ]
