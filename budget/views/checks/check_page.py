"""The page of one plan's check: the table of its projects, and beside it the project in hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Step
from bkkplan.ground.core.forms.form_rows import FormRows
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.people import why_refused
from bkkplan.ground.core.questions.together import first_of, later
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.routes.queries.passages import newest_passages, routes_set
from bkkplan.ground.routes.views.presenting import passage_shown
from budget.enums import CONFIRMATION_PAPER, INCLUDABLE, TAKEN_IN, CheckOutcome
from budget.forms import FIT, CheckForm
from budget.models import CheckMeeting, ConsistencyCheck, granted_of
from budget.queries.checks import check_table
from budget.queries.checks import checks as queries
from budget.queries.strategy.trees import Offered, choices_of
from budget.views.checks.checks import RevisionMixin, may_open, route_of_confirmation, why_not_confirmed
from communities.enums import RevisionState
from communities.models import PlanAdoption, PlanProject
from communities.queries import ask_for_completeness, completeness_of
from communities.queries.differences import changed_since_return
from communities.queries.plans import acts_for_the_committee, office_writers, resolution_of, resolutions_of
from communities.queries.rules_to_meet import reasons_before
from communities.queries.running import count_years
from communities.views.paper import may_open_record, record_of
from communities.views.presenting import line_text

# The fields of each question: the answer, why it is no, what a yes fits.
QUESTIONS = [(name, reason, queries.NODES[name].removesuffix("_id")) for name, reason in queries.QUESTIONS.items()]

# The words on the buttons of a row, and the fields that have to be written for an outcome.
SHORT = {
    CheckOutcome.INCLUDE: gettext_lazy("เข้าแผน"),
    CheckOutcome.FORWARD: gettext_lazy("ส่งต่อ"),
    CheckOutcome.COMMUNITY: gettext_lazy("ชุมชนทำเอง"),
    CheckOutcome.NOT_POSSIBLE: gettext_lazy("ทำไม่ได้"),
    CheckOutcome.PARTLY: gettext_lazy("บางส่วน"),
    CheckOutcome.WAITING: gettext_lazy("รอสนับสนุน"),
}
ASKS = {
    CheckOutcome.FORWARD: ["forwarded_to"],
    CheckOutcome.NOT_POSSIBLE: ["outcome_reason"],
    CheckOutcome.PARTLY: ["granted_amount", "outcome_reason"],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shows beside the projects: answered by one question when the first of it is looked at."""

    beside: check_table.AskedBeside
    money: check_table.AskedMoney
    phrases: check_table.Phrases
    adoptions: Sequence[PlanAdoption]
    meetings: Sequence[CheckMeeting]
    kept_earlier: Sequence[ConsistencyCheck]


