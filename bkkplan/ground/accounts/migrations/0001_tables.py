"""People, their roles, links and notices; sections of offices; lists of people; what is destroyed."""

import uuid

import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length"), ("districts", "0001_tables")]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("full_name", models.CharField(max_length=150, verbose_name="ชื่อ-นามสกุล")),
                ("phone", models.CharField(blank=True, max_length=50, verbose_name="โทรศัพท์")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ปิดบัญชีเมื่อ")),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ลบข้อมูลบุคคลเมื่อ"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "ผู้ใช้",
                "verbose_name_plural": "ผู้ใช้",
                "constraints": [
                    models.UniqueConstraint(
                        Lower("email"),
                        condition=~Q(email=""),
                        name="email_belongs_to_one_person",
                        violation_error_message="อีเมลนี้มีผู้ใช้แล้ว",
                    ),
                    models.CheckConstraint(
                        condition=Q(erased_at=None) | Q(closed_at__isnull=False, email="", is_active=False, phone=""),
                        name="erased_person_is_closed_and_unreachable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=255, verbose_name="ชื่อไฟล์")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "รออ่านไฟล์"),
                            ("checked", "รอยืนยัน"),
                            ("done", "นำเข้าแล้ว"),
                            ("cancelled", "ยกเลิกแล้ว"),
                            ("undone", "เลิกทำแล้ว"),
                        ],
                        default="waiting",
                        max_length=16,
                        verbose_name="สถานะ",
                    ),
                ),
                ("data", models.BinaryField(blank=True, null=True)),
                ("table", models.JSONField(blank=True, editable=False, null=True)),
                ("columns", models.JSONField(default=dict)),
                ("outcome", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField(verbose_name="ตรวจเมื่อ")),
                (
                    "uploaded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "การนำเข้ารายชื่อผู้ใช้",
                "verbose_name_plural": "การนำเข้ารายชื่อผู้ใช้",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=("done", "undone"))
                        & Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                        | ~Q(state__in=("done", "undone")) & Q(confirmed_at__isnull=True, confirmed_by__isnull=True),
                        name="people_import_is_done_when_confirmed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="undone", undone_at__isnull=False, undone_by__isnull=False)
                        | ~Q(state="undone") & Q(undone_at__isnull=True, undone_by__isnull=True),
                        name="people_import_is_undone_when_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=("waiting", "checked")) | Q(data=None, table=None),
                        name="ended_people_import_holds_no_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleReading",
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
                        editable=False, on_delete=models.PROTECT, related_name="reading", to="accounts.peopleimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "การอ่านรายชื่อผู้ใช้",
                "verbose_name_plural": "การอ่านรายชื่อผู้ใช้",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state__in=("queued", "running")),
                        fields=("key",),
                        name="accounts_peoplereading_same_request_is_one_job",
                    ),
                    models.CheckConstraint(
                        condition=Q(claimed_by__isnull=False, lease_until__isnull=False, state="running")
                        | ~Q(state="running") & Q(claimed_by=None, lease_until=None),
                        name="accounts_peoplereading_is_claimed_while_running",
                    ),
                    models.CheckConstraint(
                        condition=Q(finished_at=None, state__in=("queued", "running"))
                        | ~Q(state__in=("queued", "running")) & Q(finished_at__isnull=False),
                        name="accounts_peoplereading_has_an_end_when_it_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="sections", to="districts.office", verbose_name="หน่วยงาน"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="ชื่อฝ่าย")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ลำดับ")),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("forums", "เวทีรับฟัง"),
                                ("plans", "แผนพัฒนาชุมชน"),
                                ("action_plan", "แผนปฏิบัติราชการ"),
                                ("money", "งบประมาณและการเบิกจ่าย"),
                                ("procurement", "พัสดุและการก่อหนี้ผูกพัน"),
                                ("committees", "คณะกรรมการชุมชน"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="งานที่ได้รับมอบ",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("made_by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ฝ่าย",
                "verbose_name_plural": "ฝ่าย",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(closed_at=None),
                        fields=("office", "name"),
                        name="section_name_is_unique_in_its_office",
                        violation_error_message="หน่วยงานนี้มีฝ่ายชื่อนี้แล้ว",
                    ),
                    models.CheckConstraint(
                        condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                        | Q(closed_at__isnull=False, closed_by__isnull=False),
                        name="section_end_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ใช้",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("district_officer", "เจ้าหน้าที่เขต"),
                            ("section_head", "หัวหน้าฝ่าย"),
                            ("assistant_director", "ผู้ช่วยผู้อำนวยการเขต"),
                            ("district_director", "ผู้อำนวยการเขต"),
                            ("bureau_officer", "เจ้าหน้าที่สำนัก"),
                            ("bureau_director", "ผู้อำนวยการสำนัก"),
                            ("social_development", "เจ้าหน้าที่สำนักพัฒนาสังคม"),
                            ("strategy", "เจ้าหน้าที่ สยป."),
                            ("administrator", "ผู้ดูแลระบบ"),
                            ("budget_office", "เจ้าหน้าที่สำนักงบประมาณ"),
                            ("finance_office", "เจ้าหน้าที่สำนักการคลัง"),
                            ("auditor", "ผู้ตรวจสอบ"),
                        ],
                        max_length=24,
                        verbose_name="บทบาท",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="assignments",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="assignments",
                        to="districts.office",
                        verbose_name="สำนัก",
                    ),
                ),
                (
                    "acting",
                    models.CharField(
                        blank=True,
                        choices=[("in_place", "รักษาราชการแทน"), ("by_order", "ปฏิบัติราชการแทน")],
                        max_length=8,
                        verbose_name="การรักษาหรือปฏิบัติราชการแทน",
                    ),
                ),
                ("order_number", models.CharField(blank=True, max_length=100, verbose_name="คำสั่งที่")),
                ("order_dated", models.DateField(blank=True, null=True, verbose_name="คำสั่งลงวันที่")),
                ("starts_on", models.DateField(verbose_name="เริ่มวันที่")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="สิ้นสุดวันที่")),
                ("first_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ตั้งแต่ปีงบประมาณ")),
                ("last_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ถึงปีงบประมาณ")),
                ("appointed_at", models.DateTimeField(verbose_name="บันทึกเมื่อ")),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sections",
                    models.ManyToManyField(
                        blank=True, related_name="members", to="accounts.section", verbose_name="ฝ่าย"
                    ),
                ),
            ],
            options={
                "verbose_name": "บทบาทที่ได้รับ",
                "verbose_name_plural": "บทบาทที่ได้รับ",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            bureau=None,
                            district__isnull=False,
                            role__in=(
                                "district_officer",
                                "section_head",
                                "assistant_director",
                                "district_director",
                                "auditor",
                            ),
                        )
                        | Q(
                            bureau__isnull=False,
                            district=None,
                            role__in=("bureau_officer", "bureau_director", "auditor"),
                        )
                        | Q(
                            bureau=None,
                            district=None,
                            role__in=(
                                "social_development",
                                "strategy",
                                "administrator",
                                "budget_office",
                                "finance_office",
                                "auditor",
                            ),
                        ),
                        name="role_is_held_in_its_kind_of_place",
                        violation_error_message="บทบาทของเขตต้องระบุเขต บทบาทของสำนักต้องระบุสำนัก บทบาทของเมืองต้องไม่ระบุทั้งสองอย่าง",
                    ),
                    models.CheckConstraint(
                        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                        name="assignment_ends_after_it_starts",
                        violation_error_message="วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม",
                    ),
                    models.CheckConstraint(
                        condition=Q(order_dated=None, order_number="") & ~Q(acting="by_order")
                        | ~Q(order_number="") & Q(order_dated__isnull=False) & ~Q(acting=""),
                        name="delegation_names_its_order",
                        violation_error_message="ปฏิบัติราชการแทนต้องมีเลขที่และวันที่ของคำสั่ง",
                    ),
                    models.CheckConstraint(
                        condition=~Q(role="auditor") | Q(ends_on__isnull=False),
                        name="auditor_has_a_last_day",
                        violation_error_message="ผู้ตรวจสอบต้องมีวันสิ้นสุด",
                    ),
                    models.CheckConstraint(
                        condition=Q(first_year=None, last_year=None)
                        | Q(
                            first_year__isnull=False,
                            first_year__lte=F("last_year"),
                            last_year__isnull=False,
                            role="auditor",
                        ),
                        name="only_auditors_are_bound_to_years",
                        violation_error_message="เฉพาะผู้ตรวจสอบที่จำกัดปีงบประมาณได้ และปีแรกต้องไม่เกินปีสุดท้าย",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                        | Q(ended_at__isnull=False, ended_by__isnull=False),
                        name="assignment_end_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Admission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="admissions", to="accounts.peopleimport"),
                ),
                (
                    "assignment",
                    models.OneToOneField(on_delete=models.PROTECT, related_name="+", to="accounts.assignment"),
                ),
                ("is_new", models.BooleanField(verbose_name="เป็นบัญชีใหม่")),
            ],
            options={"verbose_name": "บทบาทจากรายชื่อ", "verbose_name_plural": "บทบาทจากรายชื่อ"},
        ),
        migrations.CreateModel(
            name="OneTimeLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="links", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "purpose",
                    models.CharField(choices=[("invitation", "คำเชิญ"), ("login", "ลิงก์เข้าระบบครั้งเดียว")], max_length=16),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(expires_at__gt=F("created_at")), name="link_expires_after_it_is_made"
                    ),
                    models.CheckConstraint(
                        condition=Q(used_at=None) | Q(revoked_at=None), name="link_is_used_or_revoked_not_both"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recipient",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="notices", to=settings.AUTH_USER_MODEL),
                ),
                ("kind", models.SlugField(max_length=60)),
                ("message", models.CharField(max_length=500)),
                ("params", models.JSONField(blank=True, default=dict)),
                ("url", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(read_at=None), fields=["recipient", "-created_at"], name="notice_by_recipient"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="WrongPassword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["account", "at"], name="wrong_password_by_account")]},
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="DestructionList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_on", models.DateField(verbose_name="จัดทำวันที่")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "รอพิจารณา"), ("approved", "อนุมัติแล้ว รอทำลาย"), ("destroyed", "ทำลายแล้ว")],
                        default="proposed",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("committee", models.CharField(blank=True, max_length=200, verbose_name="คณะกรรมการ")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="มติวันที่")),
                ("decision_number", models.CharField(blank=True, max_length=100, verbose_name="เลขที่หนังสืออนุมัติ")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "destroyed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "บัญชีขอทำลาย",
                "verbose_name_plural": "บัญชีขอทำลาย",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state="proposed"), fields=("state",), name="one_destruction_list_is_open"
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="proposed") & Q(approved_at__isnull=False, approved_by__isnull=False)
                        | Q(state="proposed") & Q(approved_at__isnull=True, approved_by__isnull=True),
                        name="approved_destruction_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(committee="", decided_on=None, decision_number="", state="proposed")
                        | ~Q(state="proposed")
                        & Q(decided_on__isnull=False)
                        & ~Q(committee="")
                        & ~Q(decision_number=""),
                        name="approved_destruction_names_its_decision",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="destroyed") & Q(destroyed_at__isnull=False, destroyed_by__isnull=False)
                        | ~Q(state="destroyed") & Q(destroyed_at__isnull=True, destroyed_by__isnull=True),
                        name="destruction_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=~Q(approved_by=F("destroyed_by")), name="destruction_needs_four_eyes"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DestructionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "list",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="items", to="accounts.destructionlist"),
                ),
                ("purpose", models.CharField(max_length=60)),
                ("target_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=300, verbose_name="รายการ")),
                ("since", models.DateField(verbose_name="เก็บตั้งแต่วันที่")),
                ("kept_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่เก็บต่อ")),
            ],
            options={
                "verbose_name": "รายการขอทำลาย",
                "verbose_name_plural": "รายการขอทำลาย",
                "constraints": [
                    models.UniqueConstraint(fields=("list", "purpose", "target_id"), name="thing_stands_once_on_a_list")
                ],
            },
        ),
    ]
