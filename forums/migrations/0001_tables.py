"""Forums, their sessions, proposals and evidence. Rules over several tables are in 0002."""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("communities", "0001_tables"),
        ("districts", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ParticipantSector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=24, unique=True, verbose_name="รหัส")),
                ("name_th", models.CharField(max_length=100, unique=True, verbose_name="ภาคส่วน")),
                ("name_en", models.CharField(max_length=100, verbose_name="ชื่อภาษาอังกฤษ")),
                ("position", models.PositiveSmallIntegerField(unique=True)),
                ("is_active", models.BooleanField(default=True, verbose_name="ใช้อยู่")),
            ],
            options={"verbose_name": "ภาคส่วน", "verbose_name_plural": "ภาคส่วน"},
        ),
        migrations.CreateModel(
            name="Forum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="forums", to="districts.district", verbose_name="เขต"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district_hearing", "เวทีรับฟังความคิดเห็นของเขต"),
                            ("adoption_meeting", "ประชาคมรับรองแผนพัฒนาชุมชน"),
                            ("other", "เวทีอื่น"),
                        ],
                        default="district_hearing",
                        max_length=20,
                        verbose_name="ประเภทเวที",
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("number", models.PositiveSmallIntegerField(verbose_name="ครั้งที่")),
                ("number_year", models.PositiveSmallIntegerField(verbose_name="ปีของครั้งที่ (พ.ศ.)")),
                ("is_numbered_by_paper", models.BooleanField(default=False, editable=False)),
                ("external_code", models.CharField(blank=True, max_length=40, verbose_name="รหัสในระบบของ กทม.")),
                ("title", models.CharField(max_length=300, verbose_name="เรื่อง")),
                ("purpose", models.TextField(blank=True, verbose_name="วัตถุประสงค์")),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="forums",
                        to="communities.community",
                        verbose_name="ชุมชน",
                    ),
                ),
                ("scheduled_on", models.DateField(verbose_name="กำหนดจัดวันที่")),
                ("last_on", models.DateField(verbose_name="จัดถึงวันที่")),
                ("place", models.CharField(max_length=300, verbose_name="สถานที่")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "ร่างกำหนดการ"),
                            ("announced", "ประกาศแล้ว"),
                            ("open", "กำลังจัดเวที"),
                            ("held", "จัดแล้ว กำลังบันทึกผล"),
                            ("recorded", "บันทึกผลแล้ว รอเผยแพร่"),
                            ("published", "เผยแพร่แล้ว"),
                            ("withdrawn", "ถอนการเผยแพร่"),
                            ("cancelled", "ยกเลิก"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="ประกาศเมื่อวันที่")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="จัดเมื่อวันที่")),
                ("recorded_on", models.DateField(blank=True, null=True, verbose_name="บันทึกผลเสร็จวันที่")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recorded_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("needs_director", models.BooleanField(default=False, editable=False)),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="เผยแพร่ผลวันที่")),
                ("publication_reason", models.TextField(blank=True, verbose_name="เหตุผลที่บันทึกการเผยแพร่ย้อนหลัง")),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "published_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "is_free_of_personal_data",
                    models.BooleanField(default=False, verbose_name="ยืนยันว่าไม่มีชื่อหรือหมายเลขโทรศัพท์ของผู้ร่วมเวที"),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("cancelled_on", models.DateField(blank=True, null=True)),
                ("ending_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ถอนหรือยกเลิก")),
                (
                    "attendance_total",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="ผู้เข้าร่วมทั้งหมด (คน)"),
                ),
                ("summary", models.TextField(blank=True, verbose_name="สรุปผลเวที")),
                ("recorder", models.CharField(blank=True, max_length=150, verbose_name="ผู้จดรายงาน")),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "เวทีรับฟังความคิดเห็น",
                "verbose_name_plural": "เวทีรับฟังความคิดเห็น",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "kind", "number_year", "number"), name="forum_is_numbered_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=Q(number_year=F("fiscal_year"))
                        | Q(is_numbered_by_paper=True, number_year=F("fiscal_year") - 1),
                        name="forum_is_numbered_in_its_fiscal_or_calendar_year",
                    ),
                    models.CheckConstraint(
                        condition=Q(last_on__gte=F("scheduled_on")), name="forum_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=Q(held_on=None) | Q(held_on=F("last_on")), name="forum_was_held_until_its_last_day"
                    ),
                    models.CheckConstraint(
                        condition=Q(fiscal_year__range=(2540, 2700)), name="forum_year_is_buddhist_era"
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["planned", "cancelled"]) | Q(announced_on__isnull=False),
                        name="forum_past_planning_was_announced",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=["held", "recorded", "published", "withdrawn"])
                        | Q(held_on__isnull=False),
                        name="forum_with_results_was_held",
                    ),
                    models.CheckConstraint(
                        condition=Q(recorded_by__isnull=True, recorded_on__isnull=True, recorded_through__isnull=True)
                        | Q(recorded_by__isnull=False, recorded_on__isnull=False),
                        name="recording_of_results_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["published", "withdrawn"])
                        & Q(published_at__isnull=False, published_by__isnull=False, published_on__isnull=False)
                        | ~Q(state__in=["published", "withdrawn"])
                        & Q(
                            published_at__isnull=True,
                            published_by__isnull=True,
                            published_on__isnull=True,
                            published_through__isnull=True,
                        ),
                        name="published_forum_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=["published", "withdrawn"]) | Q(is_free_of_personal_data=True),
                        name="published_forum_is_free_of_personal_data",
                    ),
                    models.CheckConstraint(
                        condition=Q(needs_director=False)
                        | ~Q(recorded_by=F("published_by"))
                        & ~Q(recorded_by=F("published_through"))
                        & ~Q(recorded_through=F("published_by"))
                        & ~Q(recorded_through=F("published_through")),
                        name="results_for_the_director_are_published_by_another_person",
                        violation_error_message="ผู้ที่บันทึกผลเสร็จเผยแพร่ผลนั้นเองไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=Q(published_on=None) | Q(published_on__gte=F("held_on")),
                        name="forum_is_published_after_it_was_held",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                        | ~Q(state="withdrawn") & Q(withdrawn_on=None),
                        name="withdrawn_forum_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=Q(cancelled_on__isnull=False, state="cancelled")
                        | ~Q(state="cancelled") & Q(cancelled_on=None),
                        name="cancelled_forum_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["withdrawn", "cancelled"]) & ~Q(ending_reason="")
                        | ~Q(state__in=["withdrawn", "cancelled"]) & Q(ending_reason=""),
                        name="ended_forum_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("forum", models.ForeignKey(on_delete=models.PROTECT, related_name="proposals", to="forums.forum")),
                (
                    "district",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="proposals", to="districts.district"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ที่")),
                ("title", models.CharField(max_length=300, verbose_name="ข้อเสนอ")),
                ("detail", models.TextField(blank=True, verbose_name="รายละเอียด")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="communities.planarea",
                        verbose_name="ด้าน",
                    ),
                ),
                (
                    "subdistrict",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="districts.subdistrict",
                        verbose_name="แขวง",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="proposals",
                        to="communities.community",
                        verbose_name="ชุมชน",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="สถานที่")),
                (
                    "requested_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="งบที่ขอ (บาท)"
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="forums.participantsector",
                        verbose_name="ผู้เสนอ",
                    ),
                ),
                ("votes", models.PositiveIntegerField(blank=True, null=True, verbose_name="คะแนน")),
                ("search_text", models.TextField(default="", editable=False)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
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
                "verbose_name": "ข้อเสนอ",
                "verbose_name_plural": "ข้อเสนอ",
                "indexes": [models.Index(fields=["forum", "position", "id"], name="proposals_in_order")],
                "constraints": [
                    models.CheckConstraint(condition=~Q(title=""), name="proposal_has_a_title"),
                    models.CheckConstraint(
                        condition=Q(removed_by__isnull=True, removed_on__isnull=True)
                        | Q(removed_by__isnull=False, removed_on__isnull=False),
                        name="removal_of_a_proposal_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(requested_amount=None) | Q(requested_amount__gte=0),
                        name="requested_amount_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("forum", models.ForeignKey(on_delete=models.PROTECT, related_name="corrections", to="forums.forum")),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="corrections",
                        to="forums.proposal",
                    ),
                ),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("reason", models.TextField(verbose_name="เหตุผลที่แก้ไข")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "การแก้ไขผลที่เผยแพร่แล้ว",
                "verbose_name_plural": "การแก้ไขผลที่เผยแพร่แล้ว",
                "constraints": [models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason")],
            },
        ),
        migrations.CreateModel(
            name="Uptake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposal", models.ForeignKey(on_delete=models.PROTECT, related_name="uptakes", to="forums.proposal")),
                (
                    "project",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="uptakes", to="communities.planproject"),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="จำนวนเงินที่นำเข้าแผน"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="หมายเหตุ")),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ended_reason", models.TextField(blank=True)),
                ("public_reason", models.TextField(blank=True, verbose_name="คำชี้แจงต่อประชาชน")),
            ],
            options={
                "verbose_name": "การนำข้อเสนอเข้าแผน",
                "verbose_name_plural": "การนำข้อเสนอเข้าแผน",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_on=None),
                        fields=("proposal", "project"),
                        name="proposal_is_taken_up_once_by_a_project",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ended_at__isnull=True, ended_by__isnull=True, ended_on__isnull=True, ended_reason=""
                        )
                        | Q(ended_at__isnull=False, ended_by__isnull=False, ended_on__isnull=False)
                        & ~Q(ended_reason=""),
                        name="ended_uptake_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(public_reason="") | Q(ended_on__isnull=False),
                        name="only_an_ended_uptake_is_explained_to_the_public",
                    ),
                    models.CheckConstraint(
                        condition=Q(amount=None) | Q(amount__gte=0), name="uptake_amount_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdoptionMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "adoption",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="meeting", to="communities.planadoption"
                    ),
                ),
                ("forum", models.ForeignKey(on_delete=models.PROTECT, related_name="adoptions", to="forums.forum")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"verbose_name": "การรับรองแผนในเวที", "verbose_name_plural": "การรับรองแผนในเวที"},
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("forum", models.ForeignKey(on_delete=models.PROTECT, related_name="attachments", to="forums.forum")),
                ("file", models.FileField(upload_to="evidence/")),
                ("original_name", models.CharField(max_length=255, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="ขนาด (ไบต์)")),
                ("sha256", models.CharField(max_length=64)),
                ("caption", models.CharField(blank=True, max_length=300, verbose_name="คำอธิบาย")),
                ("is_public", models.BooleanField(default=False, verbose_name="เผยแพร่ต่อสาธารณะ")),
                ("uploaded_at", models.DateTimeField()),
                (
                    "uploaded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("removed_on", models.DateField(blank=True, null=True)),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                ("cleaned_at", models.DateTimeField(blank=True, null=True)),
                ("refusal", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "ไฟล์หลักฐาน",
                "verbose_name_plural": "ไฟล์หลักฐาน",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(refusal="") | Q(cleaned_at=None, file=""), name="refused_file_is_not_kept"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cleaning",
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
                    "attachment",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="cleanings", to="forums.attachment"),
                ),
            ],
            options={
                "verbose_name": "การลบข้อมูลแฝงในไฟล์",
                "verbose_name_plural": "การลบข้อมูลแฝงในไฟล์",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state__in=("queued", "running")),
                        fields=("key",),
                        name="forums_cleaning_same_request_is_one_job",
                    ),
                    models.CheckConstraint(
                        condition=Q(claimed_by__isnull=False, lease_until__isnull=False, state="running")
                        | ~Q(state="running") & Q(claimed_by=None, lease_until=None),
                        name="forums_cleaning_is_claimed_while_running",
                    ),
                    models.CheckConstraint(
                        condition=Q(finished_at=None, state__in=("queued", "running"))
                        | ~Q(state__in=("queued", "running")) & Q(finished_at__isnull=False),
                        name="forums_cleaning_has_an_end_when_it_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("forum", models.ForeignKey(on_delete=models.PROTECT, related_name="agenda", to="forums.forum")),
                ("part", models.PositiveSmallIntegerField(verbose_name="ระเบียบวาระที่")),
                ("topic", models.CharField(max_length=300, verbose_name="เรื่อง")),
                ("resolution", models.TextField(blank=True, verbose_name="มติที่ประชุม")),
            ],
            options={
                "verbose_name": "ระเบียบวาระ",
                "verbose_name_plural": "ระเบียบวาระ",
                "constraints": [
                    models.UniqueConstraint(fields=("forum", "part"), name="agenda_part_stands_once"),
                    models.CheckConstraint(condition=Q(part__range=(1, 6)), name="agenda_has_six_parts"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("forum", models.ForeignKey(on_delete=models.PROTECT, related_name="attendance", to="forums.forum")),
                (
                    "sector",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="forums.participantsector"),
                ),
                ("people", models.PositiveIntegerField(verbose_name="จำนวน (คน)")),
            ],
            options={
                "verbose_name": "ผู้เข้าร่วม",
                "verbose_name_plural": "ผู้เข้าร่วม",
                "constraints": [
                    models.UniqueConstraint(fields=("forum", "sector"), name="sector_is_counted_once_a_forum")
                ],
            },
        ),
        migrations.CreateModel(
            name="ForumSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("forum", models.ForeignKey(on_delete=models.PROTECT, related_name="sessions", to="forums.forum")),
                ("on", models.DateField(verbose_name="วันที่")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="เวลาเริ่ม")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="เวลาเลิก")),
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
        migrations.CreateModel(
            name="Postponement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("forum", models.ForeignKey(on_delete=models.PROTECT, related_name="postponements", to="forums.forum")),
                ("from_on", models.DateField(verbose_name="จากวันที่")),
                ("to_on", models.DateField(verbose_name="เป็นวันที่")),
                ("reason", models.TextField(verbose_name="เหตุผลที่เลื่อน")),
                ("is_of_holding", models.BooleanField(default=False, editable=False)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "การเลื่อนเวที",
                "verbose_name_plural": "การเลื่อนเวที",
                "constraints": [models.CheckConstraint(condition=~Q(reason=""), name="postponement_has_a_reason")],
            },
        ),
        migrations.AddField(
            model_name="Forum",
            name="publication_proof",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="forums.attachment"
            ),
        ),
        migrations.AddConstraint(
            model_name="Forum",
            constraint=models.CheckConstraint(
                condition=Q(publication_proof=None, publication_reason="")
                | Q(publication_proof__isnull=False, published_on__isnull=False) & ~Q(publication_reason=""),
                name="publication_in_the_past_has_a_reason_and_a_proof",
            ),
        ),
    ]