class CheckPage(RevisionMixin):
    permission = "budget.view_checks"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        projects = list(
            self.revision.projects.live()
            .select_related(
                "check_result__mission_node__tree",
                "check_result__area_node__tree",
                "check_result__strategy__tree",
                "problem",
                "carried_from",
                "second_look",
            )
            .with_areas_and_lines()
            .order_by("rank", "pk")
        )
        asked = self.ask(projects)
        count_years(projects)
        may_check = request.user.has_perm("budget.check_projects", self.plan)
        is_open = self.revision.state == RevisionState.SUBMITTED and may_check
        offered = self.offered([getattr(project, "check_result", None) for project in projects]) if is_open else {}
        rows = FormRows(CheckForm(offered=choices_of(offered)), auto_id="p%s_%s") if offered else None
        seen = check_table.beside_in(projects, asked.beside)
        changed = changed_since_return(self.revision)
        cards = [
            self.card(project, offered, rows) | {"beside": seen[project.pk], "changed": changed.get(project.lineage)}
            for project in projects
        ]
        adoption = first_of(asked.adoptions)
        proof = getattr(self.revision, "confirmation_proof", None)
        record = record_of(self.revision)
        decided = Counter(card["check"].outcome for card in cards if card["is_finished"])
        has_route = is_open and bool(route_of_confirmation(self.plan))
        finished = sum(card["is_finished"] for card in cards)
        return render(
            request,
            "budget/check.html",
            {
                "revision": self.revision,
                "record": record if record and record.file and may_open_record(record, request.user) else None,
                "writers": office_writers(self.revision),
                "resolution": resolution_of(self.revision),
                "reasons_before": reasons_before(self.revision),
                "may_comment": request.user.has_perm("communities.comment_on_plan", self.plan),
                "why_not_checked": self.why_not_checked(),
                "proof": proof,
                "may_open_proof": proof is not None and bool(proof.file) and may_open(proof, request.user),
                "plan": self.plan,
                "community": self.plan.community,
                "is_open": is_open,
                "may_look_again": may_check and self.revision.is_confirmed,
                "refusal": why_not_confirmed(self.revision, request.user, has_route=has_route) if is_open else "",
                "has_route": has_route,
                "passage": passage_shown(CONFIRMATION_PAPER, self.revision.pk, user=request.user, on=today()),
                "cards": cards,
                "complete": completeness_of(self.revision),
                "finished": finished,
                "left": len(cards) - finished,
                "outcomes": [(value, label, decided[value]) for value, label in CheckOutcome.choices],
                "can_keep": is_open and finished < len(cards) and bool(asked.kept_earlier),
                "adoption": adoption,
                "may_adopt": request.user.has_perm("communities.record_adoption", self.plan),
                "steps": self.steps(finished, len(cards), adoption),
                "line_text": line_text(self.revision),
                "money": self.money(cards, check_table.money_in(self.plan, asked.money)),
                "at_once": self.at_once(),
                "meetings": asked.meetings,
                "phrases": asked.phrases if is_open else None,
                "crumbs": self.crumbs(),
            },
        )

    def ask(self, projects: Sequence[PlanProject]) -> "Asked":
        """Put what the parts of the page ask, to be answered together."""
        ask_for_completeness(self.revision.pk)
        acts_for_the_committee(self.plan.pk, self.revision.number)
        resolutions_of(self.revision.pk)
        newest_passages(CONFIRMATION_PAPER, self.revision.pk)
        routes_set(CONFIRMATION_PAPER, self.plan.community.district_id)
        adoptions = PlanAdoption.objects.live().filter(revision__plan=self.plan).select_related("meeting__forum")
        return Asked(
            beside=check_table.ask_beside(projects, self.plan),
            money=check_table.ask_money(self.plan),
            phrases=check_table.phrases_of(self.plan.community.district),
            adoptions=later(adoptions.order_by("-adopted_on", "-pk")[:1]),
            meetings=later(self.revision.check_meetings.order_by("met_on", "pk")),
            kept_earlier=later(queries.kept_earlier(self.revision, projects)[:1]),
        )

    def why_not_checked(self) -> str:
        """Why the person may not answer here, of an edition that waits for it."""
        if self.revision.state != RevisionState.SUBMITTED:
            return ""
        return why_refused(self.request.user, "budget.check_projects", self.plan)

    def money(self, cards: list[dict[str, Any]], known: check_table.MoneyToDecideBy) -> dict[str, Decimal]:
        """What is to be taken in, of this plan and in the whole district, and the money that there is."""
        here = sum(
            (
                granted_of(card["project"], card["check"])
                for card in cards
                if card["is_finished"] and card["check"].outcome in TAKEN_IN
            ),
            Decimal(0),
        )
        return {
            "here": here,
            "elsewhere": known.elsewhere,
            "together": here + known.elsewhere,
            "of_year": known.of_year,
            "of_last_year": known.of_last_year,
        }

    def at_once(self) -> list[dict[str, Any]]:
        """The buttons of a row, in the order of their keys: the outcome, its words, the answers that come with it."""
        return [
            {
                "key": key,
                "outcome": outcome,
                "label": SHORT[outcome],
                "in_full": outcome.label,
                "sets": CheckForm.answers_in_words(answers),
                "asks": ASKS.get(outcome, []),
                "is_sure": outcome in INCLUDABLE,
                "is_taken_in": outcome in TAKEN_IN,
            }
            for key, (outcome, answers) in enumerate(check_table.AT_ONCE.items(), 1)
        ]

    def card(self, project: PlanProject, offered: Mapping[str, Offered], rows: FormRows | None) -> dict[str, Any]:
        """One project; there are no ``rows`` where nothing can be answered."""
        check = getattr(project, "check_result", None)
        shown: dict[str, Any] = {
            "project": project,
            "check": check,
            "is_finished": check is not None and check.checked_on is not None,
            "version": check.version if check else 0,
            "look": getattr(project, "second_look", None),
        }
        if rows:
            form = rows.fields(project.pk, CheckForm.words_of(check))
            questions = [
                (form[question], form[reason], form[node], offered[FIT[node]]) for question, reason, node in QUESTIONS
            ]
            shown |= {"form": form, "questions": questions}
        elif check:
            labels = CheckForm.base_fields
            shown["answers"] = [
                (labels[question].label, getattr(check, question), getattr(check, reason), getattr(check, node))
                for question, reason, node in QUESTIONS
            ]
        return shown

    def steps(self, finished: int, count: int, adoption: PlanAdoption | None) -> list[Step]:
        revision = self.revision
        is_checked = finished == count
        returned = revision.state == RevisionState.RETURNED
        confirmed = revision.state == RevisionState.CONFIRMED
        return [
            Step(
                label=_("ชุมชนส่งแผน"), state="done" if revision.submitted_on else "now", when=_day(revision.submitted_on)
            ),
            Step(
                label=_("ตรวจรายโครงการ"),
                state="done" if is_checked or confirmed else "wait" if returned or not revision.submitted_on else "now",
                note=_("%(done)s จาก %(all)s โครงการ") % {"done": finished, "all": count},
            ),
            Step(label=_("ส่งกลับให้แก้ไข"), state="bad", when=_day(revision.returned_on))
            if returned
            else Step(
                label=_("เขตรับรองแผน"),
                state="done" if confirmed else "now" if is_checked and revision.submitted_on else "wait",
                when=_day(revision.confirmed_on),
            ),
            Step(
                label=_("ที่ประชุมชุมชนรับรอง"),
                state="done" if adoption else "wait",
                when=_day(adoption.adopted_on) if adoption else "",
            ),
            Step(label=_("บรรจุในแผนปฏิบัติราชการ"), state="wait"),
        ]


def _day(day: Any) -> str:
    return thai_date_short(day) if day else ""
