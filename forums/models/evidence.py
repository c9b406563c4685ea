from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.jobs import Job
from bkkplan.ground.core.models import AttachedFile
from bkkplan.ground.core.people import Visitor, within_reach
from forums.enums import ForumState
from forums.models.forum import Forum

IS_SHOWN_TO_ALL = Q(is_public=True, removed_on=None, cleaned_at__isnull=False) & ~Q(file="")


def _opens_locked(user: Visitor) -> Q:
    """The locked files that a person may open: a director those of the district, an administrator all.

    An auditor opens them as far as the role reaches.
    """
    return within_reach(
        user,
        "forum__district",
        year="forum__fiscal_year",
        roles=(Role.DISTRICT_DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR),
    )


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: Visitor) -> Self:
        """The only door to files: a public file of published results to everyone, the rest to those who work there."""
        in_daily_work = within_reach(user, "forum__district", year="forum__fiscal_year") & Q(locked_at=None)
        out = IS_SHOWN_TO_ALL & Q(forum__state=ForumState.PUBLISHED)
        return self.filter(in_daily_work | _opens_locked(user) | out)

    def shown_to_all(self) -> Self:
        """Files that are public once the results are published: a person said so, and they are cleaned."""
        return self.filter(IS_SHOWN_TO_ALL)

    def handed_out(self) -> Self:
        """Files that may be opened at all: only cleaned ones."""
        return self.filter(cleaned_at__isnull=False).exclude(file="")


class Attachment(AttachedFile):
    """A file kept as evidence, under a random name outside the web root."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="attachments")
    caption = models.CharField(_("คำอธิบาย"), max_length=300, blank=True)
    # True only if a person said so.
    is_public = models.BooleanField(_("เผยแพร่ต่อสาธารณะ"), default=False)
    removed_on = models.DateField(null=True, blank=True)
    # From this moment only directors and administrators open the file: it may hold names, and is needed only as proof.
    locked_at = models.DateTimeField(null=True, blank=True)
    # When programs and the author's name were removed from the file. Nobody can open it before.
    cleaned_at = models.DateTimeField(null=True, blank=True)
    # Why the file could not be cleaned: a Thai msgid with a place for the file's name. The file itself is deleted.
    refusal = models.CharField(max_length=500, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ไฟล์หลักฐาน")
        verbose_name_plural = _("ไฟล์หลักฐาน")
        constraints = [
            models.CheckConstraint(
                condition=Q(refusal="") | Q(cleaned_at=None, file=""), name="refused_file_is_not_kept"
            ),
        ]

    @property
    def refusal_in_words(self) -> str:
        return gettext(self.refusal) % {"name": self.original_name} if self.refusal else ""


class Cleaning(Job):
    """A document that waits to be made fit to be shown, because it is too large to be cleaned while a person waits."""

    task_name = "forums.clean_file"

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="cleanings")

    class Meta(Job.Meta):
        verbose_name = _("การลบข้อมูลแฝงในไฟล์")
        verbose_name_plural = _("การลบข้อมูลแฝงในไฟล์")
