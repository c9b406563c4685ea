from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class YearState(TextChoices):
    DRAFT = "draft", _("กำลังจัดทำ")
    OPENED = "opened", _("เปิดแล้ว")
