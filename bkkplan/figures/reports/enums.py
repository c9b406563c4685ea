from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportFormat(TextChoices):
    PDF = "pdf", _("PDF สำหรับพิมพ์และส่งต่อ")
    XLSX = "xlsx", _("XLSX สำหรับตารางคำนวณ")

    @property
    def media_type(self) -> str:
        return {
            ReportFormat.PDF: "application/pdf",
            ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }[self]
