import re
from datetime import date
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.jobs import Job
from bkkplan.ground.core.models import Versioned
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.thai import from_thai_digits, normalise, search_key
from communities.enums import ImportState, StandingStatus


class CommunityType(models.Model):
    """ประเภทชุมชน under one regulation, with the days on which it may be used: a table, because regulations change."""

    code = models.SlugField(_("รหัส"), max_length=40, unique=True)
    name_th = models.CharField(_("ประเภท"), max_length=100)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100)
    regulation = models.CharField(_("ระเบียบ"), max_length=200)
    valid_from = models.DateField(_("ใช้ตั้งแต่"))
    valid_until = models.DateField(_("ใช้ถึง (วันแรกที่เลิกใช้)"), null=True, blank=True)

    class Meta:
        verbose_name = _("ประเภทชุมชน")
        verbose_name_plural = _("ประเภทชุมชน")
        constraints = [
            models.UniqueConstraint(fields=["name_th", "valid_from"], name="community_type_begins_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="community_type_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name_th


DASHES = str.maketrans("‐‑‒–—−", "------")
SIGNS = re.compile(r"[-.,()“”\"']+")


def community_key(name: str) -> str:
    """The key by which rows of the register are matched: ชุมชน วัดสน ๒, วัดสน 2 and วัดสน2 have the same.

    Signs between two digits count, for หมู่ 2-3 and หมู่ 23 are two places; other signs, spaces and Thai digits don't.
    """
    name = from_thai_digits(normalise(name)).casefold().replace("ฏ", "ฎ").translate(DASHES)
    name = SIGNS.sub(_sign_that_counts, re.sub(r"\s+", "", name))
    return name.removeprefix("ชุมชน") or name


def _sign_that_counts(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return found[0] if before.isdecimal() and after.isdecimal() else ""


def searched(query: str) -> str:
    """The words of a search as ``name_search`` has them; the word ชุมชน alone finds every community."""
    return search_key(query.strip().removeprefix("ชุมชน") or query)


class CommunityQuerySet(models.QuerySet["Community"]):
    def visible_to(self, user: Person) -> Self:
        """All communities, for everybody: the register is public."""
        return self

    def named(self, query: str) -> Self:
        """Whose name holds these words, with slips forgiven, or one of whose codes begins with them."""
        wanted = Q(code__istartswith=query) | Q(external_code__istartswith=query)
        return self.filter(wanted | Q(name_search__contains=key) if (key := searched(query)) else wanted)

    def with_standing_on(self, day: date) -> Self:
        """Annotates ``status``, ``type_id_then`` and ``is_type_valid`` from the standing in force on a day."""
        then = CommunityStanding.objects.filter(community=OuterRef("pk"), starts_on__lte=day).order_by("-starts_on")
        valid = Q(type__valid_from__lte=day) & (Q(type__valid_until=None) | Q(type__valid_until__gt=day))
        return self.annotate(
            status=Subquery(then.values("status")[:1]),
            type_id_then=Subquery(then.values("type")[:1]),
            is_type_valid=Subquery(
                then.annotate(valid=models.ExpressionWrapper(valid, models.BooleanField())).values("valid")[:1]
            ),
        )

    def eligible_on(self, day: date) -> Self:
        """The units of KPI 2: in being, type valid, not being dissolved, committee complete."""
        return self.with_standing_on(day).filter(status=StandingStatus.NORMAL, is_type_valid=True)


class Community(Versioned):
    """ชุมชน. ``code`` is ours and stable; ``reg_no`` of the paper register is kept but never matched."""

    code = models.CharField(_("รหัสชุมชน"), max_length=16, unique=True)
    district = models.ForeignKey(
        "districts.District", verbose_name=_("เขต"), on_delete=models.PROTECT, related_name="communities"
    )
    subdistrict = models.ForeignKey(
        "districts.Subdistrict", verbose_name=_("แขวง"), on_delete=models.PROTECT, related_name="communities"
    )
    name_th = models.CharField(_("ชื่อชุมชน"), max_length=200)
    # Always community_key() of the name.
    name_key = models.CharField(max_length=200, editable=False)
    # Always search_key() of the name: forgives tones, signs and common slips, so it finds and never decides.
    name_search = models.CharField(max_length=200, editable=False, default="")
    # The name's place in Thai order, kept by the database.
    name_order = models.GeneratedField(
        expression=ThaiOrder("name_th"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    # Since when its latest standing is that it is dissolved: its name is free then.
    ended_on = models.DateField(_("ยุบเลิกวันที่"), null=True, blank=True, editable=False)
    reg_no = models.CharField(_("เลขทะเบียน"), max_length=40, blank=True)
    # The code of this community in the city's own system.
    external_code = models.CharField(_("รหัสในระบบของ กทม."), max_length=40, blank=True)
    houses = models.PositiveIntegerField(_("หลังคาเรือน"), null=True, blank=True)
    people = models.PositiveIntegerField(_("ประชากร (คน)"), null=True, blank=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("ชุมชน")
        verbose_name_plural = _("ชุมชน")
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name_key"],
                condition=Q(ended_on=None),
                name="community_name_is_unique_in_its_subdistrict",
                violation_error_message=_("แขวงนี้มีชุมชนชื่อนี้แล้ว"),
            ),
        ]
        indexes = [models.Index(fields=["name_order", "id"], name="community_in_thai_order")]

    def __str__(self) -> str:
        return f"ชุมชน{self.name_th}"


class CommunityStanding(models.Model):
    """The type and the status of a community from a day on. In force on a day is the latest standing that has begun."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="standings")
    type = models.ForeignKey(CommunityType, verbose_name=_("ประเภท"), on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("สถานภาพ"), max_length=24, choices=StandingStatus)
    starts_on = models.DateField(_("ตั้งแต่วันที่"))
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("สถานภาพชุมชน")
        verbose_name_plural = _("สถานภาพชุมชน")
        constraints = [
            models.UniqueConstraint(fields=["community", "starts_on"], name="community_has_one_standing_a_day"),
        ]


class RegisterImportQuerySet(models.QuerySet["RegisterImport"]):
    def visible_to(self, user: Person) -> Self:
        """Uploads of the register are the business of those who keep it."""
        seen = self if user.has_perm("communities.manage_register") else self.none()
        return seen.defer("table")


class RegisterImport(models.Model):
    """One upload of the community register. What it would change is kept, and exactly that is confirmed."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.FileField(upload_to="register/")
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    register_on = models.DateField(_("ข้อมูลทะเบียน ณ วันที่"))
    state = models.CharField(max_length=16, choices=ImportState)
    # The table as it was read, kept until the import is written or cancelled: pages never read the file again.
    table = models.JSONField(null=True, blank=True, editable=False)
    # Counts of created, updated and unchanged rows, the changes, and errors with sheet, row, column, value and rule.
    outcome = models.JSONField(default=dict)
    # {"same": {row of the file: code}, "new": [rows], "ended": [codes], "stays": [codes]}: what people said of it.
    answers = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("การนำเข้าทะเบียนชุมชน")
        verbose_name_plural = _("การนำเข้าทะเบียนชุมชน")
        constraints = [
            models.CheckConstraint(
                # The command of the operator confirms without a person.
                condition=Q(state=ImportState.DONE, confirmed_at__isnull=False)
                | (~Q(state=ImportState.DONE) & Q(confirmed_at=None, confirmed_by=None)),
                name="register_import_is_done_when_confirmed",
            ),
        ]


class RegisterReading(Job):
    """A worker's reading of one upload: spreadsheets are never read while a person waits for a page."""

    task_name = "communities.read_register"

    upload = models.OneToOneField(RegisterImport, on_delete=models.PROTECT, related_name="reading", editable=False)

    class Meta(Job.Meta):
        verbose_name = _("การอ่านไฟล์ทะเบียน")
        verbose_name_plural = _("การอ่านไฟล์ทะเบียน")

    def __str__(self) -> str:
        return self.upload.original_name
