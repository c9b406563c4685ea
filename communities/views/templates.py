"""The template of the plans of a year: read by all who work here, seen as a committee sees it, edited as a whole."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Fact, Link, Tab
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.years import registry
from bkkplan.ground.years.views.base import YearMixin
from communities.actions.templates import PART, basis_of_template, save_template
from communities.enums import Asking, ProjectItem
from communities.forms.project_sheet import ProjectSheet
from communities.forms.templates import TemplateForm
from communities.models import PlanArea, PlanTemplate
from communities.queries import title_of
from communities.queries.templates import plans_by_template, rules_in_words, template_at

PHONE = "phone"


class TemplatePart(YearMixin):
    """The template of a year; 404 where there is none at all."""

    @cached_property
    def template(self) -> PlanTemplate:
        template = template_at(self.year)
        if template is None:
            raise Http404
        return template

    def back(self) -> str:
        return reverse("communities:year-template", args=[self.year])

    def lead(self) -> str:
        return _("แผนของปี %(year)s · รุ่นที่ %(version)s") % {"year": self.year, "version": self.template}


class YearTemplate(TemplatePart):
    heading = gettext_lazy("แบบแผนพัฒนาชุมชน")

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        template = self.template
        context = {
            **self.top(),
            "year": self.year,
            "sections": [(title_of(one), title_of(one, key="help"), asking_of(one)) for one in template.sections],
            "items": [Fact(label=item.label, value=Asking(template.asking(item)).label) for item in ProjectItem],
            "rules": list(rules_in_words(template.rule)),
            "versions": plans_by_template(self.year),
            "may_prepare": self.may_prepare,
        }
        return render(request, "communities/year_template.html", context)


def asking_of(section: dict[str, Any]) -> str:
    if section.get("off"):
        return str(Asking.OFF.label)
    return str((Asking.REQUIRED if section.get("required") else Asking.OPTIONAL).label)


class TemplatePreview(TemplatePart):
    """What a committee will see, with nothing to write in."""

    heading = gettext_lazy("ตัวอย่างที่กรรมการชุมชนจะเห็น")

    def above(self) -> list[Link]:
        return [*super().above(), Link(label=_("แบบแผนพัฒนาชุมชน"), href=self.back())]

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        sheet = ProjectSheet(
            project=None, areas=PlanArea.objects.order_by("position", "pk"), problems=(), template=self.template
        )
        is_phone = request.GET.get("on") == PHONE
        context = {
            **self.top(),
            "is_phone": is_phone,
            "widths": [
                Tab(label=_("จอคอมพิวเตอร์"), href=request.path, active=not is_phone),
                Tab(label=_("จอโทรศัพท์"), href=f"{request.path}?on={PHONE}", active=is_phone),
            ],
            "sections": [
                {
                    "title": title_of(one),
                    "help": title_of(one, key="help"),
                    "rows": one.get("rows", 4),
                    "is_required": bool(one.get("required")),
                    "anchor": f"section-{one['code']}",
                }
                for one in self.template.asked_sections
            ],
            "sheet": sheet,
            "form": sheet.form,
            "rules": list(rules_in_words(self.template.rule)),
        }
        return render(request, "communities/template_preview.html", context)


class EditTemplate(TemplatePart, ActPage):
    permission = "years.prepare_year"
    template_name = "communities/template_edit.html"
    form_class = TemplateForm
    heading = gettext_lazy("แก้ไขแบบแผนพัฒนาชุมชน")
    button = gettext_lazy("บันทึกแบบ")

    @property
    def explanation(self) -> str:
        if self.planned.is_draft:
            return _("แผนที่เริ่มเขียนหลังเปิดปีจะใช้แบบนี้ หัวข้อเรียงตามลำดับ")
        return _("การแก้ไขจะเป็นแบบรุ่นใหม่ แผนที่เริ่มเขียนแล้วใช้รุ่นเดิมต่อไป")

    @property
    def done(self) -> str:
        return _("บันทึกแบบแล้ว เป็นรุ่นที่ %(version)s") % {"version": self.saved}

    def above(self) -> list[Link]:
        return [*super().above(), Link(label=_("แบบแผนพัฒนาชุมชน"), href=self.back())]

    def next_links(self) -> list[Link]:
        return [
            Link(label=_("ดูตัวอย่าง"), href=reverse("communities:template-preview", args=[self.year])),
            Link(label=YearMixin.lead(self), href=reverse("years:year", args=[self.year])),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "template": self.template, "needs_reason": not self.planned.is_draft}

    def get_initial(self) -> dict[str, Any]:
        return TemplateForm.texts_of(self.template)

    def basis(self) -> Basis:
        return basis_of_template(self.template)

    def act(self, data: dict[str, Any]) -> None:
        self.saved = save_template(
            year=self.year, words=self.sent.words, reason=self.sent.reason, seen=data["seen"], on=today(), **self.signed
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**registry.before_a_change(PART, self.planned), **super().get_context_data(**kwargs)}
