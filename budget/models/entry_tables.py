"""Money that was entered from one table: several acts that stand and are taken back together."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, MAKER, client_uuid_field
from bkkplan.ground.core.people import Person, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none
from districts.models import District, Office


class EntryTableQuerySet(models.QuerySet["EntryTable"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(within_reach(user, bureau="bureau", year="fiscal_year"))

    def of(self, place: District | Office) -> Self:
        return self.filter(district=place) if isinstance(place, District) else self.filter(bureau=place)


class EntryTable(models.Model):
    """Commitments and payments of one office, entered from one table in one transaction.

    ``acts`` are the ids of the single acts in the order in which they were entered: of entries of the ledger, or of
    payments that wait for a second person. ``uuid`` comes from the form, so that a table sent twice is entered once.
    """

    uuid = client_uuid_field()
    district = models.ForeignKey(
        "districts.District", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    bureau = models.ForeignKey("districts.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    acts = models.JSONField(default=list, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = EntryTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("ตารางรายการเงิน")
        verbose_name_plural = _("ตารางรายการเงิน")
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=False, bureau=None) | Q(district=None, bureau__isnull=False),
                name="entry_table_belongs_to_a_district_or_a_bureau",
            ),
            all_or_none("undone_at", "undone_by", name="undoing_of_an_entry_table_is_signed"),
        ]

    def __str__(self) -> str:
        return str(self.place)

    @property
    def place(self) -> District | Office:
        place = self.bureau or self.district
        assert place is not None  # noqa: S101  (a constraint says so: entry_table_belongs_to_a_district_or_a_bureau)
        return place

    @property
    def act_ids(self) -> list[UUID]:
        return [UUID(act) for act in self.acts]
