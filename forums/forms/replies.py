from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm

READ_BY_ALL = _("ทุกคนอ่านได้ในหน้าของข้อเสนอ ไม่ใส่ชื่อหรือหมายเลขโทรศัพท์ของบุคคล")


class AnswerForm(PortalForm):
    text = ThaiProseField(
        label=_("คำตอบต่อผู้เสนอ"),
        help_text=READ_BY_ALL,
        example=_("เช่น ถนนสายนี้จะซ่อมพร้อมงานวางท่อในปีหน้า"),
        max_length=2000,
    )


class ForwardForm(PortalForm):
    agency = ThaiTextField(label=_("หน่วยงานที่รับเรื่อง"), help_text=_("เช่น การไฟฟ้านครหลวง"), max_length=200)
    case_number = ThaiTextField(
        label=_("เลขที่เรื่อง (ถ้ามี)"),
        help_text=_("เช่น รหัสเรื่องใน Traffy Fondue หรือเลขหนังสือ เติมภายหลังได้"),
        max_length=60,
        required=False,
    )
    text = ThaiProseField(
        label=_("ข้อความถึงผู้เสนอ (ไม่บังคับ)"), help_text=READ_BY_ALL, max_length=2000, required=False, rows=2
    )


class AgencyAnswerForm(PortalForm):
    agency_answer = ThaiProseField(
        label=_("คำตอบของหน่วยงาน"), help_text=READ_BY_ALL, example=_("เช่น ติดตั้งเสร็จในเดือนหน้า"), max_length=2000
    )
    case_number = ThaiTextField(label=_("เลขที่เรื่อง (ถ้ามี)"), max_length=60, required=False)
