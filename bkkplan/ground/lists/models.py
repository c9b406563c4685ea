"""Lists of rows that come in at once, whatever they are rows of, and what an office answered about their words."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.lists import HandedIn, ListState, Reading, signed_list
from bkkplan.ground.core.jobs import Job
from bkkplan.ground.core.models import MAKER
from bkkplan.ground.core.people import Person, within_reach

# The kinds of lists that are of the whole city, each with its permission. The registry fills it.
CITY_KINDS: dict[str, str] = {}


class RowListQuerySet(models.QuerySet["RowList"]):
    def visible_to(self, user: Person) -> Self:
        """The lists of the districts in which a person works, and those that the person brought; the file and its rows
        are not loaded. Lists of the whole city are seen by those who may bring such a list in.

        Who may look at one asks for the permission of its kind, too.
        """
        seen = (within_reach(user) & Q(district__isnull=False)) | Q(uploaded_by=user.pk)
        seen |= Q(district=None, kind__in=[code for code, perm in CITY_KINDS.items() if user.has_perm(perm)])
        return self.filter(seen).defer("data", "table")


class RowList(HandedIn):
    """One list of a kind that a subject declares (`registry`), for one place: the proposals of a forum.

    Its rows are held until it is confirmed, cancelled or too old; after that they are rows of the subject.
    """

    kind = models.SlugField(_("ประเภทตาราง"), max_length=40)
    place = models.CharField(max_length=64)  # what the kind calls the place: the id of a forum, the code of a community
    # None for a list of the whole city.
    district = models.ForeignKey("districts.District", null=True, on_delete=models.PROTECT, related_name="+")
    # The day on which the list's rows are true; None for kinds that have no such day.
    day = models.DateField(_("ข้อมูล ณ วันที่"), null=True, blank=True)
    # What was written: [key, "new" or "changed", version afterwards, values before], for undoing.
    made = models.JSONField(default=list, editable=False)

    objects = RowListQuerySet.as_manager()

    class Meta:
        verbose_name = _("การนำเข้าจากตาราง")
        verbose_name_plural = _("การนำเข้าจากตาราง")
        indexes = [models.Index(fields=["kind", "place", "uploaded_at"], name="lists_of_a_place")]
        constraints = [
            *signed_list("row_list"),
            models.CheckConstraint(
                condition=Q(state__in=(ListState.WAITING, ListState.CHECKED)) | Q(table=None, data=None),
                name="ended_row_list_holds_no_rows",
            ),
        ]


class ListReading(Reading):
    """A worker's reading of one list: spreadsheets are never read while a person waits for a page."""

    task_name = "lists.read"

    upload = models.OneToOneField(RowList, on_delete=models.PROTECT, related_name="reading", editable=False)

    class Meta(Reading.Meta):
        verbose_name = _("การอ่านตาราง")
        verbose_name_plural = _("การอ่านตาราง")


class ListWriting(Job):
    """A worker's writing of one long list, or its taking back, for ``requested_by``.

    One row a list: what is asked for anew takes the place of what has ended.
    """

    class Act(models.TextChoices):
        CONFIRM = "confirm", _("กำลังนำเข้า")
        UNDO = "undo", _("กำลังเลิกทำ")

    task_name = "lists.write"

    upload = models.OneToOneField(RowList, on_delete=models.PROTECT, related_name="writing", editable=False)
    act = models.CharField(max_length=16, choices=Act, editable=False)
    # What the person saw and chose, as `actions.confirm` takes it.
    seen = models.CharField(max_length=64, blank=True, editable=False)
    leaves_out = models.BooleanField(default=False, editable=False)
    # The maker of the one-time link by which ``requested_by`` had logged in; the log names them, too.
    requested_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Job.Meta):
        verbose_name = _("การเขียนตาราง")
        verbose_name_plural = _("การเขียนตาราง")

    def __str__(self) -> str:
        return self.upload.name


class ColumnChoice(models.Model):
    """Which columns an office chose for files with these headings; the next file with them is read so."""

    kind = models.SlugField(max_length=40)
    district = models.ForeignKey("districts.District", null=True, on_delete=models.PROTECT, related_name="+")
    headings = models.CharField(max_length=64)  # a digest of them
    choice = models.JSONField(default=dict)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        verbose_name = _("คอลัมน์ที่เคยเลือก")
        verbose_name_plural = _("คอลัมน์ที่เคยเลือก")
        constraints = [
            models.UniqueConstraint(fields=["kind", "district", "headings"], name="columns_are_chosen_once_a_heading"),
            models.UniqueConstraint(
                fields=["kind", "headings"],
                condition=Q(district=None),
                name="columns_of_the_city_are_chosen_once_a_heading",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.headings[:8]}"


class WordAnswer(models.Model):
    """What a word means in the lists of an office that our list does not have. An empty ``value``: nothing."""

    kind = models.SlugField(max_length=40)
    district = models.ForeignKey("districts.District", null=True, on_delete=models.PROTECT, related_name="+")
    column = models.SlugField(max_length=40)
    word = models.CharField(_("คำ"), max_length=150)  # as `core.columns.plain` has it
    value = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        verbose_name = _("คำที่เคยบอกความหมาย")
        verbose_name_plural = _("คำที่เคยบอกความหมาย")
        constraints = [
            models.UniqueConstraint(fields=["kind", "district", "column", "word"], name="a_word_is_answered_once"),
            models.UniqueConstraint(
                fields=["kind", "column", "word"],
                condition=Q(district=None),
                name="a_word_of_the_city_is_answered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.word
