"""An office: its sections, what they do, and who works in them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.actions import sections
from bkkplan.ground.accounts.enums import USUAL_SECTIONS, Duty
from bkkplan.ground.accounts.forms import CloseSectionForm, SectionForm, SectionsOfForm
from bkkplan.ground.accounts.models import Section, offices_visible_to
from bkkplan.ground.accounts.queries import deserted, hands_full_of, people_of
from bkkplan.ground.accounts.queries.offices import offices_at_a_glance
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.records import RecordPage
from districts.models import Office


class Offices(WorkView):
    """The offices that a person may see; whoever works in one alone is led to it."""

    def get(self, request: WorkRequest) -> HttpResponse:
        offices = list(offices_visible_to(request.user).order_by("code"))
        if len(offices) == 1:
            return redirect("accounts:office", offices[0].code)
        return render(request, "accounts/offices.html", {"rows": offices_at_a_glance(offices, on=today())})


class OfficeMixin(RecordPage):
    """Loads the office for those who work in it, and for administrators."""

    permission = "accounts.arrange_office"
    subject: Office

    def setup(self, request: HttpRequest, *args: Any, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = self.office = get_object_or_404(offices_visible_to(self.request.user), code=code)

    def crumbs(self) -> list[Link]:
        here = [Link(label=str(self.heading))] if self.heading else []
        office = Link(label=str(self.office), href=self.back() if here else "")
        return [Link(label=_("หน่วยงานและฝ่าย"), href=reverse("accounts:offices")), office, *here]

    def lead(self) -> str:
        return str(self.office)

    def back(self) -> str:
        return reverse("accounts:office", args=[self.office.code])


class OfficePage(OfficeMixin):
    permission = ""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        here = list(self.office.sections.in_use().order_by("position", "pk"))
        people = list(people_of(self.office, on=today()).prefetch_related("sections"))
        empty = deserted(here, on=today())
        usual = {name for name, _duties in USUAL_SECTIONS}
        given = {duty for section in here for duty in section.duties}
        return render(
            request,
            "accounts/office.html",
            {
                "office": self.office,
                "lacks_usual": bool(self.office.district_id) and not usual <= {section.name for section in here},
                "crumbs": self.crumbs(),
                "rows": [
                    {
                        "section": section,
                        "duties": [Duty(duty).label for duty in section.duties],
                        "people": [role for role in people if section in role.sections.all()],
                        "is_deserted": section in empty,
                    }
                    for section in here
                ],
                "people": [(role, [s for s in role.sections.all() if s.closed_at is None]) for role in people],
                "everyones": [duty.label for duty in Duty if duty not in given],
                "may_arrange": request.user.has_perm("accounts.arrange_office", self.office),
            },
        )


class MakeUsualSectionsEverywhere(ActButton):
    permission = "accounts.manage_people"

    def back(self) -> str:
        return reverse("accounts:offices")

    def act(self, data: dict[str, Any]) -> None:
        n = sections.make_usual_sections_everywhere(by=self.request.user, at=now())
        messages.success(self.request, _("เพิ่มฝ่ายตามปกติใน %(n)s สำนักงานเขตแล้ว") % {"n": n})


class MakeUsualSections(OfficeMixin, ActButton):
    done = gettext_lazy("เพิ่มฝ่ายตามปกติแล้ว เปลี่ยนชื่อและงานของแต่ละฝ่ายได้")

    def act(self, data: dict[str, Any]) -> None:
        sections.make_usual_sections(office_id=self.office.pk, by=self.request.user, at=now())


class MakeSection(OfficeMixin, ActPage):
    form_class = SectionForm
    heading = button = gettext_lazy("เพิ่มฝ่าย")
    done = gettext_lazy("เพิ่มฝ่ายแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        sections.make_section(office_id=self.office.pk, **data, by=self.request.user, at=now())

    def next_links(self) -> list[Link]:
        return [Link(label=_("เพิ่มอีกฝ่าย"), href=reverse("accounts:section-add", args=[self.office.code]))]


class SectionMixin(OfficeMixin):
    section: Section

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.section = get_object_or_404(Section.objects.in_use(), office=self.office, pk=kwargs["section"])


class ChangeSection(SectionMixin, ActPage):
    form_class = SectionForm
    heading = gettext_lazy("แก้ฝ่าย")
    button = gettext_lazy("บันทึก")
    done = gettext_lazy("บันทึกแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.section.name, "duties": self.section.duties}

    def act(self, data: dict[str, Any]) -> None:
        sections.change_section(section_id=self.section.pk, **data, by=self.request.user, at=now())

    def next_links(self) -> list[Link]:
        return []


class CloseSection(SectionMixin, ActPage):
    form_class = CloseSectionForm
    button = gettext_lazy("ปิดฝ่าย")
    is_danger = True

    @property
    def heading(self) -> str:
        return _("ปิด%(section)s") % {"section": self.section}

    @property
    def explanation(self) -> str:
        """What the section has in hand, and whose that will be."""
        working = people_of(self.office, on=today()).filter(sections=self.section)
        has = [_("ผู้ปฏิบัติงาน %(n)s คน") % {"n": n}] if (n := working.count()) else []
        has += [str(Duty(duty).label) for duty in self.section.duties]
        has += [sentence for in_hand in hands_full_of if (sentence := in_hand(self.section))]
        if not has:
            return _("ฝ่ายนี้ไม่มีคนและไม่มีงานค้าง ปิดได้ทันที ประวัติของฝ่ายยังอยู่")
        return _(
            "ฝ่ายนี้มี %(has)s เลือกฝ่ายที่รับต่อเพื่อรวมฝ่าย ถ้าไม่เลือก งานที่ได้รับมอบเป็นของทุกคนในหน่วยงาน "
            "และโครงการยังแสดงชื่อฝ่ายนี้ว่าปิดแล้วจนกว่าจะเลือกฝ่ายใหม่"
        ) % {"has": " · ".join(has)}

    @property
    def done(self) -> str:
        return _("ปิด%(section)sแล้ว") % {"section": self.section}

    def get_form_kwargs(self) -> dict[str, Any]:
        others = self.office.sections.in_use().exclude(pk=self.section.pk).order_by("position", "pk")
        return {**super().get_form_kwargs(), "sections": list(others)}

    def act(self, data: dict[str, Any]) -> None:
        sections.close_section(section_id=self.section.pk, **data, on=today(), by=self.request.user, at=now())

    def next_links(self) -> list[Link]:
        return []


class SectionsOfPerson(OfficeMixin, ActPage):
    form_class = SectionsOfForm
    heading = gettext_lazy("ฝ่ายของผู้ปฏิบัติงาน")
    button = gettext_lazy("บันทึก")
    done = gettext_lazy("บันทึกแล้ว")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.role = get_object_or_404(people_of(self.office, on=today()), pk=kwargs["assignment"])

    def lead(self) -> str:
        return f"{self.role.user} · {self.role}"

    def get_form_kwargs(self) -> dict[str, Any]:
        here = list(self.office.sections.in_use().order_by("position", "pk"))
        return {**super().get_form_kwargs(), "sections": here}

    def get_initial(self) -> dict[str, Any]:
        return {"sections": [section.pk for section in self.role.sections.in_use()]}

    def act(self, data: dict[str, Any]) -> None:
        left = sections.choose_sections(assignment_id=self.role.pk, **data, on=today(), by=self.request.user, at=now())
        for section in left:
            sentence = _("%(section)sไม่มีผู้ปฏิบัติงานแล้ว งานของฝ่ายเป็นของผู้อำนวยการ จนกว่าจะมอบให้ผู้อื่นหรือฝ่ายอื่น")
            messages.warning(self.request, sentence % {"section": section})

    def next_links(self) -> list[Link]:
        return []
