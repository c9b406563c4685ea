"""One box finds a proposal by words, district and how far it came."""

from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.faces.public.forms import EVERY, SearchForm
from bkkplan.faces.public.views.codes import things_with_code
from bkkplan.faces.public.views.presenting import badge_of, district_name, subdistrict_name
from bkkplan.ground.core.components import Link, StateItem
from bkkplan.ground.core.pages.my_work import PublicView
from bkkplan.ground.core.pages.paging import MOST_FOUND, first_rows
from bkkplan.ground.core.wording import thai_date_short
from budget.queries.stages import kept_statuses, standing_at
from budget.queries.ways import ProposalStatus
from districts.models import District
from forums.enums import ForumState
from forums.models import Proposal

PAGE = 30


class Search(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        query, district, reached = asked.get("q", "").strip(), asked.get("district"), asked.get("reached", "")
        page, is_more, is_near = None, False, False
        if query or district or reached:
            page, is_more = self.page(Proposal.objects.matching(query), district, reached, "-forum__held_on")
            if query and not page.paginator.count:
                near = Proposal.objects.nearest(query)
                page, is_more = self.page(near, district, reached, "-shared", "-forum__held_on")
                is_near = page.paginator.count > 0
        context = {
            "form": form,
            "page": page,
            "items": self.items(list(page)) if page else [],
            "count": page.paginator.count if page else 0,
            "is_more": is_more,
            "words": query,
            "is_near": is_near,
            "with_code": things_with_code(query, request.user),
            "ways_on": self.ways_on(query, district, reached),
        }
        return render(request, "public/search.html", context)

    def page(
        self, proposals: QuerySet[Proposal], district: District | None, reached: str, *order: str
    ) -> tuple[Page[Proposal], bool]:
        """Returns one page of the proposals found (the first MOST_FOUND of them), and whether more were found."""
        proposals = proposals.filter(forum__state=ForumState.PUBLISHED, removed_on=None)
        if district:
            proposals = proposals.filter(forum__district=district)
        if reached:
            proposals = proposals.filter(standing_at(reached))
        ordered = proposals.select_related("forum__district", "subdistrict").order_by(*order, "position", "pk")
        pages, is_more = first_rows(ordered, PAGE, most=MOST_FOUND)
        return pages.get_page(self.request.GET.get("page")), is_more

    def items(self, proposals: list[Proposal]) -> list[StateItem]:
        there = kept_statuses(proposal.pk for proposal in proposals)
        return [self.item(proposal, there[proposal.pk]) for proposal in proposals]

    def item(self, proposal: Proposal, status: ProposalStatus) -> StateItem:
        badge = badge_of(status)
        where = [
            district_name(proposal.forum.district),
            subdistrict_name(proposal.subdistrict) if proposal.subdistrict else "",
            proposal.place,
            thai_date_short(proposal.forum.held_on),
        ]
        return StateItem(
            text=proposal.title,
            word=badge.text,
            tone=badge.tone,
            note=" · ".join(part for part in where if part),
            href=reverse("public:proposal", args=[proposal.uuid]),
        )

    def ways_on(self, query: str, district: District | None, reached: str) -> list[Link]:
        """Where to look when nothing was found."""
        links = []
        if query and (district or reached):
            href = f"{reverse('public:search')}?{urlencode({'q': query})}"
            links.append(Link(label=_("ค้นคำเดียวกันทุกเขต ทุกขั้น"), href=href))
        if district:
            query = urlencode({"district": district.code, "kind": EVERY})
            label = _("ดูเวทีของ%(district)s") % {"district": district_name(district)}
            links.append(Link(label=label, href=f"{reverse('public:hearings')}?{query}"))
        return links
