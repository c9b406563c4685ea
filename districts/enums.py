from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OfficeKind(TextChoices):
    DISTRICT = "district", _("สำนักงานเขต")
    BUREAU = "bureau", _("สำนักหรือส่วนราชการของกรุงเทพมหานคร")
