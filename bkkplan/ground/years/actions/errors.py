"""Why an act on a year is refused."""

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.refusals import Kind, Refusal


class YearError(Refusal):
    """An act on a fiscal year is refused. str() is the sentence to show."""


class NotPlannedError(YearError):
    kind = Kind.NOT_AVAILABLE
    sentence = _("ไม่มีปีงบประมาณนี้")


class AlreadyPlannedError(YearError):
    field = "year"


class NoSuchSourceError(YearError):
    field = "source"
    sentence = _("คัดลอกได้จากปีก่อนหน้าที่เปิดแล้วเท่านั้น")


class AlreadyOpenedError(YearError):
    kind = Kind.WRONG_MOMENT


class IncompleteError(YearError):
    """A part of the year is not ready; the sentence says which, and what it lacks."""

    kind = Kind.WRONG_MOMENT


class ReasonNeededError(YearError):
    field = "reason"
    sentence = _("ปีนี้เปิดใช้แล้ว เขียนเหตุผลที่เปลี่ยน เช่น เลขที่หนังสือหรือมติที่ประชุม")


class NotOwnStepError(YearError):
    kind = Kind.WRONG_MOMENT
    sentence = _("ขั้นตอนตามปฏิทินของ กทม. เปลี่ยนชื่อหรือนำออกไม่ได้ ถ้าไม่ใช้ให้เว้นวันว่าง")


class DayNotPossibleError(YearError):
    """A day that can't be one of this year."""
