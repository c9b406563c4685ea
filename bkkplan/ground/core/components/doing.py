"""Doing things: saving, waiting, asking, taking back, disagreeing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.forms import BaseForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.components.declaring import Component, Text
from bkkplan.ground.core.components.figures import Bar


@dataclass(frozen=True, kw_only=True)
class Autosave(Component, name="autosave"):
    """The state of a row that saves itself. The page's module changes its `data-autosave-state`."""

    state: Literal[
        "idle",
        "saving",
        "saved",
        "failed",
        "offline",
        "refused",
        "conflict",
        "unmatched",
        "signed-out",
        "other-person",
    ] = "idle"
    at: Text = ""

    @property
    def texts(self) -> dict[str, str]:
        return {
            "idle": _("บันทึกให้อัตโนมัติเมื่อพิมพ์"),
            "saving": _("กำลังบันทึก…"),
            "saved": _("บันทึกอัตโนมัติแล้ว"),
            "failed": _("ยังบันทึกไม่ได้ ข้อความยังอยู่ในหน้านี้"),
            "offline": _("ออฟไลน์ เก็บไว้ในเครื่องนี้แล้ว จะส่งเมื่อต่อได้"),
            "refused": _("มีแถวที่ต้องแก้ ดูข้อความใต้ช่องสีแดง"),
            "conflict": _("มีแถวที่แก้พร้อมกันสองคน เลือกข้อความที่จะใช้"),
            "unmatched": _("บันทึกแล้ว แต่มีคำที่ไม่มีในรายการ ต้องเลือกเอง"),
            "signed-out": _("ออกจากระบบแล้ว ข้อความเก็บไว้ในเครื่องนี้"),
            "other-person": _("มีผู้อื่นเข้าระบบในเบราว์เซอร์นี้ จึงยังไม่ส่ง"),
        }


@dataclass(frozen=True, kw_only=True)
class Progress(Component, name="progress"):
    """The progress of a job.

    The page asks for it again at `poll_href` until the job has ended; the last answer has no `poll_href`.
    """

    state: Literal["queued", "running", "done", "failed", "cancelled"]
    text: Text
    done: int = 0
    total: int = 0
    poll_href: str = ""
    cancel_href: str = ""  # POST
    result_href: str = ""
    result_text: Text = gettext_lazy("ดาวน์โหลด")
    id: str = "job"

    @property
    def tone(self) -> str:
        return {"queued": "wait", "running": "now", "done": "done", "failed": "bad", "cancelled": "wait"}[self.state]

    @property
    def word(self) -> str:
        return {
            "queued": _("รอคิว"),
            "running": _("กำลังทำ"),
            "done": _("เสร็จแล้ว"),
            "failed": _("ทำไม่สำเร็จ"),
            "cancelled": _("ยกเลิกแล้ว"),
        }[self.state]

    @property
    def bar(self) -> Bar:
        return Bar(value=self.done, whole=self.total or 1, label=f"{self.done} / {self.total}", tone="done")

    @property
    def is_live(self) -> bool:
        return self.state in {"queued", "running"}


@dataclass(frozen=True, kw_only=True)
class Confirm(Component, name="confirm", body=True):
    """A button that asks first. Its body is the dialog: what will happen, and fields if any are needed.

    Without script the button leads to `page`, which must ask the same.
    """

    id: str
    button: Text
    title: Text
    action: str  # POST
    page: str
    go: Text = gettext_lazy("ยืนยัน")
    danger: bool = False
    look: Literal["primary", "secondary", "danger", "link"] = "secondary"


@dataclass(frozen=True, kw_only=True)
class Undo(Component, name="undo"):
    """A message that something was done, with a button that takes it back. It stays until it is closed."""

    text: Text
    action: str = ""  # POST
    button: Text = gettext_lazy("เลิกทำ")


@dataclass(frozen=True, kw_only=True)
class LineText(Component, name="line_text"):
    """A short text with a link, to be copied into LINE, where committees are reached. The portal sends nothing there.

    The text has no person in it; what is personal stands behind the link. Without script it can be marked.
    """

    text: Text
    path: str  # of the page that the link leads to


@dataclass(frozen=True, kw_only=True)
class Difference:
    label: Text
    yours: Text
    theirs: Text

    @property
    def is_same(self) -> bool:
        return str(self.yours) == str(self.theirs)


@dataclass(frozen=True, kw_only=True)
class Conflict(Component, name="conflict", body=True):
    """Two people wrote in one record: both texts, side by side. The body has the buttons that settle it."""

    items: tuple[Difference, ...]
    other: Text  # who saved first
    at: Text = ""


@dataclass(frozen=True, kw_only=True)
class Errors(Component, name="errors"):
    """All errors of a form at its top, each a link to its field; empty for a valid form."""

    form: BaseForm
    undone: Text = gettext_lazy("ยังบันทึกไม่ได้")  # what the errors keep from being done
    focus: bool = True  # heard first when the page comes back

    @property
    def of_fields(self) -> int:
        """How many of the errors stand at a field. Errors of the form as a whole are not counted."""
        return sum(1 for _label, target, _error in self.items if target)

    @property
    def items(self) -> list[tuple[str, str, str]]:
        found = []
        for name, errors in self.form.errors.items():
            bound = self.form[name] if name in self.form.fields else None
            # A group of choices has no id of its own; its first choice has.
            target = (bound.id_for_label or f"{bound.auto_id}_0") if bound else ""
            found += [(str(bound.label) if bound else "", target, str(error)) for error in errors]
        return found
