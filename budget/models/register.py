"""The register of payments that the finance section keeps, as it was handed in for a month."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, MAKER, client_uuid_field
from bkkplan.ground.core.people import Person, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none
from budget.models.lots import Lot
from budget.models.money import BAHT, Allocation


class RegisterLineQuerySet(models.QuerySet["RegisterLine"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(within_reach(user))

    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)


class RegisterLine(models.Model):
    """One payment in the finance section's books, and what it was matched to; no entry of our ledger.

    It was matched to an allocation, also for a forum that the allocation pays for, or to a joint purchase as a whole.
    A correction has a negative amount. ``month`` is the first day of the month whose register it stands in.
    """

    uuid = client_uuid_field()
    district = models.ForeignKey("districts.District", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("เดือน"))
    purse = models.ForeignKey(
        Allocation, null=True, blank=True, on_delete=models.PROTECT, related_name="register_lines"
    )
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="register_lines")
    forum = models.ForeignKey("forums.Forum", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("เลขที่รายการ"), max_length=60, blank=True)
    text = models.CharField(_("รายละเอียด"), max_length=300, blank=True)
    document_no = models.CharField(_("เลขที่เอกสาร"), max_length=100, blank=True)
    on = models.DateField(_("วันที่"))
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), **BAHT)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = RegisterLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("แถวในทะเบียนของฝ่ายการคลัง")
        verbose_name_plural = _("แถวในทะเบียนของฝ่ายการคลัง")
        indexes = [models.Index(fields=["district", "month"], name="register_of_a_month")]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="register_line_has_an_amount"),
            models.CheckConstraint(condition=Q(month__day=1), name="register_begins_on_the_first_of_a_month"),
            models.CheckConstraint(
                condition=Q(purse__isnull=False, lot=None) | Q(purse=None, lot__isnull=False, forum=None),
                name="register_line_is_of_one_purse_or_one_lot",
            ),
            all_or_none("withdrawn_at", "withdrawn_by", name="withdrawal_of_a_register_line_is_signed"),
        ]

    def __str__(self) -> str:
        return self.document_no or self.text or str(self.on)
