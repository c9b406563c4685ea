"""The reasons of a return: chosen among the rules of the plan's template, and written."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.refusals import Kind
from communities.actions.errors import PlanError
from communities.models import PlanRevision, ReturnReason
from communities.queries.rules_to_meet import rules_of


class UnknownRuleError(PlanError):
    """A chosen rule is none of this edition: its page is an old one, or was made by hand."""

    kind, field = Kind.WRONG_INPUT, "chosen"
    sentence = _("ข้อที่เลือกไม่ใช่ของแผนฉบับนี้ เปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง")


def reasons_of(revision: PlanRevision, *, chosen: Collection[str], words: str) -> list[ReturnReason]:
    """The rules that were chosen, by their codes, and each line of the officer's own words; they are not saved.

    A line that begins with a project's number and title is about that project.
    """
    rules = {rule.code: rule for _title, group in rules_of(revision) for rule in group}
    if not rules.keys() >= set(chosen):
        raise UnknownRuleError
    found = [
        ReturnReason(sentence=rule.sentence, anchor=rule.anchor, lineage=rule.lineage)
        for code, rule in rules.items()
        if code in chosen
    ]
    found += _own_words(revision, words)
    for position, reason in enumerate(found, start=1):
        reason.revision, reason.position = revision, position
    return found


def _own_words(revision: PlanRevision, words: str) -> Iterator[ReturnReason]:
    heads = {f"{project.rank}. {project.title}": project.lineage for project in revision.projects.live()}
    for line in filter(None, map(str.strip, words.splitlines())):
        lineage = next((lineage for head, lineage in heads.items() if line.startswith(head)), None)
        yield ReturnReason(sentence=line, lineage=lineage)
