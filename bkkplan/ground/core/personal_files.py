"""What is held about the people who handed files in, and how the files are destroyed when their time is over.

An app's `personal_data.py` declares the files of one model and registers both::

    sheets = PersonalFiles(
        model=CourseFile,
        heading=gettext_lazy("การอบรม"),
        belongs_to=lambda file: file.session,
        select=("session__course",),
    )
    hold(sheets.held(code="communities.course_files", title=gettext_lazy("ไฟล์ของการอบรมที่แนบ")))
    keep(sheets.kept(code="communities.course_files", title=…, holds=…, basis=…))
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bkkplan.ground.core.forms.kept_files import destroy_content
from bkkplan.ground.core.personal import DESTROYED, ForDestruction, Purpose, Row, Subject, Text
from bkkplan.ground.core.questions.together import later


@dataclass(frozen=True, kw_only=True)
class PersonalFiles:
    """The files of one model. ``belongs_to`` gives what a file is about, and ``heading`` what that is called."""

    model: type[Any]
    heading: Text
    belongs_to: Callable[[Any], object]
    select: tuple[str, ...]  # the relations that ``belongs_to`` reads
    # What a list of destruction calls that about which a file is, if the list needs more than ``belongs_to``.
    listed_as: Callable[[Any], object] | None = None
    by: str = "uploaded_by"
    at: str = "uploaded_at"
    changes: Mapping[str, object] = field(default_factory=dict)  # of a row whose content is destroyed

    def of_person(self, person: Any) -> Iterable[Row]:
        rows = self.model.objects.filter(**{self.by: person.pk}).select_related(*self.select).order_by("pk")
        return (
            {
                _("ไฟล์"): row.original_name,
                str(self.heading): str(self.belongs_to(row)),
                _("แนบเมื่อ"): getattr(row, self.at),
            }
            for row in later(rows)
        )

    def for_destruction(self, before: date) -> Sequence[ForDestruction]:
        """The files handed in before a day whose content is still there."""
        rows = self.model.objects.filter(**{f"{self.at}__date__lt": before}).exclude(file="")
        called = self.listed_as or self.belongs_to
        return [
            ForDestruction(
                row.pk, f"{called(row)} · {row.original_name}", timezone.localtime(getattr(row, self.at)).date()
            )
            for row in rows.select_related(*self.select).order_by("pk")
        ]

    def held(self, *, code: str, title: Text) -> Subject:
        return Subject(code=code, title=title, collect=self.of_person)

    def kept(self, *, code: str, title: Text, holds: Text, basis: Text) -> Purpose:
        """Kept until a committee has approved the list on which a file stands."""
        return Purpose(
            code=code,
            title=title,
            holds=holds,
            basis=basis,
            at_the_end=DESTROYED,
            for_destruction=self.for_destruction,
            destroy=partial(destroy_content, self.model, changes=self.changes),
        )
