"""What becomes of a community: another name or place, its end, a merger, a division."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiIntegerField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.wording import localname
from communities.models import Community
from districts.models import Subdistrict


class DayForm(PortalForm):
    """Something that holds from a day on, which is not after today."""

    on = ThaiDateField(label=_("มีผลตั้งแต่วันที่"))

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        self.fields["on"].latest = today()  # type: ignore[attr-defined]
        self.fields["on"].initial = today()


class EntryForm(DayForm):
    name = ThaiTextField(label=_("ชื่อชุมชน"), max_length=200, help_text=_("ไม่ต้องใส่คำว่า “ชุมชน” ข้างหน้า"))
    subdistrict = forms.ModelChoiceField(label=_("แขวง"), queryset=Subdistrict.objects.none(), empty_label=None)
    houses = ThaiIntegerField(label=_("หลังคาเรือน"), required=False)
    people = ThaiIntegerField(label=_("ประชากร (คน)"), required=False)
    reg_no = ThaiTextField(label=_("เลขทะเบียน"), required=False, max_length=40)
    external_code = ThaiTextField(label=_("รหัสในระบบของ กทม."), required=False, max_length=40)
    note = ThaiTextField(label=_("เหตุผลหรือเอกสารอ้างอิง"), required=False, max_length=300)

    field_order = ["name", "subdistrict", "houses", "people", "reg_no", "external_code", "on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["subdistrict"]
        places.queryset = Subdistrict.objects.filter(district=self.community.district_id).order_by("code")
        places.label_from_instance = localname

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        return name.removeprefix("ชุมชน").strip() or name


class EndForm(DayForm):
    note = ThaiTextField(label=_("เหตุผลหรือเอกสารอ้างอิง"), max_length=300)


class MergeForm(DayForm):
    into = forms.ModelChoiceField(label=_("รวมเข้ากับชุมชน"), queryset=Community.objects.none())

    field_order = ["into", "on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["into"]
        others.queryset = (
            Community.objects.filter(district=self.community.district_id, ended_on=None)
            .exclude(pk=self.community.pk)
            .select_related("subdistrict")
            .order_by("name_order", "pk")
        )
        others.label_from_instance = lambda c: f"{c.name_th} · {localname(c.subdistrict)} · {c.code}"


class SplitForm(DayForm):
    names = ThaiProseField(label=_("ชื่อชุมชนที่แยกออกมา"), help_text=_("บรรทัดละหนึ่งชื่อ"), max_length=2000, rows=4)
    ends = forms.BooleanField(label=_("ชุมชนเดิมสิ้นสุดในวันนั้น"), required=False)

    field_order = ["names", "ends", "on"]

    def clean_names(self) -> list[str]:
        lines = [line.removeprefix("ชุมชน").strip() for line in self.cleaned_data["names"].splitlines()]
        names = [line for line in lines if line]
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError(_now("ชื่อชุมชนยาวเกิน 200 ตัวอักษร"))
        if not names:
            raise forms.ValidationError(_now("ใส่ชื่อชุมชนอย่างน้อยหนึ่งชื่อ"))
        return names
