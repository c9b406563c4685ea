"""Lists of people that were brought in before they were lists of rows (`bkkplan.ground.lists`). Nothing writes them:
their tables go a release later, as migrations expand first.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.lists import HandedIn, ListState, Reading, signed_list
from bkkplan.ground.core.people import Person


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, user: Person) -> Self:
        """Lists of people are the business of administrators."""
        seen = self if user.has_perm("accounts.manage_people") else self.none()
        return seen.defer("data", "table")


class PeopleImport(HandedIn):
    """One list of people with their roles.

    It holds names only until it is confirmed, cancelled or too old: after that the people are accounts.
    """

    # By the row's number: "new", or "user:ID" or "row:NUMBER" of the same person.
    answers = models.JSONField(default=dict)

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("การนำเข้ารายชื่อผู้ใช้")
        verbose_name_plural = _("การนำเข้ารายชื่อผู้ใช้")
        constraints = [
            *signed_list("people_import"),
            models.CheckConstraint(
                condition=Q(state__in=(ListState.WAITING, ListState.CHECKED)) | Q(table=None, data=None),
                name="ended_people_import_holds_no_list",
            ),
        ]


class PeopleReading(Reading):
    """A worker's reading of one list."""

    task_name = "accounts.read_people"

    upload = models.OneToOneField(PeopleImport, on_delete=models.PROTECT, related_name="reading", editable=False)

    class Meta(Reading.Meta):
        verbose_name = _("การอ่านรายชื่อผู้ใช้")
        verbose_name_plural = _("การอ่านรายชื่อผู้ใช้")


class Admission(models.Model):
    """A role that a list gave, and whether it made the account too: what can be undone."""

    source = models.ForeignKey(PeopleImport, on_delete=models.PROTECT, related_name="admissions")
    assignment = models.OneToOneField("accounts.Assignment", on_delete=models.PROTECT, related_name="+")
    is_new = models.BooleanField(_("เป็นบัญชีใหม่"))

    class Meta:
        verbose_name = _("บทบาทจากรายชื่อ")
        verbose_name_plural = _("บทบาทจากรายชื่อ")

    def __str__(self) -> str:
        return str(self.assignment)
