from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What the strategy office says of an office's quarter in one KPI."""

    ACCEPTED = "accepted", _("ผ่าน")
    RETURNED = "returned", _("ส่งกลับให้แก้ไข")
