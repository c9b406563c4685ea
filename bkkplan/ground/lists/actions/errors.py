"""Why a list is not brought in, or not taken back."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.lists.models import ListWriting, RowList


class ListError(Refusal):
    pass


class WrongMomentError(ListError):
    kind = Kind.WRONG_MOMENT
    sentence = _("ตารางนี้ไม่ได้รอยืนยันแล้ว")


class EndedError(WrongMomentError):
    """Somebody was faster. The sentence says who did what with the list."""

    SENTENCES: ClassVar[dict[str, Any]] = {
        ListState.DONE: _("%(person)s นำตารางนี้เข้าแล้ว ไม่มีแถวใดเข้าซ้ำ"),
        ListState.UNDONE: _("%(person)s เลิกทำการนำเข้าตารางนี้แล้ว"),
    }

    def __init__(self, upload: RowList) -> None:
        person = upload.undone_by if upload.state == ListState.UNDONE else upload.confirmed_by
        sentence = self.SENTENCES.get(upload.state, self.sentence)
        super().__init__(sentence % {"person": person} if person else sentence)


class BeingWrittenError(WrongMomentError):
    """A worker is asked to write the list, or to take it back. The sentence says who asked for what."""

    SENTENCES: ClassVar[dict[str, Any]] = {
        ListWriting.Act.CONFIRM: _("%(person)s สั่งนำตารางนี้เข้าแล้ว ระบบกำลังทำ รอให้เสร็จแล้วดูผล"),
        ListWriting.Act.UNDO: _("%(person)s สั่งเลิกทำการนำเข้าตารางนี้แล้ว ระบบกำลังทำ รอให้เสร็จแล้วดูผล"),
    }

    def __init__(self, writing: ListWriting) -> None:
        super().__init__(self.SENTENCES[writing.act] % {"person": writing.requested_by})
        self.writing = writing


class NotHereError(ListError):
    kind = Kind.NOT_AVAILABLE
    sentence = _("ไม่มีที่ให้นำตารางนี้เข้า")


class DayToComeError(ListError):
    field = "day"
    sentence = _("วันที่ของข้อมูลต้องไม่หลังวันนี้")


class NotReadyError(ListError):
    sentence = _("ตารางยังมีที่ต้องแก้หรือต้องตอบ")


class NothingToDoError(ListError):
    sentence = _("ไม่มีแถวที่ต้องนำเข้า")


class RowsChangedError(ListError):
    """Rows changed under the preview: nothing was written, and they are marked in it now."""

    kind = Kind.WRONG_MOMENT
    sentence = _("มีแถวที่เปลี่ยนไปหลังจากตรวจตารางนี้ จึงยังไม่ได้นำเข้าแถวใด ตรวจแถวที่ทำเครื่องหมายไว้")


class BuiltOnError(ListError):
    """Something was built on what the list wrote; the sentence says what."""

    kind = Kind.WRONG_MOMENT
