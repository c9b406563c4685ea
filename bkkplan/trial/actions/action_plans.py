"""The action plans of the sample city and the money of their items, by the rules of the single actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bkkplan.ground.accounts.models import Section
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.actions.batch import Batch, uuid_of
from bkkplan.trial.actions.money import pay
from bkkplan.trial.builders.facts import ActionPlanFacts, EditionFacts, ItemFacts
from budget.actions import steps
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, ConsistencyCheck, Inclusion, ItemWords
from communities.models import PlanProject
from districts.models import District


@dataclass(slots=True)
class ActionPlans:
    """Writes action plans and what became of their items."""

    projects: Mapping[str, PlanProject]
    checks: Mapping[int, ConsistencyCheck]
    batch: Batch
    items: dict[str, ActionPlanItem] = field(default_factory=dict)
    # The sections in use, by the district and their name.
    sections: dict[tuple[int | None, str], Section] = field(default_factory=dict)
    # What stands, by the project: which is in one item at most.
    inclusions: dict[int, Inclusion] = field(default_factory=dict)

    def write(self, facts: Iterable[ActionPlanFacts]) -> None:
        districts = District.objects.in_bulk(field_name="code")
        facts = list(facts)
        for section in Section.objects.in_use().select_related("office"):
            self.sections[section.district_id, section.name] = section
        for fact in facts:
            self._write_plan(fact, districts[fact.district])
        lines = [line for fact in facts for edition in fact.editions for line in edition.items]
        pay([(self.items[line.key], line) for line in lines if line.money], self.batch)
        for line in lines:
            if act := line.reported:
                logged = steps.report_progress(
                    self.items[line.key], progress=line.progress, done_on=line.done_on, result=line.result, **act.dated
                )
                self.batch.tell(logged)

    def _write_plan(self, fact: ActionPlanFacts, district: District) -> None:
        act = fact.editions[0].opened
        plan = self.batch.put(*steps.open_plan(district, FiscalYear(fact.fiscal_year), **act.signed))
        editions: list[ActionPlanEdition] = []
        places = 0
        for edition_facts in fact.editions:
            act = edition_facts.opened
            if editions:
                opened = steps.open_amendment(plan, editions=editions, reason=edition_facts.reason, **act.signed)
                edition = self.batch.put(*opened)
            else:
                edition = self.batch.add(steps.first_edition(plan, **act.signed))
            editions.append(edition)
            for line in edition_facts.items:
                places += 1
                self._add(plan, edition, line, edition_facts, position=places)
            dropped = [self._drop(edition, key, reason, edition_facts) for key, reason in edition_facts.drops]
            self._decide(edition, edition_facts, dropped)

    def _add(
        self,
        plan: ActionPlan,
        edition: ActionPlanEdition,
        line: ItemFacts,
        edition_facts: EditionFacts,
        *,
        position: int,
    ) -> None:
        act = line.included or edition_facts.opened
        section = self.sections[plan.district_id, line.section]
        words = ItemWords(
            title=line.title, part=line.part, planned_amount=line.planned_amount, section=section, **line.words
        )
        added = steps.add_item(plan, edition, uuid=uuid_of(line.key), position=position, words=words, **act.signed)
        item = self.items[line.key] = self.batch.put(*added)
        for key in line.projects:
            project = self.projects[key]
            other = self.inclusions.get(project.pk)
            included = steps.include(
                item, edition, project, check=self.checks.get(project.pk), others=[other] if other else [], **act.dated
            )
            self.inclusions[project.pk] = self.batch.put(*included)

    def _drop(self, edition: ActionPlanEdition, key: str, reason: str, edition_facts: EditionFacts) -> ActionPlanItem:
        item, act = self.items[key], edition_facts.opened
        # Its money would be entered later, and refused for an item that is dropped.
        self.batch.tell(steps.drop(item, edition, purse=None, reason=reason, **act.signed))
        return item

    def _decide(self, edition: ActionPlanEdition, edition_facts: EditionFacts, dropped: list[ActionPlanItem]) -> None:
        tell = self.batch.tell
        if act := edition_facts.discarded:
            tell(steps.discard(edition, **act.signed))
        is_empty = not (edition_facts.items or dropped)
        if act := edition_facts.submitted:
            tell(steps.submit(edition, is_empty=is_empty, **act.dated))
        if act := edition_facts.returned:
            tell(steps.send_back(edition, reason=edition_facts.return_reason, **act.dated))
        if act := edition_facts.resubmitted:
            tell(steps.submit(edition, is_empty=is_empty, **act.dated))
        if act := edition_facts.approved:
            money: dict[ActionPlanItem, Any] = dict.fromkeys(dropped)
            tell(steps.approve(edition, dropped=money, **act.dated))
            for inclusion in [row for row in self.inclusions.values() if row.item in dropped]:
                reason = inclusion.item.drop_reason
                steps.end_inclusion(inclusion, reason=reason, **act.dated)
                del self.inclusions[inclusion.project_id]
