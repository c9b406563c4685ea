"""Place: districts, their groups and their sub-districts (แขวง); and the offices that work there.

Which there are is reference data: Bangkok's fifty, or those of another place (`settings.REFERENCE_DIR`). In a country a
group is a province, and a district a local authority.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.wording import localname
from districts.enums import OfficeKind

# Letters and digits: codes stand in addresses, and before the dash of a community's code.
CODE = r"^[0-9A-Za-z]+$"


class DistrictGroup(models.Model):
    """กลุ่มเขต: the group in which districts are administered; in a country their province."""

    code = models.SlugField(_("รหัส"), max_length=16, unique=True)
    name_th = models.CharField(_("ชื่อ"), max_length=100, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(_("ลำดับ"), unique=True)

    class Meta:
        verbose_name = _("กลุ่มเขต")
        verbose_name_plural = _("กลุ่มเขต")

    def __str__(self) -> str:
        return localname(self)


class DistrictQuerySet(models.QuerySet["District"]):
    def in_being(self, day: date) -> Self:
        """Districts whose office exists on a day: the units of KPI 1 and KPI 3."""
        return self.filter(Q(established_on=None) | Q(established_on__lte=day)).filter(
            Q(abolished_on=None) | Q(abolished_on__gt=day)
        )


class District(models.Model):
    """เขต, under its official code. `Office` has the other numbering, that of the city's own units.

    A name is that of one district in its group; two provinces may each have a เมือง.
    """

    code = models.CharField(_("รหัสเขต"), max_length=8, unique=True)
    name_th = models.CharField(_("ชื่อเขต"), max_length=100)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100)
    group = models.ForeignKey(
        DistrictGroup, verbose_name=_("กลุ่มเขต"), on_delete=models.PROTECT, related_name="districts"
    )
    postal_code = models.CharField(_("รหัสไปรษณีย์"), max_length=5, blank=True)
    area_km2 = models.DecimalField(_("พื้นที่ (ตร.กม.)"), max_digits=8, decimal_places=3, null=True, blank=True)
    people = models.PositiveIntegerField(_("ประชากร (คน)"), null=True, blank=True)
    houses = models.PositiveIntegerField(_("บ้าน (หลัง)"), null=True, blank=True)
    counted_on = models.DateField(_("ข้อมูลประชากร ณ วันที่"), null=True, blank=True)
    # The place of the district's tile on a map of equal tiles, 9 columns wide. Without tiles, pages list groups.
    tile_column = models.PositiveSmallIntegerField(_("คอลัมน์บนแผนที่"), null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("แถวบนแผนที่"), null=True, blank=True)
    address = models.CharField(_("ที่อยู่สำนักงานเขต"), max_length=300, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=50, blank=True)
    email = models.EmailField(_("อีเมล"), blank=True)
    website = models.URLField(_("เว็บไซต์"), blank=True)
    publishing_needs_director = models.BooleanField(_("ผลเวทีต้องให้ผู้อำนวยการเขตเผยแพร่"), default=False)
    established_on = models.DateField(_("วันที่ตั้งเขต"), null=True, blank=True)
    abolished_on = models.DateField(_("วันที่ยุบเขต"), null=True, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("เขต")
        verbose_name_plural = _("เขต")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="district_code_is_letters_and_digits"),
            models.UniqueConstraint(fields=["group", "name_th"], name="district_name_is_unique_in_its_group"),
            models.UniqueConstraint(fields=["group", "name_en"], name="district_english_name_is_unique_in_its_group"),
            models.CheckConstraint(
                condition=Q(tile_column=None, tile_row=None) | Q(tile_column__isnull=False, tile_row__isnull=False),
                name="district_has_a_whole_tile_or_none",
            ),
            models.UniqueConstraint(fields=["tile_column", "tile_row"], name="each_tile_shows_one_district"),
            models.CheckConstraint(
                condition=Q(established_on=None) | Q(abolished_on=None) | Q(abolished_on__gt=F("established_on")),
                name="district_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return gettext("เขต%(name)s") % {"name": localname(self)}

    def is_in_being(self, day: date) -> bool:
        """Whether the district exists on a day; the query set's `in_being` asks the database."""
        return (self.established_on is None or self.established_on <= day) and (
            self.abolished_on is None or self.abolished_on > day
        )

    @property
    def office_name(self) -> str:
        return gettext("สำนักงานเขต%(name)s") % {"name": localname(self)}


class Subdistrict(models.Model):
    """แขวง."""

    code = models.CharField(_("รหัสแขวง"), max_length=12, unique=True)
    district = models.ForeignKey(District, verbose_name=_("เขต"), on_delete=models.PROTECT, related_name="subdistricts")
    name_th = models.CharField(_("ชื่อแขวง"), max_length=100)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100)
    people = models.PositiveIntegerField(_("ประชากร (คน)"), null=True, blank=True)
    houses = models.PositiveIntegerField(_("บ้าน (หลัง)"), null=True, blank=True)

    class Meta:
        verbose_name = _("แขวง")
        verbose_name_plural = _("แขวง")
        constraints = [
            models.UniqueConstraint(fields=["district", "name_th"], name="subdistrict_name_is_unique_in_its_district"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="subdistrict_code_is_letters_and_digits"),
        ]

    def __str__(self) -> str:
        return gettext("แขวง%(name)s") % {"name": localname(self)}


class OfficeQuerySet(models.QuerySet["Office"]):
    def bureaus(self) -> Self:
        return self.filter(kind=OfficeKind.BUREAU)


class Office(models.Model):
    """หน่วยงาน: the office of a district, or a bureau of the city, under the city's own unit code.

    People work in an office, and an office holds money. A district's office has its district; a bureau has none.
    """

    # Bangkok's have four digits; with four more for the part they are what the city's systems print, as 50010000.
    code = models.CharField(_("รหัสหน่วยงาน"), max_length=8, unique=True)
    kind = models.CharField(_("ประเภทหน่วยงาน"), max_length=8, choices=OfficeKind)
    district = models.OneToOneField(
        District, verbose_name=_("เขต"), null=True, blank=True, on_delete=models.PROTECT, related_name="office"
    )
    name_th = models.CharField(_("ชื่อหน่วยงาน"), max_length=150)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=150)
    payments_need_confirmation = models.BooleanField(_("การจ่ายเงินต้องให้อีกคนหนึ่งยืนยัน"), default=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("หน่วยงาน")
        verbose_name_plural = _("หน่วยงาน")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="office_code_is_letters_and_digits"),
            # The office of a district is known by its district, and shares its name with those of other groups.
            models.UniqueConstraint(fields=["name_th"], condition=Q(district=None), name="bureau_has_its_own_name"),
            models.UniqueConstraint(
                fields=["name_en"], condition=Q(district=None), name="bureau_has_its_own_english_name"
            ),
            models.CheckConstraint(
                condition=Q(kind=OfficeKind.DISTRICT, district__isnull=False)
                | Q(kind=OfficeKind.BUREAU, district=None),
                name="district_office_has_a_district_and_bureau_has_none",
                violation_error_message=_("สำนักงานเขตต้องระบุเขต หน่วยงานอื่นต้องไม่ระบุเขต"),
            ),
        ]

    def __str__(self) -> str:
        return localname(self)
