"""One community from a day on: another name or place, its end, a merger, a division. Each is a page of its own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActPage
from communities.actions import changes
from communities.forms.changes import EndForm, EntryForm, MergeForm, SplitForm
from communities.views.base import CommunityMixin
from communities.views.next_steps import steps_after_register


class _Change(CommunityMixin, ActPage):
    permission = "communities.manage_register"

    def next_links(self) -> list[Link]:
        return steps_after_register(self.community)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "community": self.community}

    @property
    def on_it(self) -> dict[str, Any]:
        return {"community_id": self.community.pk, "on": today(), **self.signed}


class EntryRecord(_Change):
    form_class = EntryForm
    heading = _("เปลี่ยนชื่อ แขวง หรือขนาดชุมชน")
    explanation = _("มีผลตั้งแต่วันที่ระบุ วันก่อนหน้านั้นยังเป็นตามเดิม รหัสชุมชนและแผนไม่เปลี่ยน")
    button = _("บันทึก")
    done = _("บันทึกข้อมูลชุมชนแล้ว")

    def get_initial(self) -> dict[str, Any]:
        c = self.community
        given = {"name": c.name_th, "subdistrict": c.subdistrict_id, "houses": c.houses, "people": c.people}
        return {**given, "reg_no": c.reg_no, "external_code": c.external_code}

    def act(self, data: dict[str, Any]) -> None:
        changes.record_entry(
            name=data["name"],
            subdistrict_id=data["subdistrict"].pk,
            houses=data["houses"],
            people=data["people"],
            reg_no=data["reg_no"],
            external_code=data["external_code"],
            starts_on=data["on"],
            note=data["note"],
            **self.on_it,
        )


class CommunityEnd(_Change):
    form_class = EndForm
    heading = _("ยุบเลิกชุมชน")
    explanation = _("ชุมชนสิ้นสุดตั้งแต่วันที่ระบุ แผนและประวัติยังอยู่ใต้รหัสเดิม และชื่อใช้กับชุมชนใหม่ได้")
    button = _("ยุบเลิกชุมชน")
    done = _("บันทึกการยุบเลิกแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        changes.end_community(ended_on=data["on"], note=data["note"], **self.on_it)


class CommunityMerge(_Change):
    form_class = MergeForm
    heading = _("รวมชุมชน")
    explanation = _("ชุมชนนี้สิ้นสุดและรวมเข้ากับชุมชนที่เลือก แผนและประวัติยังอยู่ใต้รหัสเดิม")
    button = _("รวมชุมชน")
    done = _("รวมชุมชนแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        # One goes on at the page of the community that it is now.
        self.community = changes.merge_communities(into_id=data["into"].pk, happened_on=data["on"], **self.on_it)


class CommunitySplit(_Change):
    form_class = SplitForm
    heading = _("แยกชุมชน")
    explanation = _("ชุมชนใหม่อยู่แขวงเดียวกันและเป็นประเภทเดียวกับชุมชนเดิม แต่ละแห่งได้รหัสใหม่")
    button = _("แยกชุมชน")
    done = _("แยกชุมชนแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        changes.split_community(names=data["names"], ends=data["ends"], happened_on=data["on"], **self.on_it)
