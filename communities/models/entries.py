"""What the register said of a community from a day on, and which communities came of which."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import MAKER
from bkkplan.ground.core.rows.db import ThaiOrder
from communities.enums import SuccessionKind
from communities.models.community import Community


class CommunityEntry(models.Model):
    """A community's name, place and size from a day on. The row in force is the latest that has begun.

    The columns of ``Community`` repeat the latest row of all, for lists and for search.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="entries")
    subdistrict = models.ForeignKey(
        "districts.Subdistrict", verbose_name=_("แขวง"), on_delete=models.PROTECT, related_name="+"
    )
    name_th = models.CharField(_("ชื่อชุมชน"), max_length=200)
    name_order = models.GeneratedField(
        expression=ThaiOrder("name_th"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    reg_no = models.CharField(_("เลขทะเบียน"), max_length=40, blank=True)
    external_code = models.CharField(_("รหัสในระบบของ กทม."), max_length=40, blank=True)
    houses = models.PositiveIntegerField(_("หลังคาเรือน"), null=True, blank=True)
    people = models.PositiveIntegerField(_("ประชากร (คน)"), null=True, blank=True)
    starts_on = models.DateField(_("ตั้งแต่วันที่"))
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("ข้อมูลชุมชนในทะเบียน")
        verbose_name_plural = _("ข้อมูลชุมชนในทะเบียน")
        constraints = [
            models.UniqueConstraint(fields=["community", "starts_on"], name="community_has_one_entry_a_day"),
        ]

    def __str__(self) -> str:
        return self.name_th


def entries_on(day: date, communities: Iterable[int] | None = None) -> dict[int, CommunityEntry]:
    """By community: the entry in force on a day, or the first one where none had begun."""
    rows = CommunityEntry.objects.select_related("subdistrict").order_by("community", "starts_on")
    if communities is not None:
        rows = rows.filter(community__in=list(communities))
    found: dict[int, CommunityEntry] = {}
    for row in rows:
        if row.community_id not in found or row.starts_on <= day:
            found[row.community_id] = row
    return found


def names_on(day: date, communities: Iterable[int] | None = None) -> dict[int, str]:
    """By community: what it was called on a day, or first where no entry had begun; the same as `entries_on`."""
    rows = CommunityEntry.objects.order_by("community", "starts_on").values_list("community", "name_th", "starts_on")
    if communities is not None:
        rows = rows.filter(community__in=list(communities))
    found: dict[int, str] = {}
    for community, name, starts_on in rows:
        if community not in found or starts_on <= day:
            found[community] = name
    return found


class CommunitySuccession(models.Model):
    """One community became another, or part of it: a merger has several before, a division several after."""

    before = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField(_("ลักษณะ"), max_length=8, choices=SuccessionKind)
    happened_on = models.DateField(_("วันที่มีผล"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        verbose_name = _("การรวมและแยกชุมชน")
        verbose_name_plural = _("การรวมและแยกชุมชน")
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="community_becomes_another_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="community_becomes_another_than_itself"),
        ]
