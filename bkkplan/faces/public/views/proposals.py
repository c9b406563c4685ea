"""What became of one proposal, step by step."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.faces.public.views.money_of_proposals import money_of, spent_text
from bkkplan.faces.public.views.outcomes import beside, outcome_of
from bkkplan.faces.public.views.presenting import badge_of, district_name, subdistrict_name
from bkkplan.faces.public.views.proposal_steps import given_up, steps_of
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Fact, Link
from bkkplan.ground.core.pages.my_work import PublicView
from bkkplan.ground.core.wording import localname, thai_date_short
from budget.enums import Ending, Stage
from budget.queries.strategy.policies import statements_from
from budget.queries.trace import Trace, trace
from budget.queries.ways import AnyWay, DirectWay, Way
from forums.enums import ForumState
from forums.models import Proposal
from forums.queries.replies import reply_to


def stage_sentence(found: Trace) -> str:
    """Where the proposal stands, in one sentence; a way that has ended does not sound as if it went on."""
    status, leading = found.status, found.ways[0] if found.ways else None
    if status.ending is not None:
        sentence = status.word
        if status.ending == Ending.FORWARDED and isinstance(leading, Way) and leading.check:
            sentence = _("ส่งต่อ%(unit)sแล้ว") % {"unit": leading.check.forwarded_to}
        return _("เส้นทางสิ้นสุดที่ขั้น %(stage)s จาก %(all)s: %(ending)s") % {
            "stage": status.ending.at.value,
            "all": len(Stage),
            "ending": sentence,
        }
    if status.stage == Stage.DONE and leading and leading.inclusion:
        return _("ข้อเสนอนี้เดินทางครบทั้ง %(all)s ขั้น แล้วเสร็จเมื่อ %(day)s") % {
            "all": len(Stage),
            "day": thai_date_short(leading.inclusion.item.done_on),
        }
    if status.is_waiting:
        return _("ข้อเสนอนี้สอดคล้องและผ่านการตรวจแล้ว อยู่ในบัญชีโครงการรอรับการสนับสนุนของเขต")
    return _("ข้อเสนอนี้เดินทางมาถึงขั้นที่ %(stage)s จาก %(all)s") % {"stage": status.stage.value, "all": len(Stage)}


def place_of(proposal: Proposal) -> list[Fact]:
    """Where it is to happen, and who asked for it; what was not said is left out."""
    forum = proposal.forum
    district = Fact(
        label=_("เขต"), value=localname(forum.district), href=reverse("public:district", args=[forum.district.code])
    )
    facts = [
        Fact(label=_("สถานที่"), value=proposal.place),
        Fact(label=_("ชุมชน"), value=str(proposal.community or "")),
        Fact(label=_("แขวง"), value=localname(proposal.subdistrict) if proposal.subdistrict else ""),
        district,
        Fact(label=_("ผู้เสนอ"), value=localname(proposal.sector) if proposal.sector else ""),
    ]
    return [fact for fact in facts if fact.value]


def _name_of(way: AnyWay) -> str:
    if isinstance(way, DirectWay):
        return _("อีกเส้นทาง: เขตนำเข้าแผนปฏิบัติราชการโดยตรง")
    values = {"community": way.uptake.community_name, "year": way.project.revision.plan.fiscal_year}
    return _("อีกเส้นทาง: %(community)s ปี %(year)s") % values


def crumbs_of(proposal: Proposal) -> list[Link]:
    district = proposal.forum.district
    crumbs = [Link(label=district_name(district), href=reverse("public:district", args=[district.code]))]
    if proposal.subdistrict:
        query = urlencode({"q": f"แขวง{proposal.subdistrict.name_th}", "district": district.code})
        crumbs.append(Link(label=subdistrict_name(proposal.subdistrict), href=f"{reverse('public:search')}?{query}"))
    return crumbs


class ProposalPage(PublicView):
    def get(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        proposals = Proposal.objects.visible_to(request.user).select_related(
            "forum__district", "area", "subdistrict", "community", "sector"
        )
        proposal = get_object_or_404(proposals.filter(forum__state=ForumState.PUBLISHED, removed_on=None), uuid=uuid)
        found, on = trace(proposal), today()
        leading = found.ways[0] if found.ways else None
        # What the district took into its plan and out again, it may have answered since.
        is_open = leading is None or (isinstance(leading, DirectWay) and leading.ending is not None)
        money = leading.money if leading else None
        return render(
            request,
            "public/proposal.html",
            {
                "proposal": proposal,
                "sentence": stage_sentence(found),
                "outcome": outcome_of(found, reply_to(proposal) if is_open else None),
                "joined": beside(proposal),
                "badge": badge_of(found.status),
                "first": {"steps": steps_of(found, leading, on=on), "money": money_of(found, leading)},
                "others": [
                    {"name": _name_of(way), "steps": steps_of(found, way, on=on), "money": money_of(found, way)[1:]}
                    for way in found.ways[1:]
                ],
                "ended": [given_up(step) for step in found.ended_uptakes] if leading else [],
                "spent": money.part.disbursed if money else None,
                "whole": money.part.transferred if money else None,
                "money_note": spent_text(money, on=on),
                "place": place_of(proposal),
                "policies": statements_from(proposal),
                "year": proposal.forum.fiscal_year,
                "crumbs": crumbs_of(proposal),
            },
        )
