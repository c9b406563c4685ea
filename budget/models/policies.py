"""What a district decides after its forums: its policy for developing the area, in a few statements."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.people import Visitor, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when, two_persons
from budget.enums import PolicyState
from budget.models.trees import StrategyNode

OPEN = [PolicyState.DRAFT, PolicyState.SUBMITTED]


class AreaPolicyQuerySet(models.QuerySet["AreaPolicy"]):
    def visible_to(self, user: Visitor) -> Self:
        """The only door to policies: everyone reads approved ones, a district's staff and the city the others too."""
        return self.filter(Q(state=PolicyState.APPROVED) | within_reach(user, year="fiscal_year"))

    def under_way(self) -> Self:
        return self.filter(state__in=OPEN)

    def approved(self) -> Self:
        return self.filter(state=PolicyState.APPROVED)


class AreaPolicy(models.Model):
    """นโยบายการพัฒนาเขต of a district, for the year whose plans are made after the forums of the year before.

    Edition ``number`` 1 is the first; the approved one with the highest number is in force.
    """

    district = models.ForeignKey(
        "districts.District", verbose_name=_("เขต"), on_delete=models.PROTECT, related_name="area_policies"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    number = models.PositiveSmallIntegerField(_("ฉบับที่"), default=1)
    state = models.CharField(_("สถานะ"), max_length=10, choices=PolicyState, default=PolicyState.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    # `…_through` is the maker of the one-time link by which the person had come in, if it was one.
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    submitted_through = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    # The last time it was sent back.
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    return_reason = models.TextField(_("เหตุผลที่ส่งกลับ"), blank=True)
    approved_on = models.DateField(_("อนุมัติเมื่อวันที่"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    approved_through = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = AreaPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("นโยบายการพัฒนาเขต")
        verbose_name_plural = _("นโยบายการพัฒนาเขต")
        constraints = [
            models.UniqueConstraint(fields=["district", "fiscal_year", "number"], name="policy_has_numbered_editions"),
            models.UniqueConstraint(
                fields=["district", "fiscal_year"], condition=Q(state__in=OPEN), name="policy_has_one_open_edition"
            ),
            models.CheckConstraint(condition=Q(fiscal_year__range=(2540, 2700)), name="policy_year_is_buddhist_era"),
            signed_when(
                ~Q(state=PolicyState.DRAFT),
                "submitted_at",
                "submitted_by",
                through="submitted_through",
                name="submitted_policy_is_signed",
            ),
            all_or_none(
                "returned_at",
                "returned_by",
                reason="return_reason",
                name="policy_sent_back_is_signed_and_has_a_reason",
            ),
            signed_when(
                Q(state=PolicyState.APPROVED),
                "approved_on",
                "approved_at",
                "approved_by",
                through="approved_through",
                name="approved_policy_is_signed",
            ),
            two_persons(
                ("submitted_by", "submitted_through"),
                ("approved_by", "approved_through"),
                name="policy_is_approved_by_another_person",
                violation_error_message=_("ผู้เสนอนโยบายอนุมัตินโยบายนั้นเองไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return gettext("นโยบายการพัฒนาเขต ปี %(year)s ฉบับที่ %(number)s") % {
            "year": self.fiscal_year,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        return reverse("budget:policy", args=[self.year, self.district.code])

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)

    @property
    def is_draft(self) -> bool:
        return self.state == PolicyState.DRAFT


class PolicyStatement(models.Model):
    """One statement of an edition, with the proposals behind it.

    The node that it became belongs to the statement of the edition in force: the next edition takes it over.
    """

    policy = models.ForeignKey(AreaPolicy, on_delete=models.PROTECT, related_name="statements")
    position = models.PositiveSmallIntegerField(_("ข้อที่"))
    text = models.CharField(_("ข้อความ"), max_length=500)
    proposals = models.ManyToManyField("forums.Proposal", verbose_name=_("ข้อเสนอ"), related_name="statements")
    # The same for one statement in all editions.
    lineage = models.UUIDField(default=uuid4, editable=False)
    node = models.OneToOneField(
        StrategyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="policy_statement"
    )

    class Meta:
        verbose_name = _("ข้อนโยบายการพัฒนาเขต")
        verbose_name_plural = _("ข้อนโยบายการพัฒนาเขต")
        constraints = [
            models.UniqueConstraint(fields=["policy", "position"], name="statements_of_a_policy_have_places"),
            models.UniqueConstraint(
                fields=["policy", "text"],
                name="statement_stands_once_in_a_policy",
                violation_error_message=_("มีข้อความนี้อยู่แล้ว"),
            ),
            models.UniqueConstraint(fields=["policy", "lineage"], name="statement_goes_on_once_in_a_policy"),
            models.CheckConstraint(condition=~Q(text=""), name="statement_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.text
