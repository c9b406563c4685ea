"""Strategy trees, action plans, requests, money and what it is spent on. Rules over several tables are in 0002."""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("communities", "0001_tables"),
        ("districts", "0001_tables"),
        ("forums", "0001_tables"),
        ("years", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                        condition=Q(from_year=None) | Q(until_year=None) | Q(until_year__gte=F("from_year")),
                        name="source_ends_after_it_begins",
                    )
                ],
            },
        ),
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
                        condition=Q(from_year=None) | Q(until_year=None) | Q(until_year__gte=F("from_year")),
                        name="category_ends_after_it_begins",
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
                ("name_th", models.CharField(max_length=300, verbose_name="ชื่อแผน")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="ชื่อภาษาอังกฤษ")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="ตั้งแต่ปี (พ.ศ.)")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="ถึงปี (พ.ศ.)")),
                ("levels", models.JSONField(default=list, verbose_name="ระดับ")),
                ("levels_en", models.JSONField(blank=True, default=list, verbose_name="ระดับ (ภาษาอังกฤษ)")),
            ],
            options={
                "verbose_name": "แผนยุทธศาสตร์",
                "verbose_name_plural": "แผนยุทธศาสตร์",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(first_year__lte=F("last_year")),
                        name="tree_ends_after_it_began",
                        violation_error_message="ปีสุดท้ายต้องไม่ก่อนปีแรก",
                    ),
                    models.CheckConstraint(
                        condition=Q(district=None, kind="city")
                        | ~Q(kind="city") & Q(district__isnull=False, first_year=F("last_year")),
                        name="district_tree_has_a_district_and_one_year",
                    ),
                    models.UniqueConstraint(
                        condition=Q(district__isnull=False),
                        fields=("kind", "district", "first_year"),
                        name="district_has_one_tree_of_a_kind_a_year",
                    ),
                    models.UniqueConstraint(
                        condition=Q(district=None), fields=("name_th",), name="tree_of_the_city_has_its_own_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StrategyNode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("tree", models.ForeignKey(on_delete=models.PROTECT, related_name="nodes", to="budget.strategytree")),
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
                ("level", models.PositiveSmallIntegerField(default=1, verbose_name="ระดับ")),
                ("code", models.CharField(blank=True, max_length=20, verbose_name="รหัส")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ลำดับ")),
                ("name_th", models.CharField(max_length=500, verbose_name="ชื่อ")),
                ("name_en", models.CharField(blank=True, max_length=500, verbose_name="ชื่อภาษาอังกฤษ")),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            ],
            options={
                "verbose_name": "ข้อของแผนยุทธศาสตร์",
                "verbose_name_plural": "ข้อของแผนยุทธศาสตร์",
                "constraints": [
                    models.UniqueConstraint(
                        condition=~Q(code=""), fields=("tree", "code"), name="code_is_unique_in_its_tree"
                    ),
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED, fields=("tree", "sort_key"), name="nodes_have_places"
                    ),
                    models.CheckConstraint(
                        condition=Q(level=1, parent=None) | Q(level__range=(2, 6), parent__isnull=False),
                        name="only_the_first_level_stands_at_the_top",
                    ),
                    models.CheckConstraint(
                        condition=Q(code="", position__gt=0) | ~Q(code="") & Q(position=0),
                        name="node_has_a_code_or_a_position",
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
            name="ActionPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="action_plans",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
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
                        condition=Q(fiscal_year__range=(2540, 2700)), name="action_plan_year_is_buddhist_era"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlanEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("plan", models.ForeignKey(on_delete=models.PROTECT, related_name="editions", to="budget.actionplan")),
                ("number", models.PositiveSmallIntegerField(verbose_name="แก้ไขเพิ่มเติมครั้งที่")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "กำลังจัดทำ"),
                            ("submitted", "รอผู้อำนวยการเขตอนุมัติ"),
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
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="เสนอเมื่อวันที่")),
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
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="ส่งกลับเมื่อวันที่")),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
                ("discarded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "discarded_by",
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
                        condition=~Q(state="discarded"), fields=("plan", "number"), name="edition_is_numbered_once"
                    ),
                    models.UniqueConstraint(
                        condition=Q(state__in=["draft", "submitted"]),
                        fields=("plan",),
                        name="action_plan_has_one_open_edition",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="approved")
                        & Q(approved_at__isnull=False, approved_by__isnull=False, approved_on__isnull=False)
                        | ~Q(state="approved")
                        & Q(
                            approved_at__isnull=True,
                            approved_by__isnull=True,
                            approved_on__isnull=True,
                            approved_through__isnull=True,
                        ),
                        name="approved_edition_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=["submitted", "approved"]) | Q(submitted_at__isnull=False),
                        name="edition_past_draft_was_submitted",
                    ),
                    models.CheckConstraint(
                        condition=~Q(submitted_by=F("approved_by"))
                        & ~Q(submitted_by=F("approved_through"))
                        & ~Q(submitted_through=F("approved_by"))
                        & ~Q(submitted_through=F("approved_through")),
                        name="edition_is_approved_by_another_person",
                        violation_error_message="ผู้เสนอแผนอนุมัติแผนนั้นเองไม่ได้",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            submitted_at__isnull=True,
                            submitted_by__isnull=True,
                            submitted_on__isnull=True,
                            submitted_through__isnull=True,
                        )
                        | Q(submitted_at__isnull=False, submitted_by__isnull=False, submitted_on__isnull=False),
                        name="submitted_edition_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(returned_at__isnull=True, returned_by__isnull=True, returned_on__isnull=True)
                        & Q(return_reason="")
                        | Q(returned_at__isnull=False, returned_by__isnull=False, returned_on__isnull=False)
                        & ~Q(return_reason=""),
                        name="edition_sent_back_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="discarded") & Q(discarded_at__isnull=False, discarded_by__isnull=False)
                        | ~Q(state="discarded") & Q(discarded_at__isnull=True, discarded_by__isnull=True),
                        name="discarded_amendment_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="discarded") | Q(number__gt=0), name="first_edition_is_never_discarded"
                    ),
                    models.CheckConstraint(
                        condition=Q(number=0) | ~Q(reason=""),
                        name="amendment_has_a_reason",
                        violation_error_message="การแก้ไขเพิ่มเติมแผนต้องมีเหตุผล",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlanItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("plan", models.ForeignKey(on_delete=models.PROTECT, related_name="items", to="budget.actionplan")),
                (
                    "introduced_in",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="introduced", to="budget.actionplanedition"
                    ),
                ),
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
                ("starts_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="เริ่มเดือน")),
                ("ends_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ถึงเดือน")),
                ("responsible", models.CharField(blank=True, max_length=200, verbose_name="ผู้รับผิดชอบ")),
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
            ],
            options={
                "verbose_name": "โครงการ/กิจกรรมในแผนปฏิบัติราชการ",
                "verbose_name_plural": "โครงการ/กิจกรรมในแผนปฏิบัติราชการ",
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED, fields=("plan", "position"), name="items_have_places"
                    ),
                    models.CheckConstraint(
                        condition=Q(planned_amount=None) | Q(planned_amount__gt=0), name="planned_amount_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=Q(dropped_in__isnull=True) & Q(drop_reason="")
                        | Q(dropped_in__isnull=False) & ~Q(drop_reason=""),
                        name="dropped_item_has_a_reason",
                        violation_error_message="การตัดโครงการออกจากแผนต้องมีเหตุผล",
                    ),
                    models.CheckConstraint(
                        condition=(Q(starts_in=None) | Q(starts_in__range=(1, 12)))
                        & (Q(ends_in=None) | Q(ends_in__range=(1, 12))),
                        name="item_months_are_months",
                    ),
                    models.CheckConstraint(
                        condition=Q(done_on__isnull=False, progress="done") & ~Q(result="")
                        | ~Q(progress="done") & Q(done_on=None),
                        name="done_item_has_a_day_and_a_result",
                    ),
                    models.CheckConstraint(
                        condition=Q(cancelled_on__isnull=False, progress="cancelled") & ~Q(result="")
                        | ~Q(progress="cancelled") & Q(cancelled_on=None),
                        name="cancelled_item_has_a_day_and_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="changes", to="budget.actionplanedition"),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="changes", to="budget.actionplanitem"),
                ),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
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
            name="Inclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="inclusions", to="communities.planproject"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="inclusions", to="budget.actionplanitem"),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="inclusions", to="budget.actionplanedition"
                    ),
                ),
                ("included_on", models.DateField(verbose_name="บรรจุเมื่อวันที่")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="จำนวนเงิน (บาท)"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="หมายเหตุ")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
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
                ("removal_reason", models.TextField(blank=True, verbose_name="เหตุผลที่ถอนโครงการ")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ended_reason", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "การบรรจุโครงการ",
                "verbose_name_plural": "การบรรจุโครงการ",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_on=None),
                        fields=("project", "item"),
                        name="project_is_included_once_in_an_item",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ended_at__isnull=True, ended_by__isnull=True, ended_on__isnull=True, ended_reason=""
                        )
                        | Q(ended_at__isnull=False, ended_by__isnull=False, ended_on__isnull=False)
                        & ~Q(ended_reason=""),
                        name="ended_inclusion_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_on=None) | Q(ended_on__gte=F("included_on")),
                        name="inclusion_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=Q(removed_in__isnull=True) & Q(removal_reason="")
                        | Q(removed_in__isnull=False) & ~Q(removal_reason=""),
                        name="removed_inclusion_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(amount=None) | Q(amount__gte=0), name="inclusion_amount_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsistencyCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="check_result", to="communities.planproject"
                    ),
                ),
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
                        ],
                        max_length=16,
                        verbose_name="ผลการพิจารณา",
                    ),
                ),
                ("outcome_reason", models.TextField(blank=True, verbose_name="เหตุผลของผลการพิจารณา")),
                ("forwarded_to", models.CharField(blank=True, max_length=200, verbose_name="ส่งต่อให้")),
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
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="ตรวจเมื่อวันที่")),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ผลตรวจความสอดคล้อง",
                "verbose_name_plural": "ผลตรวจความสอดคล้อง",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(checked_at__isnull=True, checked_by__isnull=True, checked_on__isnull=True)
                        | Q(checked_at__isnull=False, checked_by__isnull=False, checked_on__isnull=False),
                        name="finished_check_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(checked_on=None)
                        | Q(
                            fits_area_strategy__isnull=False,
                            fits_city_strategy__isnull=False,
                            fits_mission__isnull=False,
                        )
                        & ~Q(outcome=""),
                        name="finished_check_has_three_answers_and_an_outcome",
                        violation_error_message="ต้องตอบให้ครบสามข้อและเลือกผลการพิจารณา",
                    ),
                    models.CheckConstraint(
                        condition=Q(checked_on=None)
                        | (Q(fits_mission=True) | ~Q(mission_reason=""))
                        & (Q(fits_area_strategy=True) | ~Q(area_reason=""))
                        & (Q(fits_city_strategy=True) | ~Q(city_reason="")),
                        name="a_no_has_a_reason",
                        violation_error_message="ข้อที่ตอบว่าไม่สอดคล้องต้องมีเหตุผล",
                    ),
                    models.CheckConstraint(
                        condition=Q(checked_on=None) | ~Q(outcome="not_possible") | ~Q(outcome_reason=""),
                        name="not_possible_has_a_reason",
                        violation_error_message="โครงการที่ดำเนินการไม่ได้ต้องมีเหตุผล",
                    ),
                    models.CheckConstraint(
                        condition=Q(checked_on=None) | ~Q(outcome="forward") | ~Q(forwarded_to=""),
                        name="forwarded_project_names_the_unit",
                        violation_error_message="โครงการที่ส่งต่อต้องระบุหน่วยงาน",
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
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="flagships",
                        to="budget.strategynode",
                        verbose_name="ความสอดคล้อง",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "โครงการหลัก",
                "verbose_name_plural": "โครงการหลัก",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "position"), name="flagship_is_numbered_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=Q(budget=None) | Q(budget__gt=0), name="flagship_budget_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=Q(share_per_district=None) | Q(budget__isnull=False, share_per_district__gt=0),
                        name="flagship_share_is_part_of_a_budget",
                    ),
                    models.CheckConstraint(
                        condition=Q(communities_on=None, share_per_community=None, sharing="equal")
                        | Q(
                            communities_on__isnull=False,
                            share_per_community=None,
                            share_per_district=None,
                            sharing="by_communities",
                        )
                        | Q(
                            communities_on__isnull=False,
                            share_per_community__gt=0,
                            share_per_community__isnull=False,
                            share_per_district=None,
                            sharing="per_community",
                        )
                        | Q(
                            communities_on=None,
                            share_per_community=None,
                            share_per_district=None,
                            sharing__in=["none", "table"],
                        ),
                        name="rule_of_sharing_has_what_belongs_to_it",
                        violation_error_message="การจัดสรรให้เขตยังขาดจำนวนเงินหรือวันที่นับชุมชน",
                    ),
                    models.CheckConstraint(
                        condition=Q(ends_in__isnull=True, starts_in__isnull=True)
                        | Q(ends_in__isnull=False, starts_in__isnull=False),
                        name="flagship_has_both_months_or_none",
                        violation_error_message="เลือกทั้งเดือนเริ่มและเดือนสิ้นสุด หรือเว้นว่างทั้งสองช่อง",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlagshipShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "flagship",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="share_table", to="budget.flagshipproject"
                    ),
                ),
                ("district", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="districts.district")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
            ],
            options={
                "verbose_name": "ส่วนแบ่งของเขต",
                "verbose_name_plural": "ส่วนแบ่งของเขต",
                "constraints": [
                    models.UniqueConstraint(fields=("flagship", "district"), name="district_stands_once_in_a_table"),
                    models.CheckConstraint(condition=Q(amount__gt=0), name="share_in_a_table_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appropriation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="ได้รับ (บาท)")),
                (
                    "transferred_total",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="โอนแล้ว (บาท)"),
                ),
            ],
            options={
                "verbose_name": "งบประมาณที่ได้รับ",
                "verbose_name_plural": "งบประมาณที่ได้รับ",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(district=None, flagship__isnull=False) | Q(district__isnull=False, flagship=None),
                        name="appropriation_has_one_source",
                    ),
                    models.UniqueConstraint(
                        condition=Q(district__isnull=False),
                        fields=("district", "fiscal_year"),
                        name="district_has_one_yearly_budget",
                    ),
                    models.CheckConstraint(condition=Q(amount__gte=0), name="appropriation_is_not_negative"),
                    models.CheckConstraint(
                        condition=Q(transferred_total__gte=0, transferred_total__lte=F("amount")),
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
                    "appropriation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="allocations", to="budget.appropriation"),
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
            ],
            options={
                "verbose_name": "งบประมาณที่จัดสรร",
                "verbose_name_plural": "งบประมาณที่จัดสรร",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(bureau=None, district__isnull=False) | Q(bureau__isnull=False, district=None),
                        name="allocation_belongs_to_a_district_or_a_bureau",
                    ),
                    models.UniqueConstraint(
                        condition=Q(item=None),
                        fields=("appropriation", "district"),
                        name="flagship_money_is_allocated_once_a_district",
                    ),
                    models.UniqueConstraint(
                        fields=("appropriation", "bureau"), name="flagship_money_is_allocated_once_a_bureau"
                    ),
                    models.CheckConstraint(
                        condition=Q(disbursed__gte=0, disbursed__lte=F("committed")),
                        name="disbursed_stays_within_committed",
                        violation_error_message="ยอดเบิกจ่ายเกินยอดก่อหนี้ผูกพัน",
                    ),
                    models.CheckConstraint(
                        condition=Q(advanced__gte=0, committed__lte=F("transferred") - F("advanced")),
                        name="committed_and_advanced_stay_within_transferred",
                        violation_error_message="ยอดก่อหนี้ผูกพันรวมเงินยืมเกินยอดที่ได้รับจัดสรร",
                    ),
                    models.CheckConstraint(
                        condition=Q(allotted__gte=0, allotted__lte=F("transferred")),
                        name="allotted_stays_within_transferred",
                        violation_error_message="เงินงวดที่อนุมัติเกินยอดที่ได้รับจัดสรร",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "created_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("handed_in_on", models.DateField(blank=True, null=True, verbose_name="ยื่นเมื่อวันที่")),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "คำขอตั้งงบประมาณ",
                "verbose_name_plural": "คำขอตั้งงบประมาณ",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(district=None, flagship__isnull=False) | Q(district__isnull=False, flagship=None),
                        name="request_has_one_asker",
                    ),
                    models.UniqueConstraint(fields=("district", "fiscal_year"), name="district_asks_once_a_year"),
                    models.CheckConstraint(
                        condition=Q(state="handed_in")
                        & Q(handed_in_at__isnull=False, handed_in_by__isnull=False, handed_in_on__isnull=False)
                        | ~Q(state="handed_in")
                        & Q(handed_in_at__isnull=True, handed_in_by__isnull=True, handed_in_on__isnull=True),
                        name="request_handed_in_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "request",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="stages", to="budget.budgetrequest"),
                ),
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
                ("source_number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ฉบับที่")),
                ("file", models.FileField(blank=True, upload_to="evidence/")),
                ("original_name", models.CharField(blank=True, max_length=255, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("granted_act", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "ขั้นของคำขอ",
                "verbose_name_plural": "ขั้นของคำขอ",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(withdrawn_on=None), fields=("request", "kind"), name="request_passes_a_stage_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(kind=4, source__isnull=False)
                        | ~Q(kind=4) & Q(granted_act=None, source=None, source_number=None),
                        name="voted_money_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            withdrawn_at__isnull=True,
                            withdrawn_by__isnull=True,
                            withdrawn_on__isnull=True,
                            withdrawn_reason="",
                        )
                        | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_on__isnull=False)
                        & ~Q(withdrawn_reason=""),
                        name="withdrawn_stage_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "planned",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="spending_rule", to="years.plannedyear"
                    ),
                ),
                ("needs_allotment", models.BooleanField(default=False, verbose_name="ก่อหนี้ผูกพันได้ไม่เกินเงินงวดที่อนุมัติ")),
            ],
            options={"verbose_name": "กติกาการใช้จ่าย", "verbose_name_plural": "กติกาการใช้จ่าย"},
        ),
        migrations.CreateModel(
            name="Advance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "allocation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="advances", to="budget.allocation"),
                ),
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
            ],
            options={
                "verbose_name": "เงินยืม",
                "verbose_name_plural": "เงินยืม",
                "constraints": [
                    models.CheckConstraint(condition=Q(amount__gt=0), name="advance_amount_is_positive"),
                    models.CheckConstraint(
                        condition=Q(outstanding=0) | Q(outstanding=F("amount")), name="advance_is_cleared_as_a_whole"
                    ),
                    models.CheckConstraint(
                        condition=Q(due_on__gte=F("on")),
                        name="advance_is_due_after_it_is_lent",
                        violation_error_message="วันครบกำหนดต้องไม่ก่อนวันที่ยืม",
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
                    "appropriation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="entries", to="budget.appropriation"),
                ),
                (
                    "allocation",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="entries", to="budget.allocation"
                    ),
                ),
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
                        ],
                        max_length=20,
                        verbose_name="รายการ",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                ("on", models.DateField(verbose_name="วันที่")),
                ("document_no", models.CharField(blank=True, max_length=100, verbose_name="เลขที่เอกสาร")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
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
                ("source_number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ฉบับที่")),
                (
                    "advance",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="entries", to="budget.advance"
                    ),
                ),
                ("act", models.UUIDField(db_index=True, default=uuid.uuid4)),
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
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการบัญชีงบประมาณ",
                "verbose_name_plural": "รายการบัญชีงบประมาณ",
                "indexes": [models.Index(fields=["allocation", "on", "id"], name="entries_of_an_allocation")],
                "constraints": [
                    models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount_is_positive"),
                    models.CheckConstraint(
                        condition=Q(allocation=None, kind__in=["appropriation", "appropriation_cut"])
                        | ~Q(kind__in=["appropriation", "appropriation_cut"]) & Q(allocation__isnull=False),
                        name="entry_below_the_appropriation_names_its_allocation",
                    ),
                    models.CheckConstraint(
                        condition=Q(source=None, source_number=None) | Q(allocation=None, source__isnull=False),
                        name="only_granted_money_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=~Q(kind__in=["advance", "advance_cleared"]) | Q(advance__isnull=False),
                        name="entry_of_an_advance_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "allocation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="payments", to="budget.allocation"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("disbursement", "เบิกจ่าย"), ("paid_at_once", "จ่ายทันที"), ("clearing", "ล้างเงินยืม")],
                        max_length=16,
                        verbose_name="รายการ",
                    ),
                ),
                (
                    "advance",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="payments", to="budget.advance"
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
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "through",
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
                (
                    "confirmed_through",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                (
                    "refused_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("refused_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผลที่ไม่ยืนยัน")),
            ],
            options={
                "verbose_name": "รายการจ่ายที่รอยืนยัน",
                "verbose_name_plural": "รายการจ่ายที่รอยืนยัน",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(advance__isnull=False, amount__gte=0, cash__gte=0, kind="clearing")
                        | ~Q(kind="clearing") & Q(advance=None, amount__gt=0, cash=0),
                        name="only_a_clearing_has_an_advance_and_cash",
                    ),
                    models.UniqueConstraint(
                        condition=Q(state="waiting"), fields=("advance",), name="one_clearing_of_an_advance_waits"
                    ),
                    models.CheckConstraint(
                        condition=Q(state="confirmed") & Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                        | ~Q(state="confirmed")
                        & Q(confirmed_at__isnull=True, confirmed_by__isnull=True, confirmed_through__isnull=True),
                        name="confirmed_payment_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="refused")
                        & Q(refused_at__isnull=False, refused_by__isnull=False)
                        & ~Q(refused_reason="")
                        | ~Q(state="refused") & Q(refused_at__isnull=True, refused_by__isnull=True, refused_reason=""),
                        name="refused_payment_is_signed_and_has_a_reason",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    ),
                    models.CheckConstraint(
                        condition=~Q(by=F("confirmed_by"))
                        & ~Q(by=F("confirmed_through"))
                        & ~Q(through=F("confirmed_by"))
                        & ~Q(through=F("confirmed_through")),
                        name="payment_is_confirmed_by_another_person",
                        violation_error_message="ผู้บันทึกการจ่ายยืนยันรายการนั้นเองไม่ได้",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "allocation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="costs", to="budget.allocation"),
                ),
                ("act", models.UUIDField()),
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
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ค่าใช้จ่ายของเวทีหรือการอบรม",
                "verbose_name_plural": "ค่าใช้จ่ายของเวทีหรือการอบรม",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(forum__isnull=False, session=None) | Q(forum=None, session__isnull=False),
                        name="cost_is_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=Q(removed_at=None), fields=("act",), name="an_act_is_paid_for_one_thing"
                    ),
                    models.CheckConstraint(
                        condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                        | Q(removed_at__isnull=False, removed_by__isnull=False),
                        name="removal_of_a_cost_is_signed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
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
                ("tree", models.ForeignKey(on_delete=models.PROTECT, related_name="lists", to="budget.strategytree")),
                ("is_whole", models.BooleanField(default=False, verbose_name="เป็นทั้งแผน")),
                ("left_out", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "การนำเข้าแผนยุทธศาสตร์",
                "verbose_name_plural": "การนำเข้าแผนยุทธศาสตร์",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state="done") & Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                        | ~Q(state="done") & Q(confirmed_at__isnull=True, confirmed_by__isnull=True),
                        name="tree_import_is_done_when_confirmed",
                        violation_error_message="ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด",
                    )
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
                        editable=False, on_delete=models.PROTECT, related_name="reading", to="budget.treeimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "การอ่านแผนยุทธศาสตร์",
                "verbose_name_plural": "การอ่านแผนยุทธศาสตร์",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state__in=("queued", "running")),
                        fields=("key",),
                        name="budget_treereading_same_request_is_one_job",
                    ),
                    models.CheckConstraint(
                        condition=Q(claimed_by__isnull=False, lease_until__isnull=False, state="running")
                        | ~Q(state="running") & Q(claimed_by=None, lease_until=None),
                        name="budget_treereading_is_claimed_while_running",
                    ),
                    models.CheckConstraint(
                        condition=Q(finished_at=None, state__in=("queued", "running"))
                        | ~Q(state__in=("queued", "running")) & Q(finished_at__isnull=False),
                        name="budget_treereading_has_an_end_when_it_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="lines", to="budget.budgetrequest"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ที่")),
                ("title", models.CharField(max_length=300, verbose_name="รายการ")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="ขอตั้ง (บาท)")),
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
                ("note", models.TextField(blank=True, verbose_name="เหตุผลความจำเป็น")),
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
            ],
            options={
                "verbose_name": "รายการในคำขอ",
                "verbose_name_plural": "รายการในคำขอ",
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED,
                        fields=("request", "position"),
                        name="request_lines_have_places",
                    ),
                    models.UniqueConstraint(fields=("request", "item"), name="item_is_asked_for_once_in_a_request"),
                    models.CheckConstraint(condition=Q(amount__gt=0), name="asked_amount_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedProject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="requested", to="budget.requestline"),
                ),
                (
                    "project",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="requested", to="communities.planproject"),
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
            name="StageAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="amounts", to="budget.requeststage"),
                ),
                ("line", models.ForeignKey(on_delete=models.PROTECT, related_name="amounts", to="budget.requestline")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="จำนวนเงิน (บาท)")),
                ("reason", models.TextField(blank=True, verbose_name="เหตุผล")),
            ],
            options={
                "verbose_name": "จำนวนเงินในขั้น",
                "verbose_name_plural": "จำนวนเงินในขั้น",
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "line"), name="line_has_one_amount_at_a_stage"),
                    models.CheckConstraint(condition=Q(amount__gte=0), name="amount_at_a_stage_is_not_negative"),
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
