"""Proposals after the forum: the office joins those that ask for the same, and splits what asks for several things."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from communities.views.base import page_of
from districts.models import District
from forums.actions import successions
from forums.enums import ForumState, SuccessionKind
from forums.forms.successions import MergeForm, ProposalSearch, SplitForm, WorkingUpSearch
from forums.models import Proposal, Succession, Uptake
from forums.queries.replies import waiting_for_an_answer
from forums.queries.similar import groups_of, similar_to
from forums.queries.successions import joined_with, merged_into_it
from forums.views.base import crumbs_to

PER_PAGE = 50
MOST_GROUPS = 20  # are suggested on one page
MOST_FOUND = 20  # by the words that are searched for, on the page of a merge


def published_in(district_id: int, *, year: int | None = None) -> QuerySet[Proposal]:
    rows = Proposal.objects.live().filter(forum__state=ForumState.PUBLISHED, district=district_id)
    if year is not None:
        rows = rows.filter(forum__fiscal_year=year)
    return rows.select_related("forum", "area", "subdistrict", "community")


class WorkingUp(RecordPage):
    """The published proposals of a district and year, and which of them ask for nearly the same."""

    permission = "forums.work_up_district"
    heading = gettext_lazy("จัดกลุ่มข้อเสนอ")
    year: FiscalYear
    district: District

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = kwargs["year"]
        self.district = self.subject = get_object_or_404(District, code=kwargs["code"])

    def crumbs(self) -> list[Link]:
        return [
            Link(label=_("เวทีรับฟัง"), href=reverse("forums:list", args=[self.year])),
            Link(label=str(self.district)),
            Link(label=str(self.heading)),
        ]

    def back(self) -> str:
        return reverse("forums:list", args=[self.year])

    def get(self, request: WorkRequest, **_kwargs: Any) -> HttpResponse:
        proposals = published_in(self.district.pk, year=self.year.be)
        alone = proposals.filter(pk__in=Proposal.objects.on_their_own())
        search = WorkingUpSearch(request.GET)
        shown = self.chosen(proposals, search)
        page = Paginator(shown.order_by("-forum__held_on", "forum", "position", "pk"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        context = {
            **self.top(),
            "year": self.year,
            "district": self.district,
            "search": search,
            "page": page,
            "groups": self.groups(list(alone.order_by("forum__held_on", "forum", "position", "pk"))),
        }
        return render(request, "forums/working_up.html", context)

    def chosen(self, proposals: QuerySet[Proposal], search: WorkingUpSearch) -> QuerySet[Proposal]:
        living = Uptake.objects.filter(proposal=OuterRef("pk"), ended_on=None)
        joined = Succession.objects.live().filter(proposal=OuterRef("pk"))
        found = proposals.annotate(is_in_a_plan=Exists(living), is_joined=Exists(joined), behind_it=merged_into_it())
        if not search.is_valid():
            return found
        chosen = search.cleaned_data
        if chosen["q"]:
            found = found.filter(pk__in=Proposal.objects.matching(chosen["q"]))
        if chosen["area"]:
            found = found.filter(area=chosen["area"])
        if chosen["state"] == WorkingUpSearch.LOOSE:
            found = found.filter(is_in_a_plan=False, is_joined=False)
        elif chosen["state"] == WorkingUpSearch.UNANSWERED:
            found = found.filter(pk__in=waiting_for_an_answer())
        elif chosen["state"] == WorkingUpSearch.JOINED:
            found = found.filter(Q(is_joined=True) | Q(behind_it__gt=0))
        return found

    def groups(self, proposals: list[Proposal]) -> list[dict[str, Any]]:
        """Proposals that are alike, in groups, each with the page on which it is merged.

        They go into the one that a plan has; without such a one, into the first.
        """
        in_plans = set(Uptake.objects.filter(proposal__in=proposals, ended_on=None).values_list("proposal", flat=True))
        found = []
        for group in groups_of(proposals)[:MOST_GROUPS]:
            lead = next((one for one in group if one.pk in in_plans), group[0])
            chosen = "&".join(f"with={one.uuid}" for one in group if one != lead and one.pk not in in_plans)
            if chosen:
                found.append({"proposals": group, "lead": lead, "href": f"{_page('merge', lead)}?{chosen}"})
        return found


class ProposalMixin(RecordPage):
    """Loads a published proposal through its door, and says where its pages stand."""

    permission = "forums.work_up"
    stylesheet = "css/pages/forum.css"
    proposal: Proposal

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen = Proposal.objects.visible_to(self.request.user).live().filter(forum__state=ForumState.PUBLISHED)
        self.proposal = self.subject = get_object_or_404(
            seen.select_related("forum__district", "area", "subdistrict", "community"), uuid=self.uuid_in(kwargs)
        )

    def uuid_in(self, kwargs: dict[str, Any]) -> UUID:
        return kwargs["uuid"]  # type: ignore[no-any-return]

    def lead(self) -> str:
        return self.proposal.title

    def crumbs(self) -> list[Link]:
        forum = self.proposal.forum
        all_of_them = reverse("forums:working-up", args=[FiscalYear(forum.fiscal_year), forum.district.code])
        crumbs = [*crumbs_to(forum, here=_("ข้อเสนอ"))[:-1], Link(label=_("จัดกลุ่มข้อเสนอ"), href=all_of_them)]
        return [*crumbs, Link(label=str(self.heading))]

    def back(self) -> str:
        return _page("proposal-work", self.proposal)

    def next_links(self) -> list[Link]:
        forum = self.proposal.forum
        all_of_them = reverse("forums:working-up", args=[FiscalYear(forum.fiscal_year), forum.district.code])
        return [
            Link(label=_("ข้อเสนอทั้งหมดของเขต"), href=all_of_them),
            Link(label=_("หน้าสาธารณะของข้อเสนอ"), href=page_of("public:proposal", self.proposal.uuid)),
        ]


class ProposalWork(ProposalMixin):
    """What was made of one proposal, and what its office can do with it."""

    heading = gettext_lazy("ข้อเสนอ")

    def get(self, request: WorkRequest, **_kwargs: Any) -> HttpResponse:
        proposal, joined = self.proposal, joined_with(self.proposal)
        plans = Uptake.objects.filter(proposal=proposal, ended_on=None)
        context = {
            **self.top(),
            "proposal": proposal,
            "joined": joined,
            "uptakes": list(plans.select_related("project__revision__plan__community").order_by("pk")),
            "similar": [] if joined.standing else similar_to(proposal, _candidates(proposal))[:MOST_FOUND],
            "reply": proposal.replies.live().first(),
            "public_page": page_of("public:proposal", proposal.uuid),
            "take_in": page_of("budget:take-in", proposal.uuid)
            if request.user.has_perm("forums.take_in", proposal)
            else "",
        }
        return render(request, "forums/proposal_work.html", context)


class ProposalMerge(ProposalMixin, ActPage):
    """The proposals that go into this one: those that are like it are offered, others are found by their words."""

    template_name = "forums/merge.html"
    form_class = MergeForm
    heading = gettext_lazy("รวมข้อเสนอ")
    explanation = gettext_lazy(
        "ข้อเสนอที่เลือกจะมีข้อเสนอนี้แทน ถ้อยคำเดิมของทุกข้อยังอ่านได้ และหน้าสาธารณะของทุกข้อบอกผลของข้อเสนอนี้ ยกเลิกการรวมทีละข้อได้"
    )
    button = gettext_lazy("รวมเข้ากับข้อเสนอนี้")
    done = gettext_lazy("รวมข้อเสนอแล้ว")

    def candidates(self) -> QuerySet[Proposal]:
        offered = _candidates(self.proposal)
        chosen = [text for text in self.request.GET.getlist("with") if _is_uuid(text)]
        wanted = {one.proposal.pk for one in similar_to(self.proposal, offered)[:MOST_FOUND]}
        wanted |= set(offered.filter(uuid__in=chosen).values_list("pk", flat=True))
        if query := self.request.GET.get("q", "").strip():
            found = offered.filter(pk__in=Proposal.objects.matching(query)).order_by("-forum__held_on", "pk")
            wanted |= {proposal.pk for proposal in found[:MOST_FOUND]}
        return offered.filter(pk__in=wanted).order_by("-forum__held_on", "position", "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "candidates": self.candidates()}

    def get_initial(self) -> dict[str, Any]:
        chosen = [text for text in self.request.GET.getlist("with") if _is_uuid(text)]
        return {"proposals": list(_candidates(self.proposal).filter(uuid__in=chosen).values_list("pk", flat=True))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(search=ProposalSearch(self.request.GET), **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        chosen = [proposal.pk for proposal in data["proposals"]]
        successions.merge(into_id=self.proposal.pk, proposal_ids=chosen, on=today(), **self.signed)


class ProposalSplit(ProposalMixin, ActPage):
    form_class = SplitForm
    heading = gettext_lazy("แยกข้อเสนอ")
    explanation = gettext_lazy(
        "ข้อเสนอที่ขอหลายเรื่องแยกเป็นหลายข้อ แต่ละข้อนำเข้าแผนได้เอง ถ้อยคำเดิมยังอ่านได้ และนับเป็นข้อเสนอเดียวเหมือนเดิม"
    )
    button = gettext_lazy("แยกข้อเสนอ")
    done = gettext_lazy("แยกข้อเสนอแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        successions.split(
            proposal_id=self.proposal.pk,
            parts=data["parts"].splitlines(),
            reason=data["reason"],
            on=today(),
            **self.signed,
        )


class ProposalJoinAgain(ProposalMixin, ActPage):
    form_class = ReasonForm
    heading = gettext_lazy("ยกเลิกการแยกข้อเสนอ")
    explanation = gettext_lazy("ข้อเสนอที่แยกออกมาจะถูกนำออก และข้อเสนอเดิมนำเข้าแผนได้อีกครั้ง")
    button = gettext_lazy("ยกเลิกการแยกข้อเสนอ")
    done = gettext_lazy("ยกเลิกการแยกข้อเสนอแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        successions.join_again(proposal_id=self.proposal.pk, **data, on=today(), **self.signed)


class MergeUndo(ProposalMixin, ActPage):
    """One proposal speaks for itself again; the page goes back to the one that stood for it."""

    form_class = ReasonForm
    heading = gettext_lazy("ยกเลิกการรวมข้อเสนอ")
    button = gettext_lazy("ยกเลิกการรวม")
    done = gettext_lazy("ยกเลิกการรวมแล้ว")
    is_danger = True

    def uuid_in(self, kwargs: dict[str, Any]) -> UUID:
        seen = Proposal.objects.visible_to(self.request.user)
        rows = Succession.objects.filter(kind=SuccessionKind.MERGED, into__in=seen).select_related("proposal", "into")
        self.row = get_object_or_404(rows, pk=kwargs["pk"])
        return self.row.into.uuid

    @property
    def explanation(self) -> str:
        return _("“%(title)s” จะไม่รวมอยู่กับข้อเสนอนี้อีก และนำเข้าแผนได้เอง") % {"title": self.row.proposal}

    def act(self, data: dict[str, Any]) -> None:
        successions.take_out(succession_id=self.row.pk, **data, on=today(), **self.signed)


def _candidates(proposal: Proposal) -> QuerySet[Proposal]:
    """The published proposals of the district that could go into this one."""
    in_plans = Uptake.objects.filter(ended_on=None, proposal__district=proposal.district_id).values("proposal")
    alone = Proposal.objects.on_their_own().not_taken_in()
    return published_in(proposal.district_id).filter(pk__in=alone).exclude(pk__in=in_plans).exclude(pk=proposal.pk)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _page(name: str, proposal: Proposal) -> str:
    return reverse(f"forums:{name}", args=[proposal.uuid])
