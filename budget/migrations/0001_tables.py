"""Strategy trees, action plans, requests, money and what it is spent on. Rules over several tables follow."""

import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.constraints
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_letters_are_chosen_by_subject"),
        ("communities", "0015_registers_become_lists"),
        ("districts", "0002_another_place_has_its_own_codes"),
        ("forums", "0008_a_district_takes_proposals_straight_in"),
        ("years", "0002_offices_are_reminded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MoneyCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=24, unique=True, verbose_name="รหัส")),
                ("name_th", models.CharField(max_length=150, verbose_name="ชื่อ")),
                ("name_en", models.CharField(max_length=150, verbose_name="ชื่อภาษาอังกฤษ")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ลำดับ")),
                ("from_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ตั้งแต่ปี")),
                ("until_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ถึงปี")),
            ],
            options={
                "verbose_name": "หมวดหรืองบรายจ่าย",
                "verbose_name_plural": "หมวดและงบรายจ่าย",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_year", None),
                            ("until_year", None),
                            ("until_year__gte", models.F("from_year")),
                            _connector="OR",
                        ),
                        name="category_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MoneySource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=24, unique=True, verbose_name="รหัส")),
                ("name_th", models.CharField(max_length=150, verbose_name="ชื่อ")),
                ("name_en", models.CharField(max_length=150, verbose_name="ชื่อภาษาอังกฤษ")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ลำดับ")),
                ("from_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ตั้งแต่ปี")),
                ("until_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ถึงปี")),
                ("is_numbered", models.BooleanField(default=False, verbose_name="มีฉบับที่")),
                ("is_granted", models.BooleanField(default=True, verbose_name="เป็นงบประมาณที่ได้รับใหม่")),
            ],
            options={
                "verbose_name": "แหล่งเงิน",
                "verbose_name_plural": "แหล่งเงิน",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_year", None),
                            ("until_year", None),
                            ("until_year__gte", models.F("from_year")),
                            _connector="OR",
                        ),
                        name="source_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StrategyTree",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("city", "ยุทธศาสตร์การพัฒนากรุงเทพมหานคร"),
                            ("mission", "ภารกิจของสำนักงานเขต"),
                            ("area", "ยุทธศาสตร์การพัฒนาของพื้นที่"),
                        ],
                        default="city",
                        max_length=8,
                        verbose_name="ชนิด",
                    ),
                ),
                ("name_th", models.CharField(max_length=300, verbose_name="ชื่อแผน")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="ชื่อภาษาอังกฤษ")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="ตั้งแต่ปี (พ.ศ.)")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="ถึงปี (พ.ศ.)")),
                ("levels", models.JSONField(default=list, verbose_name="ระดับ")),
                ("levels_en", models.JSONField(blank=True, default=list, verbose_name="ระดับ (ภาษาอังกฤษ)")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="strategy_trees",
                        to="districts.district",
                    ),
                ),
            ],
            options={
                "verbose_name": "แผนยุทธศาสตร์",
                "verbose_name_plural": "แผนยุทธศาสตร์",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_year__lte", models.F("last_year"))),
                        name="tree_ends_after_it_began",
                        violation_error_message="ปีสุดท้ายต้องไม่ก่อนปีแรก",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district", None), ("kind", "city")),
                            models.Q(
                                models.Q(("kind", "city"), _negated=True),
                                ("district__isnull", False),
                                ("first_year", models.F("last_year")),
                            ),
                            _connector="OR",
                        ),
                        name="district_tree_has_a_district_and_one_year",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("district__isnull", False)),
                        fields=("kind", "district", "first_year"),
                        name="district_has_one_tree_of_a_kind_a_year",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("district", None)),
                        fields=("name_th",),
                        name="tree_of_the_city_has_its_own_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StrategyNode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("level", models.PositiveSmallIntegerField(default=1, verbose_name="ระดับ")),
                ("code", models.CharField(blank=True, max_length=20, verbose_name="รหัส")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ลำดับ")),
                ("name_th", models.CharField(max_length=500, verbose_name="ชื่อ")),
                ("name_en", models.CharField(blank=True, max_length=500, verbose_name="ชื่อภาษาอังกฤษ")),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="children",
                        to="budget.strategynode",
                    ),
                ),
                ("tree", models.ForeignKey(on_delete=models.PROTECT, related_name="nodes", to="budget.strategytree")),
            ],
            options={
                "verbose_name": "ข้อของแผนยุทธศาสตร์",
                "verbose_name_plural": "ข้อของแผนยุทธศาสตร์",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("tree", "code"),
                        name="code_is_unique_in_its_tree",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("tree", "sort_key"),
                        name="nodes_have_places",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", 1), ("parent", None)),
                            models.Q(("level__range", (2, 6)), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_the_first_level_stands_at_the_top",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), ("position__gt", 0)),
                            models.Q(models.Q(("code", ""), _negated=True), ("position", 0)),
                            _connector="OR",
                        ),
                        name="node_has_a_code_or_a_position",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="action_plans",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
            ],
            options={
                "verbose_name": "แผนปฏิบัติราชการประจำปี",
                "verbose_name_plural": "แผนปฏิบัติราชการประจำปี",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "fiscal_year"), name="district_has_one_action_plan_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fiscal_year__range", (2540, 2700))),
                        name="action_plan_year_is_buddhist_era",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlanEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="แก้ไขเพิ่มเติมครั้งที่")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "กำลังจัดทำ"),
                            ("submitted", "เสนอแล้ว รออนุมัติ"),
                            ("approved", "อนุมัติแล้ว"),
                            ("discarded", "ยกเลิก ไม่ได้ใช้"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="เหตุผลที่แก้ไขเพิ่มเติม")),
                ("created_at", models.DateTimeField()),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="เสนอเมื่อวันที่")),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="ส่งกลับเมื่อวันที่")),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("return_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ส่งกลับ")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="อนุมัติเมื่อวันที่")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("discarded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "approved_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("plan", models.ForeignKey(on_delete=models.PROTECT, related_name="editions", to="budget.actionplan")),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
            ],
            options={
                "verbose_name": "ฉบับของแผนปฏิบัติราชการ",
                "verbose_name_plural": "ฉบับของแผนปฏิบัติราชการ",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "discarded"), _negated=True),
                        fields=("plan", "number"),
                        name="edition_is_numbered_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted"])),
                        fields=("plan",),
                        name="action_plan_has_one_open_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "approved"),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True),
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("approved_on__isnull", True),
                                ("approved_through__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="approved_edition_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["submitted", "approved"]), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="edition_past_draft_was_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_by", models.F("approved_by")), _negated=True),
                            models.Q(("submitted_by", models.F("approved_through")), _negated=True),
                            models.Q(("submitted_through", models.F("approved_by")), _negated=True),
                            models.Q(("submitted_through", models.F("approved_through")), _negated=True),
                        ),
                        name="edition_is_approved_by_another_person",
                        violation_error_message="ผู้เสนอแผนอนุมัติแผนนั้นเองไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", True),
                                ("submitted_by__isnull", True),
                                ("submitted_on__isnull", True),
                                ("submitted_through__isnull", True),
                            ),
                            models.Q(
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                                ("submitted_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="submitted_edition_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at__isnull", True),
                                ("returned_by__isnull", True),
                                ("returned_on__isnull", True),
                                ("return_reason", ""),
                            ),
                            models.Q(
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                ("returned_on__isnull", False),
                                models.Q(("return_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="edition_sent_back_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "discarded"), ("discarded_at__isnull", False), ("discarded_by__isnull", False)
                            ),
                            models.Q(
                                models.Q(("state", "discarded"), _negated=True),
                                ("discarded_at__isnull", True),
                                ("discarded_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="discarded_amendment_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "discarded"), _negated=True), ("number__gt", 0), _connector="OR"
                        ),
                        name="first_edition_is_never_discarded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", 0), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="amendment_has_a_reason",
                        violation_error_message="การแก้ไขเพิ่มเติมแผนต้องมีเหตุผล",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TakingIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "edition",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="takings", to="budget.actionplanedition"),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "การนำเข้าแผนปฏิบัติราชการ",
                "verbose_name_plural": "การนำเข้าแผนปฏิบัติราชการ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="undoing_of_a_taking_in_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlanItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("drop_reason", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(verbose_name="ที่")),
                (
                    "part",
                    models.CharField(
                        choices=[("strategic", "ส่วนยุทธศาสตร์"), ("routine", "ส่วนประจำ")],
                        default="strategic",
                        max_length=10,
                        verbose_name="ส่วน",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="โครงการ/กิจกรรม")),
                ("objective", models.TextField(blank=True, verbose_name="วัตถุประสงค์")),
                ("target", models.TextField(blank=True, verbose_name="เป้าหมาย/ผลผลิต")),
                ("indicator", models.TextField(blank=True, verbose_name="ตัวชี้วัด (ค่าเป้าหมาย)")),
                (
                    "planned_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="งบประมาณ (บาท)"
                    ),
                ),
                ("money_source", models.CharField(blank=True, max_length=200, verbose_name="แหล่งงบประมาณ")),
                ("starts_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="เริ่มเดือน")),
                ("ends_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ถึงเดือน")),
                ("responsible", models.CharField(blank=True, max_length=200, verbose_name="ผู้รับผิดชอบอื่น")),
                ("note", models.TextField(blank=True, verbose_name="หมายเหตุ")),
                ("external_code", models.CharField(blank=True, max_length=40, verbose_name="รหัสในระบบของ กทม.")),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("not_started", "ยังไม่เริ่ม"),
                            ("under_way", "กำลังดำเนินการ"),
                            ("done", "แล้วเสร็จ"),
                            ("cancelled", "ยกเลิก"),
                        ],
                        default="not_started",
                        max_length=12,
                        verbose_name="ความก้าวหน้า",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="แล้วเสร็จวันที่")),
                ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="ยกเลิกวันที่")),
                ("result", models.TextField(blank=True, verbose_name="ผลการดำเนินงาน")),
                (
                    "dropped_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="dropped",
                        to="budget.actionplanedition",
                    ),
                ),
                (
                    "introduced_in",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="introduced", to="budget.actionplanedition"
                    ),
                ),
                ("plan", models.ForeignKey(on_delete=models.PROTECT, related_name="items", to="budget.actionplan")),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="accounts.section",
                        verbose_name="ฝ่ายที่รับผิดชอบ",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.moneycategory",
                        verbose_name="หมวดหรืองบรายจ่าย",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.strategynode",
                        verbose_name="ความสอดคล้อง",
                    ),
                ),
                (
                    "taking",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="items",
                        to="budget.takingin",
                    ),
                ),
            ],
            options={
                "verbose_name": "โครงการ/กิจกรรมในแผนปฏิบัติราชการ",
                "verbose_name_plural": "โครงการ/กิจกรรมในแผนปฏิบัติราชการ",
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("plan", "position"),
                        name="items_have_places",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("planned_amount", None), ("planned_amount__gt", 0), _connector="OR"),
                        name="planned_amount_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_in__isnull", True), ("drop_reason", "")),
                            models.Q(("dropped_in__isnull", False), models.Q(("drop_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="dropped_item_has_a_reason",
                        violation_error_message="การตัดโครงการออกจากแผนต้องมีเหตุผล",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("starts_in", None), ("starts_in__range", (1, 12)), _connector="OR"),
                            models.Q(("ends_in", None), ("ends_in__range", (1, 12)), _connector="OR"),
                        ),
                        name="item_months_are_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_on__isnull", False),
                                ("progress", "done"),
                                models.Q(("result", ""), _negated=True),
                            ),
                            models.Q(models.Q(("progress", "done"), _negated=True), ("done_on", None)),
                            _connector="OR",
                        ),
                        name="done_item_has_a_day_and_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_on__isnull", False),
                                ("progress", "cancelled"),
                                models.Q(("result", ""), _negated=True),
                            ),
                            models.Q(models.Q(("progress", "cancelled"), _negated=True), ("cancelled_on", None)),
                            _connector="OR",
                        ),
                        name="cancelled_item_has_a_day_and_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlagshipProject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ลำดับ")),
                ("kpi_code", models.CharField(max_length=16, verbose_name="ตัวชี้วัด")),
                ("title_th", models.CharField(max_length=300, verbose_name="โครงการ")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="ชื่อภาษาอังกฤษ")),
                ("reason", models.TextField(blank=True, verbose_name="หลักการและเหตุผล")),
                ("reason_en", models.TextField(blank=True, verbose_name="หลักการและเหตุผล (ภาษาอังกฤษ)")),
                ("objectives", models.TextField(blank=True, verbose_name="วัตถุประสงค์")),
                ("objectives_en", models.TextField(blank=True, verbose_name="วัตถุประสงค์ (ภาษาอังกฤษ)")),
                ("methods", models.JSONField(blank=True, default=list, verbose_name="แนวทางการดำเนินการ")),
                (
                    "methods_en",
                    models.JSONField(blank=True, default=list, verbose_name="แนวทางการดำเนินการ (ภาษาอังกฤษ)"),
                ),
                ("note", models.TextField(blank=True, verbose_name="หมายเหตุ")),
                ("note_en", models.TextField(blank=True, verbose_name="หมายเหตุ (ภาษาอังกฤษ)")),
                ("budget_note", models.TextField(blank=True, verbose_name="หมายเหตุงบประมาณ")),
                ("budget_note_en", models.TextField(blank=True, verbose_name="หมายเหตุงบประมาณ (ภาษาอังกฤษ)")),
                ("external_code", models.CharField(blank=True, max_length=40, verbose_name="รหัสในระบบของ กทม.")),
                ("responsible_unit", models.CharField(max_length=200, verbose_name="หน่วยงานรับผิดชอบ")),
                (
                    "responsible_unit_en",
                    models.CharField(blank=True, max_length=200, verbose_name="หน่วยงานรับผิดชอบ (ภาษาอังกฤษ)"),
                ),
                ("starts_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="เริ่มเดือน")),
                ("ends_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ถึงเดือน")),
                (
                    "budget",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="งบประมาณ (บาท)"
                    ),
                ),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("none", "ไม่จัดสรรให้เขต"),
                            ("equal", "เท่ากันทุกเขต"),
                            ("by_communities", "ตามจำนวนชุมชนของเขต"),
                            ("table", "ตามตารางจำนวนเงินรายเขต"),
                            ("per_community", "ชุมชนละเท่ากัน"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="การจัดสรรให้เขต",
                    ),
                ),
                (
                    "share_per_district",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="เขตละ (บาท)"
                    ),
                ),
                (
                    "share_per_community",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="ชุมชนละ (บาท)"
                    ),
                ),
                ("communities_on", models.DateField(blank=True, null=True, verbose_name="นับชุมชน ณ วันที่")),
                ("is_detailed", models.BooleanField(default=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="flagships",
                        to="districts.office",
                        verbose_name="สำนักที่ใช้งบประมาณ",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="flagships",
                        to="budget.strategynode",
                        verbose_name="ความสอดคล้อง",
                    ),
                ),
            ],
            options={
                "verbose_name": "โครงการหลัก",
                "verbose_name_plural": "โครงการหลัก",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "position"), name="flagship_is_numbered_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget", None), ("budget__gt", 0), _connector="OR"),
                        name="flagship_budget_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_per_district", None),
                            models.Q(("budget__isnull", False), ("share_per_district__gt", 0)),
                            _connector="OR",
                        ),
                        name="flagship_share_is_part_of_a_budget",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("communities_on", None), ("share_per_community", None), ("sharing", "equal")),
                            models.Q(
                                ("communities_on__isnull", False),
                                ("share_per_community", None),
                                ("share_per_district", None),
                                ("sharing", "by_communities"),
                            ),
                            models.Q(
                                ("communities_on__isnull", False),
                                ("share_per_community__gt", 0),
                                ("share_per_community__isnull", False),
                                ("share_per_district", None),
                                ("sharing", "per_community"),
                            ),
                            models.Q(
                                ("communities_on", None),
                                ("share_per_community", None),
                                ("share_per_district", None),
                                ("sharing__in", ["none", "table"]),
                            ),
                            _connector="OR",
                        ),
                        name="rule_of_sharing_has_what_belongs_to_it",
                        violation_error_message="การจัดสรรให้เขตยังขาดจำนวนเงินหรือวันที่นับชุมชน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_in__isnull", True), ("starts_in__isnull", True)),
                            models.Q(("ends_in__isnull", False), ("starts_in__isnull", False)),
                            _connector="OR",
                        ),
                        name="flagship_has_both_months_or_none",
                        violation_error_message="เลือกทั้งเดือนเริ่มและเดือนสิ้นสุด หรือเว้นว่างทั้งสองช่อง",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appropriation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="ได้รับ (บาท)")),
                (
                    "transferred_total",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="โอนแล้ว (บาท)"),
                ),
                (
                    "lapsed",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="พับไปโดยไม่ได้โอน (บาท)"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="appropriations",
                        to="districts.district",
                    ),
                ),
                (
                    "flagship",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="appropriation",
                        to="budget.flagshipproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "งบประมาณที่ได้รับ",
                "verbose_name_plural": "งบประมาณที่ได้รับ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district", None), ("flagship__isnull", False)),
                            models.Q(("district__isnull", False), ("flagship", None)),
                            _connector="OR",
                        ),
                        name="appropriation_has_one_source",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("district__isnull", False)),
                        fields=("district", "fiscal_year"),
                        name="district_has_one_yearly_budget",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="appropriation_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lapsed__gte", 0),
                            ("transferred_total__gte", 0),
                            (
                                "transferred_total__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "-", models.F("lapsed")
                                ),
                            ),
                        ),
                        name="transfers_stay_within_the_appropriation",
                        violation_error_message="ยอดโอนรวมเกินงบประมาณที่ได้รับ",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "transferred",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="ได้รับจัดสรร (บาท)"),
                ),
                (
                    "allotted",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="อนุมัติเงินงวด (บาท)"),
                ),
                (
                    "committed",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="ก่อหนี้ผูกพัน (บาท)"),
                ),
                (
                    "disbursed",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="เบิกจ่าย (บาท)"),
                ),
                (
                    "advanced",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="เงินยืมที่ยังไม่ล้าง (บาท)"),
                ),
                (
                    "carried_bound",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="เงินกันกรณีมีหนี้ผูกพันคงเหลือ (บาท)"
                    ),
                ),
                (
                    "carried_free",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="เงินกันกรณีไม่มีหนี้ผูกพันคงเหลือ (บาท)"
                    ),
                ),
                ("lapsed", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="พับไป (บาท)")),
                (
                    "bureau",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="allocations",
                        to="districts.office",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="allocations",
                        to="districts.district",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="allocation",
                        to="budget.actionplanitem",
                    ),
                ),
                (
                    "appropriation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="allocations", to="budget.appropriation"),
                ),
            ],
            options={
                "verbose_name": "งบประมาณที่จัดสรร",
                "verbose_name_plural": "งบประมาณที่จัดสรร",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bureau", None), ("district__isnull", False)),
                            models.Q(("bureau__isnull", False), ("district", None)),
                            _connector="OR",
                        ),
                        name="allocation_belongs_to_a_district_or_a_bureau",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("item", None)),
                        fields=("appropriation", "district"),
                        name="flagship_money_is_allocated_once_a_district",
                    ),
                    models.UniqueConstraint(
                        fields=("appropriation", "bureau"), name="flagship_money_is_allocated_once_a_bureau"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carried_bound__gte", 0),
                            ("disbursed__gte", 0),
                            (
                                "disbursed__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("committed"), "-", models.F("carried_bound")
                                ),
                            ),
                        ),
                        name="disbursed_and_carried_stay_within_committed",
                        violation_error_message="ยอดเบิกจ่ายรวมเงินกันกรณีมีหนี้ผูกพันเกินยอดก่อหนี้ผูกพัน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("advanced__gte", 0),
                            ("carried_free__gte", 0),
                            (
                                "committed__lte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("transferred"), "-", models.F("advanced")
                                    ),
                                    "-",
                                    models.F("carried_free"),
                                ),
                            ),
                        ),
                        name="committed_advanced_and_carried_stay_within_transferred",
                        violation_error_message="ยอดก่อหนี้ผูกพันรวมเงินยืมและเงินกันเกินยอดที่ได้รับจัดสรร",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "disbursed__lte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("transferred"), "-", models.F("advanced")
                                            ),
                                            "-",
                                            models.F("carried_bound"),
                                        ),
                                        "-",
                                        models.F("carried_free"),
                                    ),
                                    "-",
                                    models.F("lapsed"),
                                ),
                            ),
                            ("lapsed__gte", 0),
                        ),
                        name="no_baht_is_spent_carried_or_lapsed_twice",
                        violation_error_message="เงินที่จ่าย กันไว้ หรือพับไปแล้วใช้ซ้ำไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allotted__gte", 0), ("allotted__lte", models.F("transferred"))),
                        name="allotted_stays_within_transferred",
                        violation_error_message="เงินงวดที่อนุมัติเกินยอดที่ได้รับจัดสรร",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Advance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement_no", models.CharField(max_length=100, verbose_name="เลขที่สัญญายืม")),
                ("borrower", models.CharField(max_length=150, verbose_name="ผู้ยืม")),
                ("purpose", models.CharField(max_length=300, verbose_name="ยืมเพื่อ")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงินยืม (บาท)")),
                (
                    "outstanding",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="ยังไม่ล้าง (บาท)"),
                ),
                ("on", models.DateField(verbose_name="วันที่ยืม")),
                ("due_on", models.DateField(verbose_name="ครบกำหนดล้าง")),
                ("act", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "allocation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="advances", to="budget.allocation"),
                ),
            ],
            options={
                "verbose_name": "เงินยืม",
                "verbose_name_plural": "เงินยืม",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="advance_amount_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("outstanding", 0), ("outstanding", models.F("amount")), _connector="OR"),
                        name="advance_is_cleared_as_a_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("on"))),
                        name="advance_is_due_after_it_is_lent",
                        violation_error_message="วันครบกำหนดต้องไม่ก่อนวันที่ยืม",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="ฉบับที่")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "กำลังร่าง"), ("submitted", "เสนอแล้ว รออนุมัติ"), ("approved", "อนุมัติแล้ว")],
                        default="draft",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("return_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ส่งกลับ")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="อนุมัติเมื่อวันที่")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "approved_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="area_policies",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
            ],
            options={
                "verbose_name": "นโยบายการพัฒนาเขต",
                "verbose_name_plural": "นโยบายการพัฒนาเขต",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "fiscal_year", "number"), name="policy_has_numbered_editions"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted"])),
                        fields=("district", "fiscal_year"),
                        name="policy_has_one_open_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fiscal_year__range", (2540, 2700))), name="policy_year_is_buddhist_era"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            models.Q(
                                ("state", "draft"),
                                ("submitted_at__isnull", True),
                                ("submitted_by__isnull", True),
                                ("submitted_through__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="submitted_policy_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at__isnull", True), ("returned_by__isnull", True), ("return_reason", "")
                            ),
                            models.Q(
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                models.Q(("return_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="policy_sent_back_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "approved"),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True),
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("approved_on__isnull", True),
                                ("approved_through__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="approved_policy_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_by", models.F("approved_by")), _negated=True),
                            models.Q(("submitted_by", models.F("approved_through")), _negated=True),
                            models.Q(("submitted_through", models.F("approved_by")), _negated=True),
                            models.Q(("submitted_through", models.F("approved_through")), _negated=True),
                        ),
                        name="policy_is_approved_by_another_person",
                        violation_error_message="ผู้เสนอนโยบายอนุมัตินโยบายนั้นเองไม่ได้",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "กำลังจัดทำ"), ("handed_in", "ยื่นแล้ว")],
                        default="draft",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("handed_in_on", models.DateField(blank=True, null=True, verbose_name="ยื่นเมื่อวันที่")),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="budget_requests",
                        to="districts.district",
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "flagship",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="budget_request",
                        to="budget.flagshipproject",
                    ),
                ),
            ],
            options={
                "verbose_name": "คำขอตั้งงบประมาณ",
                "verbose_name_plural": "คำขอตั้งงบประมาณ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district", None), ("flagship__isnull", False)),
                            models.Q(("district__isnull", False), ("flagship", None)),
                            _connector="OR",
                        ),
                        name="request_has_one_asker",
                    ),
                    models.UniqueConstraint(fields=("district", "fiscal_year"), name="district_asks_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "handed_in"),
                                ("handed_in_at__isnull", False),
                                ("handed_in_by__isnull", False),
                                ("handed_in_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state", "handed_in"), _negated=True),
                                ("handed_in_at__isnull", True),
                                ("handed_in_by__isnull", True),
                                ("handed_in_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="request_handed_in_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Carry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="วันที่ขอ")),
                ("at", models.DateTimeField()),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="เลขที่หนังสือหรือมติ")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="อนุมัติเมื่อวันที่")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refused_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่ไม่อนุมัติ")),
                (
                    "kind",
                    models.CharField(
                        choices=[("bound", "กรณีมีหนี้ผูกพัน"), ("free", "กรณีไม่มีหนี้ผูกพัน")], max_length=8, verbose_name="กรณี"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงินที่กัน (บาท)")),
                ("document_no", models.CharField(max_length=100, verbose_name="เลขที่หนังสือขอกันเงิน")),
                ("reason", models.CharField(max_length=500, verbose_name="เหตุผลที่ขอกันเงิน")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "รออนุมัติ"),
                            ("approved", "อนุมัติแล้ว"),
                            ("refused", "ไม่อนุมัติ"),
                            ("withdrawn", "ถอนแล้ว"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="ใช้ได้ถึงวันที่")),
                (
                    "left_bound",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="คงเหลือกรณีมีหนี้ผูกพัน (บาท)"
                    ),
                ),
                (
                    "left_free",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="คงเหลือกรณีไม่มีหนี้ผูกพัน (บาท)"
                    ),
                ),
                ("act", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่ถอน")),
                (
                    "allocation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="carries", to="budget.allocation"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "approved_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "refused_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "เงินกันไว้เบิกเหลื่อมปี",
                "verbose_name_plural": "เงินกันไว้เบิกเหลื่อมปี",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="carried_amount_is_positive"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "approved"])),
                        fields=("allocation", "kind"),
                        name="money_is_carried_once_of_a_kind",
                        violation_error_message="ขอกันเงินกรณีนี้ไว้แล้ว",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_bound__gte", 0),
                            (
                                "left_bound__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "-", models.F("left_free")
                                ),
                            ),
                            ("left_free__gte", 0),
                        ),
                        name="what_is_left_stays_within_what_was_carried",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "free"), ("left_free", 0), _connector="OR"),
                        name="bound_money_is_carried_with_its_obligation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "approved"), models.Q(("left_bound", 0), ("left_free", 0)), _connector="OR"
                        ),
                        name="only_approved_money_is_carried",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_on__isnull", False),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("approved_on__isnull", False), _negated=True),
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("approved_on__isnull", True),
                                ("approved_through__isnull", True),
                                ("decision", ""),
                            ),
                            _connector="OR",
                        ),
                        name="approved_carry_is_signed_and_has_a_paper",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "withdrawn"),
                            models.Q(("approved_on__isnull", False), ("state", "approved")),
                            models.Q(models.Q(("state", "approved"), _negated=True), ("approved_on", None)),
                            _connector="OR",
                        ),
                        name="approved_carry_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "refused"),
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                                models.Q(("refused_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                ("refused_at__isnull", True),
                                ("refused_by__isnull", True),
                                ("refused_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="refused_carry_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "withdrawn"),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                                ("withdrawn_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_carry_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", models.F("approved_by")), _negated=True),
                            models.Q(("by", models.F("approved_through")), _negated=True),
                            models.Q(("through", models.F("approved_by")), _negated=True),
                            models.Q(("through", models.F("approved_through")), _negated=True),
                        ),
                        name="carry_is_approved_by_another_person",
                        violation_error_message="ผู้ขอกันเงินอนุมัติคำขอของตนเองไม่ได้",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CarryExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="วันที่ขอ")),
                ("at", models.DateTimeField()),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="เลขที่หนังสือหรือมติ")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="อนุมัติเมื่อวันที่")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refused_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่ไม่อนุมัติ")),
                ("number", models.PositiveSmallIntegerField(verbose_name="ครั้งที่")),
                ("was_until", models.DateField(verbose_name="เดิมใช้ได้ถึง")),
                ("until", models.DateField(verbose_name="ขยายถึงวันที่")),
                ("document_no", models.CharField(max_length=200, verbose_name="เลขที่หนังสือขอขยายเวลา")),
                ("reason", models.CharField(max_length=500, verbose_name="เหตุผลที่ขยายเวลา")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "รออนุมัติ"),
                            ("approved", "อนุมัติแล้ว"),
                            ("refused", "ไม่อนุมัติ"),
                            ("withdrawn", "ถอนแล้ว"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("act", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "approved_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("carry", models.ForeignKey(on_delete=models.PROTECT, related_name="extensions", to="budget.carry")),
                (
                    "refused_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "การขยายเวลาเบิกจ่ายเงินเหลื่อมปี",
                "verbose_name_plural": "การขยายเวลาเบิกจ่ายเงินเหลื่อมปี",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "approved"])),
                        fields=("carry", "number"),
                        name="extensions_of_a_carry_have_numbers",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("carry",),
                        name="one_extension_of_a_carry_waits",
                        violation_error_message="มีคำขอขยายเวลาที่รออนุมัติอยู่แล้ว",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__range", (1, 2))), name="carry_is_extended_twice_at_most"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("was_until"))), name="extension_gives_a_later_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document_no", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="extension_has_a_paper_and_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        name="extension_is_asked_approved_or_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "approved"),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True),
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("approved_on__isnull", True),
                                ("approved_through__isnull", True),
                                ("decision", ""),
                            ),
                            _connector="OR",
                        ),
                        name="approved_extension_is_signed_and_has_a_paper",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "refused"),
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                                models.Q(("refused_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                ("refused_at__isnull", True),
                                ("refused_by__isnull", True),
                                ("refused_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="refused_extension_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", models.F("approved_by")), _negated=True),
                            models.Q(("by", models.F("approved_through")), _negated=True),
                            models.Q(("through", models.F("approved_by")), _negated=True),
                            models.Q(("through", models.F("approved_through")), _negated=True),
                        ),
                        name="extension_is_approved_by_another_person",
                        violation_error_message="ผู้ขอขยายเวลาอนุมัติคำขอของตนเองไม่ได้",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CarryPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("file", models.FileField(upload_to="evidence/")),
                ("original_name", models.CharField(max_length=255, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="ขนาด (ไบต์)")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField()),
                ("carry", models.ForeignKey(on_delete=models.PROTECT, related_name="papers", to="budget.carry")),
                (
                    "extension",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="papers",
                        to="budget.carryextension",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "ไฟล์หนังสือขอกันเงิน",
                "verbose_name_plural": "ไฟล์หนังสือขอกันเงิน",
            },
        ),
        migrations.CreateModel(
            name="CheckMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(unique=True)),
                ("met_on", models.DateField(verbose_name="ประชุมเมื่อวันที่")),
                ("members", models.PositiveSmallIntegerField(verbose_name="ผู้เข้าประชุม (คน)")),
                ("votes_for", models.PositiveSmallIntegerField(verbose_name="เห็นชอบ")),
                ("votes_against", models.PositiveSmallIntegerField(default=0, verbose_name="ไม่เห็นชอบ")),
                ("kept", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="check_meetings", to="communities.planrevision"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "มติที่ประชุมพิจารณาโครงการ",
                "verbose_name_plural": "มติที่ประชุมพิจารณาโครงการ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "members__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("votes_for"), "+", models.F("votes_against")
                                ),
                            )
                        ),
                        name="meeting_has_no_more_votes_than_members",
                        violation_error_message="คะแนนเสียงรวมกันเกินจำนวนผู้เข้าประชุม",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("votes_for__gt", models.F("votes_against"))),
                        name="meeting_agreed_by_more_votes",
                        violation_error_message="มติต้องมีเสียงเห็นชอบมากกว่าไม่เห็นชอบ",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="undone_meeting_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsistencyCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("fits_mission", models.BooleanField(null=True, verbose_name="สอดคล้องกับภารกิจของสำนักงานเขต")),
                ("mission_reason", models.TextField(blank=True, verbose_name="เหตุผล")),
                ("fits_area_strategy", models.BooleanField(null=True, verbose_name="สอดคล้องกับยุทธศาสตร์การพัฒนาของพื้นที่")),
                ("area_reason", models.TextField(blank=True, verbose_name="เหตุผล")),
                (
                    "fits_city_strategy",
                    models.BooleanField(null=True, verbose_name="สอดคล้องกับยุทธศาสตร์การพัฒนากรุงเทพมหานคร"),
                ),
                ("city_reason", models.TextField(blank=True, verbose_name="เหตุผล")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("include", "นำเข้าแผนปฏิบัติราชการ"),
                            ("forward", "ส่งต่อหน่วยงาน"),
                            ("community", "ชุมชนดำเนินการเอง"),
                            ("not_possible", "ดำเนินการไม่ได้"),
                            ("partly", "นำเข้าแผนบางส่วน"),
                            ("waiting", "บัญชีโครงการรอรับการสนับสนุน"),
                        ],
                        max_length=16,
                        verbose_name="ผลการพิจารณา",
                    ),
                ),
                ("outcome_reason", models.TextField(blank=True, verbose_name="เหตุผลของผลการพิจารณา")),
                ("forwarded_to", models.CharField(blank=True, max_length=200, verbose_name="ส่งต่อให้")),
                (
                    "granted_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="วงเงินที่นำเข้าแผน (บาท)"
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="ตรวจเมื่อวันที่")),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="checks", to="budget.checkmeeting"
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="check_result", to="communities.planproject"
                    ),
                ),
                (
                    "area_node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.strategynode",
                        verbose_name="ยุทธศาสตร์ของพื้นที่ที่สอดคล้อง",
                    ),
                ),
                (
                    "mission_node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.strategynode",
                        verbose_name="ภารกิจที่สอดคล้อง",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.strategynode",
                        verbose_name="ยุทธศาสตร์ที่สอดคล้อง",
                    ),
                ),
            ],
            options={
                "verbose_name": "ผลตรวจความสอดคล้อง",
                "verbose_name_plural": "ผลตรวจความสอดคล้อง",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_at__isnull", True), ("checked_by__isnull", True), ("checked_on__isnull", True)
                            ),
                            models.Q(
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                                ("checked_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="finished_check_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_on", None),
                            models.Q(
                                ("fits_area_strategy__isnull", False),
                                ("fits_city_strategy__isnull", False),
                                ("fits_mission__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finished_check_has_three_answers_and_an_outcome",
                        violation_error_message="ต้องตอบให้ครบสามข้อและเลือกผลการพิจารณา",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_on", None),
                            models.Q(
                                models.Q(
                                    ("fits_mission", True),
                                    models.Q(("mission_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("fits_area_strategy", True),
                                    models.Q(("area_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("fits_city_strategy", True),
                                    models.Q(("city_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_no_has_a_reason",
                        violation_error_message="ข้อที่ตอบว่าไม่สอดคล้องต้องมีเหตุผล",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_on", None),
                            models.Q(("outcome", "not_possible"), _negated=True),
                            models.Q(("outcome_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="not_possible_has_a_reason",
                        violation_error_message="โครงการที่ดำเนินการไม่ได้ต้องมีเหตุผล",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_on", None),
                            models.Q(("outcome", "forward"), _negated=True),
                            models.Q(("forwarded_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="forwarded_project_names_the_unit",
                        violation_error_message="โครงการที่ส่งต่อต้องระบุหน่วยงาน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "partly"), ("granted_amount", None), _connector="OR"),
                        name="only_a_part_has_an_amount_of_its_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_on", None),
                            models.Q(("outcome", "partly"), _negated=True),
                            models.Q(("granted_amount__gt", 0), models.Q(("outcome_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="part_taken_in_has_an_amount_and_a_reason",
                        violation_error_message="โครงการที่นำเข้าแผนบางส่วนต้องมีวงเงินและเหตุผล",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "allocation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="costs", to="budget.allocation"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="costs",
                        to="forums.forum",
                        verbose_name="เวที",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="costs",
                        to="communities.coursesession",
                        verbose_name="การอบรม",
                    ),
                ),
            ],
            options={
                "verbose_name": "ค่าใช้จ่ายของเวทีหรือการอบรม",
                "verbose_name_plural": "ค่าใช้จ่ายของเวทีหรือการอบรม",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("forum__isnull", False), ("session", None)),
                            models.Q(("forum", None), ("session__isnull", False)),
                            _connector="OR",
                        ),
                        name="cost_is_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)), fields=("act",), name="an_act_is_paid_for_one_thing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="removal_of_a_cost_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectInclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fits_mission", models.BooleanField(null=True, verbose_name="สอดคล้องกับภารกิจของสำนักงานเขต")),
                ("mission_reason", models.TextField(blank=True, verbose_name="เหตุผล")),
                ("fits_area_strategy", models.BooleanField(null=True, verbose_name="สอดคล้องกับยุทธศาสตร์การพัฒนาของพื้นที่")),
                ("area_reason", models.TextField(blank=True, verbose_name="เหตุผล")),
                (
                    "fits_city_strategy",
                    models.BooleanField(null=True, verbose_name="สอดคล้องกับยุทธศาสตร์การพัฒนากรุงเทพมหานคร"),
                ),
                ("city_reason", models.TextField(blank=True, verbose_name="เหตุผล")),
                ("made_item", models.BooleanField(default=False, editable=False)),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="จำนวนเงิน (บาท)"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="คำอธิบายถึงประชาชน")),
                ("removal_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ถอนข้อเสนอ")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="direct_inclusions", to="budget.actionplanedition"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="direct_inclusions", to="budget.actionplanitem"
                    ),
                ),
                (
                    "removed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="direct_removals",
                        to="budget.actionplanedition",
                    ),
                ),
                (
                    "reply",
                    models.OneToOneField(on_delete=models.PROTECT, related_name="direct_inclusion", to="forums.reply"),
                ),
                (
                    "area_node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.strategynode",
                        verbose_name="ยุทธศาสตร์ของพื้นที่ที่สอดคล้อง",
                    ),
                ),
                (
                    "mission_node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.strategynode",
                        verbose_name="ภารกิจที่สอดคล้อง",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.strategynode",
                        verbose_name="ยุทธศาสตร์ที่สอดคล้อง",
                    ),
                ),
            ],
            options={
                "verbose_name": "การนำข้อเสนอเข้าแผนปฏิบัติราชการโดยตรง",
                "verbose_name_plural": "การนำข้อเสนอเข้าแผนปฏิบัติราชการโดยตรง",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fits_area_strategy__isnull", False),
                            ("fits_city_strategy__isnull", False),
                            ("fits_mission__isnull", False),
                            models.Q(
                                ("fits_mission", True), models.Q(("mission_reason", ""), _negated=True), _connector="OR"
                            ),
                            models.Q(
                                ("fits_area_strategy", True),
                                models.Q(("area_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("fits_city_strategy", True),
                                models.Q(("city_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="direct_inclusion_has_three_answers_and_reasons",
                        violation_error_message="ต้องตอบให้ครบสามข้อ และข้อที่ตอบว่าไม่สอดคล้องต้องมีเหตุผล",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("fits_area_strategy", True), ("fits_city_strategy", True), ("fits_mission", True)
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="direct_inclusion_against_a_no_is_explained",
                        violation_error_message="ต้องอธิบายว่าเหตุใดจึงนำเข้าแผนแม้มีข้อที่ไม่สอดคล้อง",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="amount_of_a_direct_inclusion_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_in__isnull", True), ("removal_reason", "")),
                            models.Q(("removed_in__isnull", False), models.Q(("removal_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="removed_direct_inclusion_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("acts", models.JSONField(default=list, editable=False)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="districts.office"
                    ),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "district",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="districts.district"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ตารางรายการเงิน",
                "verbose_name_plural": "ตารางรายการเงิน",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bureau", None), ("district__isnull", False)),
                            models.Q(("bureau__isnull", False), ("district", None)),
                            _connector="OR",
                        ),
                        name="entry_table_belongs_to_a_district_or_a_bureau",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="undoing_of_an_entry_table_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlagshipShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                ("district", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="districts.district")),
                (
                    "flagship",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="share_table", to="budget.flagshipproject"
                    ),
                ),
            ],
            options={
                "verbose_name": "ส่วนแบ่งของเขต",
                "verbose_name_plural": "ส่วนแบ่งของเขต",
                "constraints": [
                    models.UniqueConstraint(fields=("flagship", "district"), name="district_stands_once_in_a_table"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="share_in_a_table_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("title", models.CharField(max_length=200, verbose_name="สิ่งที่จัดซื้อ")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("e_bidding", "ประกวดราคาอิเล็กทรอนิกส์ (e-bidding)"),
                            ("e_market", "ตลาดอิเล็กทรอนิกส์ (e-market)"),
                            ("selection", "วิธีคัดเลือก"),
                            ("specific", "วิธีเฉพาะเจาะจง"),
                        ],
                        max_length=12,
                        verbose_name="วิธีจัดซื้อ",
                    ),
                ),
                ("egp_number", models.CharField(blank=True, max_length=40, verbose_name="เลขที่โครงการ e-GP")),
                (
                    "egp_link",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(["http", "https"])],
                        verbose_name="ลิงก์ e-GP",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("gathering", "กำลังรวบรวม"),
                            ("ordered", "สั่งซื้อแล้ว"),
                            ("closed", "เสร็จสิ้น"),
                            ("cancelled", "ยกเลิก"),
                        ],
                        default="gathering",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("seller", models.CharField(blank=True, max_length=200, verbose_name="ผู้ขาย")),
                ("order_no", models.CharField(blank=True, max_length=100, verbose_name="เลขที่สัญญาหรือใบสั่งซื้อ")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="กำหนดส่งมอบ")),
                ("ordered_on", models.DateField(blank=True, null=True, verbose_name="วันที่ทำสัญญาหรือใบสั่งซื้อ")),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่ยกเลิก")),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("district", models.ForeignKey(on_delete=models.PROTECT, related_name="lots", to="districts.district")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "การจัดซื้อรวม",
                "verbose_name_plural": "การจัดซื้อรวม",
                "indexes": [models.Index(fields=["district", "fiscal_year"], name="lots_of_a_district")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ordered_at__isnull", True), ("ordered_by__isnull", True), ("ordered_on__isnull", True)
                            ),
                            models.Q(
                                ("ordered_at__isnull", False),
                                ("ordered_by__isnull", False),
                                ("ordered_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="order_of_a_lot_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on", None), ("order_no", ""), ("ordered_on", None)),
                            models.Q(
                                ("due_on__gte", models.F("ordered_on")),
                                ("ordered_on__isnull", False),
                                models.Q(("order_no", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="order_of_a_lot_has_its_number_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ordered_on__isnull", False), ("state", "gathering"), _negated=True),
                            models.Q(("ordered_on", None), ("state__in", ["ordered", "closed"]), _negated=True),
                        ),
                        name="ordered_lot_has_its_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["closed", "cancelled"]),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state__in", ["closed", "cancelled"]), _negated=True),
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                                ("ended_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="lot_that_is_over_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), models.Q(("end_reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "cancelled"), _negated=True), ("end_reason", "")),
                            _connector="OR",
                        ),
                        name="cancelled_lot_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField(verbose_name="วันที่ส่งมอบ")),
                ("asset_numbers", models.TextField(blank=True, verbose_name="เลขทะเบียนครุภัณฑ์")),
                ("keeper", models.CharField(max_length=150, verbose_name="ผู้ดูแล")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "community",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="communities.community"),
                ),
                ("lot", models.ForeignKey(on_delete=models.PROTECT, related_name="handovers", to="budget.lot")),
            ],
            options={
                "verbose_name": "การส่งมอบให้ชุมชน",
                "verbose_name_plural": "การส่งมอบให้ชุมชน",
                "constraints": [
                    models.UniqueConstraint(fields=("lot", "community"), name="community_receives_a_lot_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Inclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("included_on", models.DateField(verbose_name="บรรจุเมื่อวันที่")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="จำนวนเงิน (บาท)"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="หมายเหตุ")),
                ("at", models.DateTimeField()),
                ("removal_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ถอนโครงการ")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_reason", models.TextField(blank=True)),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="inclusions", to="budget.actionplanedition"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="inclusions", to="budget.actionplanitem"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="inclusions", to="communities.planproject"
                    ),
                ),
                (
                    "removed_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="removals",
                        to="budget.actionplanedition",
                    ),
                ),
                (
                    "taking",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="inclusions",
                        to="budget.takingin",
                    ),
                ),
            ],
            options={
                "verbose_name": "การบรรจุโครงการ",
                "verbose_name_plural": "การบรรจุโครงการ",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("project", "item"),
                        name="project_is_included_once_in_an_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                                ("ended_on__isnull", True),
                                ("ended_reason", ""),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("ended_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ended_inclusion_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("included_on")), _connector="OR"
                        ),
                        name="inclusion_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_in__isnull", True), ("removal_reason", "")),
                            models.Q(("removed_in__isnull", False), models.Q(("removal_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="removed_inclusion_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="inclusion_amount_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "edition",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="changes", to="budget.actionplanedition"),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="changes", to="budget.actionplanitem"),
                ),
            ],
            options={
                "verbose_name": "การเปลี่ยนแปลงรายการ",
                "verbose_name_plural": "การเปลี่ยนแปลงรายการ",
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "item"), name="amendment_changes_an_item_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="ไตรมาส")),
                ("file", models.FileField(upload_to="evidence/")),
                ("original_name", models.CharField(max_length=255, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="ขนาด (ไบต์)")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="photos", to="budget.actionplanitem"),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "ภาพถ่ายของโครงการ",
                "verbose_name_plural": "ภาพถ่ายของโครงการ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quarter__range", (1, 4))), name="photograph_is_of_one_of_four_quarters"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="removal_of_a_photograph_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="ไตรมาส")),
                ("percent", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ร้อยละของงานที่ทำแล้ว")),
                ("done", models.TextField(blank=True, verbose_name="ผลการดำเนินงาน")),
                ("problems", models.TextField(blank=True, verbose_name="ปัญหาอุปสรรค")),
                ("remedy", models.TextField(blank=True, verbose_name="แนวทางแก้ไข")),
                ("fall_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ความก้าวหน้าลดลง")),
                ("reported_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="reports", to="budget.actionplanitem"),
                ),
                (
                    "reported_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "ความก้าวหน้ารายไตรมาส",
                "verbose_name_plural": "ความก้าวหน้ารายไตรมาส",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "quarter"), name="item_is_reported_once_a_quarter"),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__range", (1, 4))), name="item_is_reported_in_one_of_four_quarters"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent", None), ("percent__lte", 100), _connector="OR"),
                        name="progress_is_at_most_the_whole",
                        violation_error_message="ความก้าวหน้าเกินร้อยละ 100 ไม่ได้",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("appropriation", "ได้รับงบประมาณ"),
                            ("appropriation_cut", "ปรับลดงบประมาณ"),
                            ("transfer", "โอนจัดสรร"),
                            ("transfer_back", "โอนกลับ"),
                            ("allotment", "อนุมัติเงินงวด"),
                            ("allotment_cut", "ลดเงินงวด"),
                            ("commitment", "ก่อหนี้ผูกพัน"),
                            ("commitment_release", "ลดหนี้ผูกพัน"),
                            ("disbursement", "เบิกจ่าย"),
                            ("refund", "เบิกหักผลักส่ง/คืนเงิน"),
                            ("advance", "เงินยืม"),
                            ("advance_cleared", "ล้างเงินยืม"),
                            ("carry_bound", "กันเงินกรณีมีหนี้ผูกพัน"),
                            ("carry_bound_used", "ใช้เงินกันกรณีมีหนี้ผูกพัน"),
                            ("carry_free", "กันเงินกรณีไม่มีหนี้ผูกพัน"),
                            ("carry_free_used", "ใช้เงินกันกรณีไม่มีหนี้ผูกพัน"),
                            ("lapse", "พับไป"),
                            ("lapse_back", "กลับรายการพับไป"),
                        ],
                        max_length=20,
                        verbose_name="รายการ",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                ("on", models.DateField(verbose_name="วันที่")),
                ("document_no", models.CharField(blank=True, max_length=100, verbose_name="เลขที่เอกสาร")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("source_number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ฉบับที่")),
                ("late_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่ลงหลังปิดบัญชี")),
                ("act", models.UUIDField(db_index=True, default=uuid.uuid4)),
                ("at", models.DateTimeField()),
                (
                    "advance",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="entries", to="budget.advance"
                    ),
                ),
                (
                    "allocation",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="entries", to="budget.allocation"
                    ),
                ),
                (
                    "appropriation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="entries", to="budget.appropriation"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "carry",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="entries", to="budget.carry"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="reversed_by",
                        to="budget.ledgerentry",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.moneysource",
                        verbose_name="แหล่งเงิน",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการบัญชีงบประมาณ",
                "verbose_name_plural": "รายการบัญชีงบประมาณ",
                "indexes": [models.Index(fields=["allocation", "on", "id"], name="entries_of_an_allocation")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="ledger_amount_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("allocation", None), ("kind__in", ["appropriation", "appropriation_cut"])),
                            ("kind__in", ["lapse", "lapse_back"]),
                            models.Q(
                                models.Q(("kind__in", ["appropriation", "appropriation_cut"]), _negated=True),
                                ("allocation__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="entry_below_the_appropriation_names_its_allocation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", None), ("source_number", None)),
                            models.Q(("allocation", None), ("source__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_granted_money_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["advance", "advance_cleared"]), _negated=True),
                            ("advance__isnull", False),
                            _connector="OR",
                        ),
                        name="entry_of_an_advance_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["carry_bound", "carry_bound_used", "carry_free", "carry_free_used"]),
                                _negated=True,
                            ),
                            ("carry__isnull", False),
                            _connector="OR",
                        ),
                        name="entry_of_a_carry_over_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("newest", models.BigIntegerField()),
                ("moves", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "บันทึกที่อ่านแล้ว",
                "verbose_name_plural": "บันทึกที่อ่านแล้ว",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="log_is_read_by_one_row")],
            },
        ),
        migrations.CreateModel(
            name="LotEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("order", "ก่อหนี้ตามสัญญาหรือใบสั่งซื้อ"),
                            ("raise", "เพิ่มวงเงินสัญญา"),
                            ("lower", "ลดวงเงินสัญญา"),
                            ("payment", "เบิกจ่าย"),
                        ],
                        max_length=12,
                        verbose_name="รายการ",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                ("fine", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="ค่าปรับ (บาท)")),
                ("on", models.DateField(verbose_name="วันที่")),
                ("document_no", models.CharField(blank=True, max_length=100, verbose_name="เลขที่เอกสาร")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("lot", models.ForeignKey(on_delete=models.PROTECT, related_name="entries", to="budget.lot")),
                (
                    "table",
                    models.OneToOneField(on_delete=models.PROTECT, related_name="lot_entry", to="budget.entrytable"),
                ),
            ],
            options={
                "verbose_name": "รายการเงินของการจัดซื้อรวม",
                "verbose_name_plural": "รายการเงินของการจัดซื้อรวม",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("fine__gte", 0), ("fine__lte", models.F("amount"))),
                        name="lot_entry_has_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "payment"), ("fine", 0), _connector="OR"),
                        name="only_a_payment_keeps_a_fine",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LotInspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("on", models.DateField(verbose_name="วันที่ตรวจรับ")),
                ("inspectors", models.CharField(max_length=300, verbose_name="ผู้ตรวจรับ")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("lot", models.ForeignKey(on_delete=models.PROTECT, related_name="inspections", to="budget.lot")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "การตรวจรับ",
                "verbose_name_plural": "การตรวจรับ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="undoing_of_an_inspection_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LotLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=200, verbose_name="รายการ")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="จำนวน")),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="หน่วย")),
                ("unit_price", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="ราคาต่อหน่วย (บาท)")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="เป็นเงิน (บาท)")),
                ("at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "budget_line",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="communities.budgetline"),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "inclusion",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="lot_lines", to="budget.inclusion"),
                ),
                ("lot", models.ForeignKey(on_delete=models.PROTECT, related_name="lines", to="budget.lot")),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการในการจัดซื้อรวม",
                "verbose_name_plural": "รายการในการจัดซื้อรวม",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("budget_line",),
                        name="budget_line_stands_in_one_lot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("quantity__gt", 0)), name="lot_line_has_pieces"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="removal_of_a_lot_line_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LotPieces",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="รับจริง")),
                (
                    "inspection",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="pieces", to="budget.lotinspection"),
                ),
                ("line", models.ForeignKey(on_delete=models.PROTECT, related_name="pieces", to="budget.lotline")),
            ],
            options={
                "verbose_name": "จำนวนที่ตรวจรับ",
                "verbose_name_plural": "จำนวนที่ตรวจรับ",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "line"), name="line_is_counted_once_at_an_inspection"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received__gt", Decimal("0"))), name="received_pieces_are_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LotShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                ("act", models.UUIDField(db_index=True)),
                ("entry", models.ForeignKey(on_delete=models.PROTECT, related_name="shares", to="budget.lotentry")),
                ("line", models.ForeignKey(on_delete=models.PROTECT, related_name="shares", to="budget.lotline")),
            ],
            options={
                "verbose_name": "ส่วนแบ่งของการจัดซื้อรวม",
                "verbose_name_plural": "ส่วนแบ่งของการจัดซื้อรวม",
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "line"), name="lot_entry_has_one_share_of_a_line"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="share_of_a_lot_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="เดือน")),
                (
                    "our_committed",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="ก่อหนี้ผูกพันในระบบนี้ (บาท)"),
                ),
                (
                    "our_disbursed",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="เบิกจ่ายในระบบนี้ (บาท)"),
                ),
                (
                    "our_carried",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="เบิกจ่ายเหลื่อมปีในระบบนี้ (บาท)"),
                ),
                (
                    "committed",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="ก่อหนี้ผูกพันตามบัญชีการคลัง (บาท)"),
                ),
                (
                    "disbursed",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="เบิกจ่ายตามบัญชีการคลัง (บาท)"),
                ),
                (
                    "carried",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="เบิกจ่ายเหลื่อมปีตามบัญชีการคลัง (บาท)"),
                ),
                ("difference", models.CharField(blank=True, max_length=500, verbose_name="เหตุที่ยอดต่างกัน")),
                ("at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="month_closings",
                        to="districts.office",
                    ),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="month_closings",
                        to="districts.district",
                    ),
                ),
            ],
            options={
                "verbose_name": "การปิดบัญชีเดือน",
                "verbose_name_plural": "การปิดบัญชีเดือน",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bureau", None), ("district__isnull", False)),
                            models.Q(("bureau__isnull", False), ("district", None)),
                            _connector="OR",
                        ),
                        name="month_is_closed_by_a_district_or_a_bureau",
                    ),
                    models.UniqueConstraint(fields=("district", "month"), name="district_closes_a_month_once"),
                    models.UniqueConstraint(fields=("bureau", "month"), name="bureau_closes_a_month_once"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="month_is_its_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("our_carried", models.F("carried")),
                                ("our_committed", models.F("committed")),
                                ("our_disbursed", models.F("disbursed")),
                            ),
                            models.Q(("difference", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="difference_of_the_books_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("disbursement", "เบิกจ่าย"),
                            ("paid_at_once", "จ่ายทันที"),
                            ("clearing", "ล้างเงินยืม"),
                            ("carried", "เบิกจ่ายเหลื่อมปี"),
                        ],
                        max_length=16,
                        verbose_name="รายการ",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                (
                    "cash",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="คืนเป็นเงินสด (บาท)"),
                ),
                ("on", models.DateField(verbose_name="วันที่")),
                ("document_no", models.CharField(blank=True, max_length=100, verbose_name="เลขที่เอกสาร")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("late_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่ลงหลังปิดบัญชี")),
                ("act", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "รอยืนยัน"), ("confirmed", "ยืนยันแล้ว"), ("refused", "ไม่ยืนยัน")],
                        default="waiting",
                        max_length=12,
                        verbose_name="สถานะ",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refused_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่ไม่ยืนยัน")),
                (
                    "advance",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="payments", to="budget.advance"
                    ),
                ),
                (
                    "allocation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="payments", to="budget.allocation"),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "carry",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="payments", to="budget.carry"
                    ),
                ),
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
                (
                    "refused_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการจ่ายที่รอยืนยัน",
                "verbose_name_plural": "รายการจ่ายที่รอยืนยัน",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("advance__isnull", False), ("amount__gte", 0), ("cash__gte", 0), ("kind", "clearing")
                            ),
                            models.Q(
                                models.Q(("kind", "clearing"), _negated=True),
                                ("advance", None),
                                ("amount__gt", 0),
                                ("cash", 0),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_clearing_has_an_advance_and_cash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carry__isnull", False), ("kind", "carried")),
                            models.Q(models.Q(("kind", "carried"), _negated=True), ("carry", None)),
                            _connector="OR",
                        ),
                        name="only_a_carried_payment_names_its_carry",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("advance",),
                        name="one_clearing_of_an_advance_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "confirmed"), ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            models.Q(
                                models.Q(("state", "confirmed"), _negated=True),
                                ("confirmed_at__isnull", True),
                                ("confirmed_by__isnull", True),
                                ("confirmed_through__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="confirmed_payment_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "refused"),
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                                models.Q(("refused_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                ("refused_at__isnull", True),
                                ("refused_by__isnull", True),
                                ("refused_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="refused_payment_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", models.F("confirmed_by")), _negated=True),
                            models.Q(("by", models.F("confirmed_through")), _negated=True),
                            models.Q(("through", models.F("confirmed_by")), _negated=True),
                            models.Q(("through", models.F("confirmed_through")), _negated=True),
                        ),
                        name="payment_is_confirmed_by_another_person",
                        violation_error_message="ผู้บันทึกการจ่ายยืนยันรายการนั้นเองไม่ได้",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ข้อที่")),
                ("text", models.CharField(max_length=500, verbose_name="ข้อความ")),
                ("lineage", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "policy",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="statements", to="budget.areapolicy"),
                ),
                (
                    "proposals",
                    models.ManyToManyField(related_name="statements", to="forums.proposal", verbose_name="ข้อเสนอ"),
                ),
                (
                    "node",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="policy_statement",
                        to="budget.strategynode",
                    ),
                ),
            ],
            options={
                "verbose_name": "ข้อนโยบายการพัฒนาเขต",
                "verbose_name_plural": "ข้อนโยบายการพัฒนาเขต",
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "position"), name="statements_of_a_policy_have_places"),
                    models.UniqueConstraint(
                        fields=("policy", "text"),
                        name="statement_stands_once_in_a_policy",
                        violation_error_message="มีข้อความนี้อยู่แล้ว",
                    ),
                    models.UniqueConstraint(fields=("policy", "lineage"), name="statement_goes_on_once_in_a_policy"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="statement_has_a_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalStage",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=models.PROTECT,
                        primary_key=True,
                        related_name="stage_kept",
                        serialize=False,
                        to="forums.proposal",
                    ),
                ),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "เสนอในเวที"),
                            (2, "อยู่ในแผนพัฒนาชุมชน"),
                            (3, "ตรวจความสอดคล้อง"),
                            (4, "บรรจุในแผนเขต"),
                            (5, "ได้รับงบประมาณ"),
                            (6, "แล้วเสร็จ"),
                        ],
                        verbose_name="ขั้น",
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("forwarded", "ส่งต่อหน่วยงานอื่น"),
                            ("community", "ชุมชนดำเนินการเอง"),
                            ("not_possible", "ดำเนินการไม่ได้"),
                            ("taken_out", "ตัดออกจากแผนเขต"),
                            ("cancelled", "ยกเลิกโครงการ"),
                            ("given_up", "ถอนจากแผนพัฒนาชุมชน"),
                            ("not_wanted", "ชุมชนไม่ต้องการแล้ว"),
                        ],
                        max_length=12,
                        verbose_name="สิ้นสุด",
                    ),
                ),
                ("is_waiting", models.BooleanField(default=False, verbose_name="อยู่ในบัญชีโครงการรอรับการสนับสนุน")),
                ("is_direct", models.BooleanField(default=False, verbose_name="เขตนำเข้าแผนปฏิบัติราชการโดยตรง")),
            ],
            options={
                "verbose_name": "ขั้นของข้อเสนอ",
                "verbose_name_plural": "ขั้นของข้อเสนอ",
                "indexes": [models.Index(fields=["stage", "ending"], name="proposal_stage_found")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ending__in",
                                [
                                    "",
                                    "forwarded",
                                    "community",
                                    "not_possible",
                                    "taken_out",
                                    "cancelled",
                                    "given_up",
                                    "not_wanted",
                                ],
                            ),
                            ("stage__in", [1, 2, 3, 4, 5, 6]),
                        ),
                        name="proposal_stands_at_a_known_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ending", ""), ("stage", 1), _negated=True),
                        name="proposal_that_nobody_took_up_has_no_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_direct", False), models.Q(("is_waiting", False), ("stage__gte", 3)), _connector="OR"
                        ),
                        name="proposal_taken_straight_in_is_checked_and_does_not_wait",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_waiting", False), models.Q(("ending", ""), ("stage", 3)), _connector="OR"
                        ),
                        name="waiting_proposal_is_checked_and_goes_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuarterReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="ไตรมาส")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "กำลังรวบรวม"), ("gathered", "รอผู้อำนวยการเขตส่ง"), ("sent", "ส่งแล้ว")],
                        default="open",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("gathered_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("return_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ส่งกลับ")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="quarter_reports",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                (
                    "gathered_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "รายงานผลรายไตรมาส",
                "verbose_name_plural": "รายงานผลรายไตรมาส",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "fiscal_year", "quarter"), name="district_reports_a_quarter_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__range", (1, 4))), name="report_is_of_one_of_four_quarters"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fiscal_year__range", (2540, 2700))),
                        name="quarter_report_year_is_buddhist_era",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("gathered_at__isnull", False),
                                ("gathered_by__isnull", False),
                            ),
                            models.Q(("state", "open"), ("gathered_at__isnull", True), ("gathered_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="gathered_quarter_report_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), ("sent_at__isnull", False), ("sent_by__isnull", False)),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                                ("sent_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="sent_quarter_report_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at__isnull", True), ("returned_by__isnull", True), ("return_reason", "")
                            ),
                            models.Q(
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                models.Q(("return_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quarter_report_sent_back_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("month", models.DateField(verbose_name="เดือน")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="เลขที่รายการ")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="รายละเอียด")),
                ("document_no", models.CharField(blank=True, max_length=100, verbose_name="เลขที่เอกสาร")),
                ("on", models.DateField(verbose_name="วันที่")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("district", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="districts.district")),
                (
                    "forum",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="forums.forum"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="register_lines", to="budget.lot"
                    ),
                ),
                (
                    "purse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="register_lines",
                        to="budget.allocation",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "แถวในทะเบียนของฝ่ายการคลัง",
                "verbose_name_plural": "แถวในทะเบียนของฝ่ายการคลัง",
                "indexes": [models.Index(fields=["district", "month"], name="register_of_a_month")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="register_line_has_an_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="register_begins_on_the_first_of_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lot", None), ("purse__isnull", False)),
                            models.Q(("forum", None), ("lot__isnull", False), ("purse", None)),
                            _connector="OR",
                        ),
                        name="register_line_is_of_one_purse_or_one_lot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="withdrawal_of_a_register_line_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ที่")),
                ("title", models.CharField(max_length=300, verbose_name="รายการ")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="ขอตั้ง (บาท)")),
                ("note", models.TextField(blank=True, verbose_name="เหตุผลความจำเป็น")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.moneycategory",
                        verbose_name="หมวดหรืองบรายจ่าย",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="request_lines",
                        to="budget.actionplanitem",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="lines", to="budget.budgetrequest"),
                ),
            ],
            options={
                "verbose_name": "รายการในคำขอ",
                "verbose_name_plural": "รายการในคำขอ",
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("request", "position"),
                        name="request_lines_have_places",
                    ),
                    models.UniqueConstraint(fields=("request", "item"), name="item_is_asked_for_once_in_a_request"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="asked_amount_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedProject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="requested", to="communities.planproject"),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="requested", to="budget.requestline"),
                ),
            ],
            options={
                "verbose_name": "โครงการที่ขอ",
                "verbose_name_plural": "โครงการที่ขอ",
                "constraints": [
                    models.UniqueConstraint(fields=("line", "project"), name="project_stands_once_in_a_line")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "สำนักงบประมาณกรุงเทพมหานคร"), (2, "ร่างข้อบัญญัติ"), (3, "แปรญัตติ"), (4, "ข้อบัญญัติ")],
                        verbose_name="ขั้น",
                    ),
                ),
                ("on", models.DateField(verbose_name="วันที่")),
                ("body", models.CharField(max_length=200, verbose_name="ผู้พิจารณา")),
                ("number", models.CharField(max_length=100, verbose_name="เลขที่เอกสาร")),
                ("source_number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ฉบับที่")),
                ("file", models.FileField(blank=True, upload_to="evidence/")),
                ("original_name", models.CharField(blank=True, max_length=255, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("granted_act", models.UUIDField(blank=True, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "request",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="stages", to="budget.budgetrequest"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="budget.moneysource",
                        verbose_name="แหล่งเงิน",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ขั้นของคำขอ",
                "verbose_name_plural": "ขั้นของคำขอ",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__lt", 4), ("withdrawn_on", None)),
                        fields=("request", "kind"),
                        name="request_passes_a_stage_before_the_vote_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", 4), ("source__isnull", False)),
                            models.Q(
                                models.Q(("kind", 4), _negated=True),
                                ("granted_act", None),
                                ("source", None),
                                ("source_number", None),
                            ),
                            _connector="OR",
                        ),
                        name="voted_money_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                                ("withdrawn_on__isnull", True),
                                ("withdrawn_reason", ""),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                ("withdrawn_on__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_stage_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_reason", models.TextField(verbose_name="เหตุผลที่ขอให้พิจารณาใหม่")),
                ("asked_on", models.DateField(verbose_name="ขอเมื่อวันที่")),
                ("asked_at", models.DateTimeField()),
                ("earlier", models.JSONField(blank=True, null=True)),
                ("reply", models.TextField(blank=True, verbose_name="คำตอบถึงชุมชน")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="พิจารณาใหม่เมื่อวันที่")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="second_look", to="communities.planproject"
                    ),
                ),
            ],
            options={
                "verbose_name": "คำขอให้พิจารณาใหม่",
                "verbose_name_plural": "คำขอให้พิจารณาใหม่",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_reason", ""), _negated=True),
                        name="second_look_is_asked_with_a_reason",
                        violation_error_message="ต้องระบุเหตุผลที่ขอให้พิจารณาใหม่",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by__isnull", True), ("decided_on__isnull", True)
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decided_second_look_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("earlier__isnull", True), ("reply", "")),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("earlier__isnull", False),
                                models.Q(("reply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decided_second_look_is_answered_and_keeps_what_stood",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("needs_allotment", models.BooleanField(default=False, verbose_name="ก่อหนี้ผูกพันได้ไม่เกินเงินงวดที่อนุมัติ")),
                (
                    "bound_approver",
                    models.CharField(
                        choices=[("director", "ผู้อำนวยการของหน่วยงาน"), ("city", "กรุงเทพมหานคร สยป. บันทึกผล")],
                        default="director",
                        max_length=10,
                        verbose_name="ผู้อนุมัติการกันเงินกรณีมีหนี้ผูกพัน",
                    ),
                ),
                (
                    "free_approver",
                    models.CharField(
                        choices=[("director", "ผู้อำนวยการของหน่วยงาน"), ("city", "กรุงเทพมหานคร สยป. บันทึกผล")],
                        default="city",
                        max_length=10,
                        verbose_name="ผู้อนุมัติการกันเงินกรณีไม่มีหนี้ผูกพัน",
                    ),
                ),
                (
                    "target_1",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("25"), max_digits=5, verbose_name="สิ้นไตรมาสที่ 1 (ร้อยละ)"
                    ),
                ),
                (
                    "target_2",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("50"), max_digits=5, verbose_name="สิ้นไตรมาสที่ 2 (ร้อยละ)"
                    ),
                ),
                (
                    "target_3",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("75"), max_digits=5, verbose_name="สิ้นไตรมาสที่ 3 (ร้อยละ)"
                    ),
                ),
                (
                    "target_4",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("100"), max_digits=5, verbose_name="สิ้นไตรมาสที่ 4 (ร้อยละ)"
                    ),
                ),
                (
                    "ask_after_years",
                    models.PositiveSmallIntegerField(default=3, verbose_name="ถามชุมชนเมื่อโครงการอยู่ในบัญชีรอครบ (ปี)"),
                ),
                (
                    "small_purchase",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("500000"),
                        max_digits=14,
                        verbose_name="วงเงินที่ซื้อวิธีเฉพาะเจาะจงได้ (บาท)",
                    ),
                ),
                (
                    "planned",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="spending_rule", to="years.plannedyear"
                    ),
                ),
            ],
            options={
                "verbose_name": "กติกาการใช้จ่าย",
                "verbose_name_plural": "กติกาการใช้จ่าย",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_1__gte", 0),
                            ("target_2__gte", models.F("target_1")),
                            ("target_3__gte", models.F("target_2")),
                            ("target_4__gte", models.F("target_3")),
                            ("target_4__lte", 100),
                        ),
                        name="spending_targets_rise_to_a_hundred_at_most",
                        violation_error_message="เป้าหมายการเบิกจ่ายสะสมต้องไม่น้อยกว่าไตรมาสก่อน และไม่เกินร้อยละ 100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ask_after_years__gte", 1)), name="community_is_asked_after_a_year_at_least"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("small_purchase__gt", 0)), name="small_purchase_is_an_amount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                ("reason", models.TextField(blank=True, verbose_name="เหตุผล")),
                ("line", models.ForeignKey(on_delete=models.PROTECT, related_name="amounts", to="budget.requestline")),
                (
                    "stage",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="amounts", to="budget.requeststage"),
                ),
            ],
            options={
                "verbose_name": "จำนวนเงินในขั้น",
                "verbose_name_plural": "จำนวนเงินในขั้น",
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "line"), name="line_has_one_amount_at_a_stage"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="amount_at_a_stage_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreeImport",
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
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("is_whole", models.BooleanField(default=False, verbose_name="เป็นทั้งแผน")),
                ("left_out", models.JSONField(default=list)),
                ("kept", models.JSONField(default=dict, editable=False)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("tree", models.ForeignKey(on_delete=models.PROTECT, related_name="lists", to="budget.strategytree")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "การนำเข้าแผนยุทธศาสตร์",
                "verbose_name_plural": "การนำเข้าแผนยุทธศาสตร์",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("done", "undone")),
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state__in", ("done", "undone")), _negated=True),
                                ("confirmed_at__isnull", True),
                                ("confirmed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="tree_import_is_done_when_confirmed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "undone"), ("undone_at__isnull", False), ("undone_by__isnull", False)),
                            models.Q(
                                models.Q(("state", "undone"), _negated=True),
                                ("undone_at__isnull", True),
                                ("undone_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="tree_import_is_undone_when_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreeInForce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                (
                    "tree",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="in_force", to="budget.strategytree"),
                ),
            ],
            options={
                "verbose_name": "แผนยุทธศาสตร์ที่ใช้ในปี",
                "verbose_name_plural": "แผนยุทธศาสตร์ที่ใช้ในปี",
                "constraints": [
                    models.UniqueConstraint(fields=("fiscal_year", "tree"), name="tree_is_in_force_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="TreeReading",
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
                ("requested_at", models.DateTimeField(editable=False, verbose_name="สั่งเมื่อ")),
                ("started_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="เริ่มเมื่อ")),
                ("finished_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="จบเมื่อ")),
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
                (
                    "upload",
                    models.OneToOneField(
                        editable=False, on_delete=models.PROTECT, related_name="reading", to="budget.treeimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "การอ่านแผนยุทธศาสตร์",
                "verbose_name_plural": "การอ่านแผนยุทธศาสตร์",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("queued", "running"))),
                        fields=("key",),
                        name="budget_treereading_same_request_is_one_job",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("claimed_by__isnull", False), ("lease_until__isnull", False), ("state", "running")
                            ),
                            models.Q(
                                models.Q(("state", "running"), _negated=True),
                                ("claimed_by", None),
                                ("lease_until", None),
                            ),
                            _connector="OR",
                        ),
                        name="budget_treereading_is_claimed_while_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("state__in", ("queued", "running"))),
                            models.Q(
                                models.Q(("state__in", ("queued", "running")), _negated=True),
                                ("finished_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="budget_treereading_has_an_end_when_it_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_on", models.DateField(verbose_name="ถามเมื่อวันที่")),
                ("is_wanted", models.BooleanField(null=True, verbose_name="ยังต้องการ")),
                ("why", models.TextField(blank=True, verbose_name="เหตุผลที่ไม่ต้องการแล้ว")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="ตอบเมื่อวันที่")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="waiting_questions", to="communities.planproject"
                    ),
                ),
            ],
            options={
                "verbose_name": "คำถามว่ายังต้องการโครงการหรือไม่",
                "verbose_name_plural": "คำถามว่ายังต้องการโครงการหรือไม่",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("answered_on__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="answer_of_a_community_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on", None), ("is_wanted", None)),
                            models.Q(("answered_on__isnull", False), ("is_wanted__isnull", False)),
                            _connector="OR",
                        ),
                        name="answered_question_says_whether_it_is_wanted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_wanted", False), models.Q(("why", ""), _negated=True)),
                            models.Q(("is_wanted", True), ("why", "")),
                            models.Q(("is_wanted", None), ("why", "")),
                            _connector="OR",
                        ),
                        name="project_no_longer_wanted_has_a_reason",
                        violation_error_message="โครงการที่ไม่ต้องการแล้วต้องมีเหตุผล",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answered_on", None)),
                        fields=("project",),
                        name="community_is_asked_one_thing_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(unique=True, verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("document_no", models.CharField(max_length=100, verbose_name="เลขที่เอกสาร")),
                ("lapsed", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="พับไป (บาท)")),
                ("on", models.DateField(verbose_name="วันที่")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "การปิดบัญชีปี",
                "verbose_name_plural": "การปิดบัญชีปี",
            },
        ),
        migrations.CreateModel(
            name="YearPermit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("what", models.CharField(max_length=300, verbose_name="รายการที่จะลง")),
                ("reason", models.CharField(max_length=300, verbose_name="เหตุผล")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "รออนุญาต"),
                            ("allowed", "อนุญาตแล้ว"),
                            ("refused", "ไม่อนุญาต"),
                            ("used", "ลงรายการแล้ว"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="สถานะ",
                    ),
                ),
                ("act", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("used_act", models.UUIDField(blank=True, null=True, unique=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="year_permits",
                        to="districts.office",
                    ),
                ),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="year_permits",
                        to="districts.district",
                    ),
                ),
                (
                    "through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "การอนุญาตให้ลงรายการในปีที่ปิดแล้ว",
                "verbose_name_plural": "การอนุญาตให้ลงรายการในปีที่ปิดแล้ว",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("district", None), ("bureau", None), _connector="OR"),
                        name="permit_is_of_one_place_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="permit_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            models.Q(
                                ("state", "asked"),
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("decided_through__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="decided_permit_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "used"), ("used_act__isnull", False)),
                            models.Q(models.Q(("state", "used"), _negated=True), ("used_act", None)),
                            _connector="OR",
                        ),
                        name="used_permit_names_its_act",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", models.F("decided_by")), _negated=True),
                            models.Q(("by", models.F("decided_through")), _negated=True),
                            models.Q(("through", models.F("decided_by")), _negated=True),
                            models.Q(("through", models.F("decided_through")), _negated=True),
                        ),
                        name="permit_is_allowed_by_another_person",
                        violation_error_message="ผู้ขอลงรายการอนุญาตคำขอของตนเองไม่ได้",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="RequestLine",
            name="projects",
            field=models.ManyToManyField(
                blank=True,
                related_name="request_lines",
                through="budget.RequestedProject",
                to="communities.planproject",
            ),
        ),
    ]
