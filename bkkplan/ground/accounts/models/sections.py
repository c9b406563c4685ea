"""The sections (ฝ่าย) of an office, and the duties that are given to them."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.people import Person, own_bureaus, own_districts
from bkkplan.ground.core.rows.constraints import all_or_none
from districts.models import Office


def offices_of_a_person(user: Person, *roles: str) -> Q:
    """The offices in which a person holds a role today, or one of these roles."""
    return Q(district__in=own_districts(user, *roles)) | Q(pk__in=own_bureaus(user, *roles))


def offices_visible_to(user: Person) -> models.QuerySet[Office]:
    """Return the offices whose sections a person may see: all for an administrator, for others their own."""
    if not user.is_authenticated:
        return Office.objects.none()
    if user.has_perm("accounts.manage_people"):
        return Office.objects.all()
    return Office.objects.filter(offices_of_a_person(user))


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(office__in=offices_visible_to(user))

    def in_use(self) -> Self:
        return self.filter(closed_at=None)


class Section(models.Model):
    """ฝ่าย: a part of an office. Its people are the assignments whose ``sections`` name it.

    A duty that stands in ``duties`` of a section is done by its people and by those who lead the office. A duty that
    stands in no section of the office is everybody's there.
    """

    office = models.ForeignKey(Office, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, related_name="sections")
    name = models.CharField(_("ชื่อฝ่าย"), max_length=100)
    position = models.PositiveSmallIntegerField(_("ลำดับ"))
    duties = ArrayField(
        models.CharField(max_length=16, choices=Duty), verbose_name=_("งานที่ได้รับมอบ"), default=list, blank=True
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    # The section of the same office that took over its work when it was closed. It was in use then, and may be closed
    # later; where that one is merged in turn, this row names the last.
    merged_into = models.ForeignKey(
        "self", verbose_name=_("รวมเข้ากับ"), null=True, blank=True, on_delete=models.PROTECT, related_name="took_over"
    )

    is_own: bool  # set by `User.sections_of_offices`

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ฝ่าย")
        verbose_name_plural = _("ฝ่าย")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=Q(closed_at=None),
                name="section_name_is_unique_in_its_office",
                violation_error_message=_("หน่วยงานนี้มีฝ่ายชื่อนี้แล้ว"),
            ),
            all_or_none("closed_at", "closed_by", name="section_end_is_signed"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closed_at__isnull=False), name="section_in_use_is_merged_into_none"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def district_id(self) -> int | None:
        return self.office.district_id

    @property
    def current(self) -> "Section":
        """The section that does its work today: itself, or the one into which it was merged."""
        return self.merged_into or self

    @property
    def name_today(self) -> str:
        """Return the name of the section that does this section's work today: itself, or the one it was merged into.

        A section that was closed and not merged has "(ปิดแล้ว)" after its name.
        """
        name = self.current.name
        return name if self.current.closed_at is None else gettext("%(section)s (ปิดแล้ว)") % {"section": name}
