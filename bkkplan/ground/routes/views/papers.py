"""The acts at a stop, the same for every kind of paper: pass on, send back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Fact, Link
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.routes import actions
from bkkplan.ground.routes.forms import SendBackForm
from bkkplan.ground.routes.models import Passage, Stop
from bkkplan.ground.routes.queries.kinds import PaperKind, RoutedPaper, kind_called
from bkkplan.ground.routes.queries.passages import why_not_here, why_not_the_same


class PassageMixin(RecordPage):
    """Loads one round of a paper through its door."""

    passage: Passage

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Passage.objects.visible_to(self.request.user).select_related("office__district", "handed_in_by")
        self.passage = self.subject = get_object_or_404(rows.prefetch_related("stops__passed_by"), pk=pk)

    @cached_property
    def kind(self) -> PaperKind:
        return kind_called(self.passage.kind)

    @cached_property
    def paper(self) -> RoutedPaper:
        return self.kind.papers([self.passage.paper])[self.passage.paper]

    def lead(self) -> str:
        return self.paper.title

    def crumbs(self) -> list[Link]:
        return [Link(label=self.paper.title, href=self.paper.url), Link(label=str(self.heading))]

    def back(self) -> str:
        return self.paper.url


class PaperPage(PassageMixin):
    """Leads to the paper's own page, which shows its way."""

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        return redirect(self.paper.url)


class AtStop(PassageMixin, ActPage):
    """An act of whoever has the paper, by what the page shows of it: the points of its deciding act."""

    permission = "routes.act_at_stop"
    template_name = "routes/at_stop.html"

    @cached_property
    def shown(self) -> Basis:
        return self.kind.basis(self.passage.paper)

    def basis(self) -> Basis:
        return self.shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        points = [Fact(label=label, value=words or "–") for _digest, label, words in self.shown.points.values()]
        return {**super().get_context_data(**kwargs), "points": points, "paper": self.paper}

    def next_links(self) -> list[Link]:
        return [Link(label=_("งานของฉัน"), href=reverse("desk:my-work"))]

    def obstacle(self) -> str:
        stop = self.passage.waits_at
        if stop is None:
            return str(actions.NotUnderWayError.sentence)
        return why_not_here(self.passage, stop, by=self.request.user, on=today())


class Pass(AtStop):
    heading = gettext_lazy("เห็นชอบและส่งต่อ")
    button = gettext_lazy("เห็นชอบ ส่งต่อ")

    @cached_property
    def following(self) -> Stop | None:
        """The stop after the one at which the page found the paper."""
        ladder, stop = self.passage.ladder, self.passage.waits_at
        return next(iter(ladder[ladder.index(stop) + 1 :]), None) if stop else None

    @property
    def explanation(self) -> str:
        if self.following is None:
            return ""
        return _("ท่านเห็นชอบเนื้อหาที่แสดงในหน้านี้ เรื่องจะไปรอ%(role)s ถ้าเนื้อหาเปลี่ยนภายหลัง ความเห็นชอบนี้ใช้ไม่ได้") % {
            "role": self.following
        }

    @property
    def done(self) -> str:
        return _("เห็นชอบแล้ว %(role)sได้รับแจ้ง") % {"role": self.following}

    def obstacle(self) -> str:
        if self.passage.waits_at == self.passage.ladder[-1]:
            return _("ขั้นนี้เป็นขั้นสุดท้าย ให้ตัดสินที่หน้าของเรื่อง")
        return super().obstacle() or why_not_the_same(self.passage, self.shown.digest)

    def instead(self) -> list[Link]:
        if self.passage.waits_at == self.passage.ladder[-1]:
            return [Link(label=str(self.kind.last_act), href=self.paper.decide_url)]
        return [Link(label=_("ส่งกลับ"), href=reverse("routes:send-back", args=[self.passage.pk]))]

    def act(self, data: dict[str, Any]) -> None:
        actions.pass_on(passage_id=self.passage.pk, **data, by=self.request.user, at=now(), on=today())


class SendBack(AtStop):
    form_class = SendBackForm
    heading = gettext_lazy("ส่งเรื่องกลับ")
    explanation = gettext_lazy("ผู้เสนอและผู้ที่เห็นชอบมาก่อนได้รับแจ้งพร้อมเหตุผล แก้ไขแล้วเสนอใหม่ได้ โดยเริ่มจากขั้นแรก")
    button = gettext_lazy("ส่งกลับ")
    done = gettext_lazy("ส่งเรื่องกลับแล้ว ผู้เสนอได้รับแจ้งพร้อมเหตุผล")

    def act(self, data: dict[str, Any]) -> None:
        actions.send_back(passage_id=self.passage.pk, **data, by=self.request.user, at=now(), on=today())
