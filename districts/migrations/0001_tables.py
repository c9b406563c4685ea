"""Districts, their groups and sub-districts, and the offices of the city."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DistrictGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=16, unique=True, verbose_name="รหัส")),
                ("name_th", models.CharField(max_length=100, unique=True, verbose_name="ชื่อ")),
                ("name_en", models.CharField(max_length=100, unique=True, verbose_name="ชื่อภาษาอังกฤษ")),
                ("position", models.PositiveSmallIntegerField(unique=True, verbose_name="ลำดับ")),
            ],
            options={"verbose_name": "กลุ่มเขต", "verbose_name_plural": "กลุ่มเขต"},
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=4, unique=True, verbose_name="รหัสเขต")),
                ("name_th", models.CharField(max_length=100, unique=True, verbose_name="ชื่อเขต")),
                ("name_en", models.CharField(max_length=100, unique=True, verbose_name="ชื่อภาษาอังกฤษ")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="districts",
                        to="districts.districtgroup",
                        verbose_name="กลุ่มเขต",
                    ),
                ),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="รหัสไปรษณีย์")),
                (
                    "area_km2",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=8, null=True, verbose_name="พื้นที่ (ตร.กม.)"
                    ),
                ),
                ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="ประชากร (คน)")),
                ("houses", models.PositiveIntegerField(blank=True, null=True, verbose_name="บ้าน (หลัง)")),
                ("counted_on", models.DateField(blank=True, null=True, verbose_name="ข้อมูลประชากร ณ วันที่")),
                ("tile_column", models.PositiveSmallIntegerField(verbose_name="คอลัมน์บนแผนที่")),
                ("tile_row", models.PositiveSmallIntegerField(verbose_name="แถวบนแผนที่")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="ที่อยู่สำนักงานเขต")),
                ("phone", models.CharField(blank=True, max_length=50, verbose_name="โทรศัพท์")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                ("website", models.URLField(blank=True, verbose_name="เว็บไซต์")),
                (
                    "publishing_needs_director",
                    models.BooleanField(default=False, verbose_name="ผลเวทีต้องให้ผู้อำนวยการเขตเผยแพร่"),
                ),
                ("established_on", models.DateField(blank=True, null=True, verbose_name="วันที่ตั้งเขต")),
                ("abolished_on", models.DateField(blank=True, null=True, verbose_name="วันที่ยุบเขต")),
            ],
            options={
                "verbose_name": "เขต",
                "verbose_name_plural": "เขต",
                "constraints": [
                    models.CheckConstraint(condition=Q(code__regex="^10[0-9]{2}$"), name="district_code_is_official"),
                    models.UniqueConstraint(fields=("tile_column", "tile_row"), name="each_tile_shows_one_district"),
                    models.CheckConstraint(
                        condition=Q(established_on=None)
                        | Q(abolished_on=None)
                        | Q(abolished_on__gt=F("established_on")),
                        name="district_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subdistrict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=6, unique=True, verbose_name="รหัสแขวง")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="subdistricts",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                ("name_th", models.CharField(max_length=100, verbose_name="ชื่อแขวง")),
                ("name_en", models.CharField(max_length=100, verbose_name="ชื่อภาษาอังกฤษ")),
                ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="ประชากร (คน)")),
                ("houses", models.PositiveIntegerField(blank=True, null=True, verbose_name="บ้าน (หลัง)")),
            ],
            options={
                "verbose_name": "แขวง",
                "verbose_name_plural": "แขวง",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "name_th"), name="subdistrict_name_is_unique_in_its_district"
                    ),
                    models.CheckConstraint(
                        condition=Q(code__regex="^10[0-9]{4}$"), name="subdistrict_code_is_official"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=4, unique=True, verbose_name="รหัสหน่วยงาน")),
                (
                    "kind",
                    models.CharField(
                        choices=[("district", "สำนักงานเขต"), ("bureau", "สำนักหรือส่วนราชการของกรุงเทพมหานคร")],
                        max_length=8,
                        verbose_name="ประเภทหน่วยงาน",
                    ),
                ),
                (
                    "district",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="office",
                        to="districts.district",
                        verbose_name="เขต",
                    ),
                ),
                ("name_th", models.CharField(max_length=150, unique=True, verbose_name="ชื่อหน่วยงาน")),
                ("name_en", models.CharField(max_length=150, unique=True, verbose_name="ชื่อภาษาอังกฤษ")),
                (
                    "payments_need_confirmation",
                    models.BooleanField(default=False, verbose_name="การจ่ายเงินต้องให้อีกคนหนึ่งยืนยัน"),
                ),
            ],
            options={
                "verbose_name": "หน่วยงาน",
                "verbose_name_plural": "หน่วยงาน",
                "constraints": [
                    models.CheckConstraint(condition=Q(code__regex="^[0-9]{4}$"), name="office_code_is_official"),
                    models.CheckConstraint(
                        condition=Q(district__isnull=False, kind="district") | Q(district=None, kind="bureau"),
                        name="district_office_has_a_district_and_bureau_has_none",
                        violation_error_message="สำนักงานเขตต้องระบุเขต หน่วยงานอื่นต้องไม่ระบุเขต",
                    ),
                ],
            },
        ),
    ]
