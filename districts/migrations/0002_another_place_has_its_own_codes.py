"""Codes are letters and digits, names are those of one group, and a district may have no tile: a place besides Bangkok.

The way back stands as long as every row is one of Bangkok's.
"""

from django.db import migrations, models
from django.db.models import Q

CODE = "^[0-9A-Za-z]+$"


class Migration(migrations.Migration):
    dependencies = [("districts", "0001_tables")]

    operations = [
        migrations.RemoveConstraint(model_name="district", name="district_code_is_official"),
        migrations.RemoveConstraint(model_name="subdistrict", name="subdistrict_code_is_official"),
        migrations.RemoveConstraint(model_name="office", name="office_code_is_official"),
        migrations.AlterField(
            model_name="district",
            name="code",
            field=models.CharField(max_length=8, unique=True, verbose_name="รหัสเขต"),
        ),
        migrations.AlterField(
            model_name="subdistrict",
            name="code",
            field=models.CharField(max_length=12, unique=True, verbose_name="รหัสแขวง"),
        ),
        migrations.AlterField(
            model_name="office",
            name="code",
            field=models.CharField(max_length=8, unique=True, verbose_name="รหัสหน่วยงาน"),
        ),
        migrations.AlterField(
            model_name="district", name="name_th", field=models.CharField(max_length=100, verbose_name="ชื่อเขต")
        ),
        migrations.AlterField(
            model_name="district", name="name_en", field=models.CharField(max_length=100, verbose_name="ชื่อภาษาอังกฤษ")
        ),
        migrations.AlterField(
            model_name="office", name="name_th", field=models.CharField(max_length=150, verbose_name="ชื่อหน่วยงาน")
        ),
        migrations.AlterField(
            model_name="office", name="name_en", field=models.CharField(max_length=150, verbose_name="ชื่อภาษาอังกฤษ")
        ),
        migrations.AlterField(
            model_name="district",
            name="tile_column",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="คอลัมน์บนแผนที่"),
        ),
        migrations.AlterField(
            model_name="district",
            name="tile_row",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="แถวบนแผนที่"),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(condition=Q(code__regex=CODE), name="district_code_is_letters_and_digits"),
        ),
        migrations.AddConstraint(
            model_name="subdistrict",
            constraint=models.CheckConstraint(
                condition=Q(code__regex=CODE), name="subdistrict_code_is_letters_and_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(condition=Q(code__regex=CODE), name="office_code_is_letters_and_digits"),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.UniqueConstraint(
                fields=("group", "name_th"), name="district_name_is_unique_in_its_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.UniqueConstraint(
                fields=("group", "name_en"), name="district_english_name_is_unique_in_its_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=Q(tile_column=None, tile_row=None) | Q(tile_column__isnull=False, tile_row__isnull=False),
                name="district_has_a_whole_tile_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                condition=Q(district=None), fields=("name_th",), name="bureau_has_its_own_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                condition=Q(district=None), fields=("name_en",), name="bureau_has_its_own_english_name"
            ),
        ),
    ]
