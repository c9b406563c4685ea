from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Whom a step of the year concerns: it waits on their งานของฉัน when its day comes near."""

    DISTRICTS = "districts", _("สำนักงานเขต")
    COMMITTEES = "committees", _("กรรมการชุมชน")
    BUREAU = "bureau", _("สำนักพัฒนาสังคม")
    STRATEGY = "strategy", _("สยป.")


class YearState(TextChoices):
    DRAFT = "draft", _("กำลังจัดทำ")
    OPENED = "opened", _("เปิดแล้ว")
