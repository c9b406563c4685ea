"""Who did something, when and why are there together or not at all, in every table.

The acts are found by the names of the fields: `ended_on`, `ended_at`, `ended_by` and `ended_reason` say one act, and
`ended_through` may say who made the link. The database itself is asked, about a copy of the table that has its checks
and in which every other column is NULL, unknown: a check that refuses a row there refuses it whatever the others hold.
Checks that ask whether another column is NULL are left out of the copy, because they would take it for an answer.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from typing import NamedTuple

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, models, transaction

from tests.architecture.house import our_models

NAME = re.compile(r"(?:(?P<act>\w+)_)?(?P<word>on|at|by|in|through|reason)")
IS_NULL = re.compile(r'"?(\w+)"? IS (?:NOT )?NULL')

# The acts of reasons that are called otherwise.
ACT_OF = {
    "return_reason": "returned",
    "withdrawal_reason": "confirmation_withdrawn",
    "cancel_reason": "cancelled",
    "removal_reason": "removed",
    "drop_reason": "dropped",
    "reopen_reason": "reopened",
}
REASONS_OF_NO_ACT = {
    "accounts.Mailbox.bounce_reason": "what the mail server said",
    "accounts.DestructionItem.kept_reason": "it is itself the decision",
    "budget.ConsistencyCheck.area_reason": "of an answer, kept while the check is being written",
    "budget.ConsistencyCheck.city_reason": "of an answer, kept while the check is being written",
    "budget.ConsistencyCheck.mission_reason": "of an answer, kept while the check is being written",
    "budget.DirectInclusion.area_reason": "of an answer that is no",
    "budget.DirectInclusion.city_reason": "of an answer that is no",
    "budget.DirectInclusion.mission_reason": "of an answer that is no",
    "budget.ConsistencyCheck.outcome_reason": "of an answer, kept while the check is being written",
    "budget.ItemReport.fall_reason": "why the reported progress fell, written with it; the act asks for it",
    "budget.Lot.end_reason": "a lot that is closed needs none; a constraint binds it to the state",
    "budget.LedgerEntry.late_reason": "why it is entered after its month was closed; the database asks for it",
    "budget.Payment.late_reason": "as of the entry that it becomes",
    "communities.PlanRevision.areas_reason": "why an area has no project, written with the plan",
    "forums.Forum.ending_reason": "of two acts, withdrawing and cancelling; a constraint binds it to the state",
    "forums.Forum.publication_reason": "why it is entered late; a constraint binds it to its proof",
    "forums.Uptake.public_reason": "an uptake may end without a word to the public",
}
PERSONS_OF_NO_ACT = {
    "accounts.Assignment.user": "whose role it is",
    "accounts.Letter.recipient": "who is written to",
    "years.ReminderReceipt.recipient": "who is told",
    "accounts.Mailbox.user": "who is written to",
    "accounts.Notice.recipient": "who is told",
    "accounts.OneTimeLink.user": "whose account it opens",
    "audit.Entry.actor": "the log has lines about what nobody did",
    "communities.CommitteeMember.user": "whose seat it is",
    "communities.PlanAssistant.user": "who may write for the committee",
}
MAY_HAVE_NO_PERSON = {
    "accounts.Assignment.appointed_by": "the role of the first administrator, whom nobody appoints",
    "accounts.Letter.requested_by": "a job; those of the clock have no person",
    "accounts.PeopleReading.requested_by": "a job; those of the clock have no person",
    "budget.Advance.by": "as the entry of the ledger by which it is lent",
    "budget.Cost.by": "as the entry of the ledger that it explains",
    "budget.LedgerEntry.by": "the budgets that come with the reference data",
    "budget.TreeReading.requested_by": "a job; those of the clock have no person",
    "communities.CommunityEntry.recorded_by": "the register that the operator's command imports",
    "communities.CommunityStanding.recorded_by": "the register that the operator's command imports",
    "communities.PlanTemplate.made_by": "the years that come with the reference data",
    "communities.RegisterImport.confirmed_by": "the register that the operator's command imports",
    "communities.RegisterImport.uploaded_by": "the register that the operator's command imports",
    "communities.RegisterReading.requested_by": "a job; those of the clock have no person",
    "forums.Cleaning.requested_by": "a job; those of the clock have no person",
    "kpi.KpiRun.requested_by": "a job; those of the clock have no person",
    "lists.ListReading.requested_by": "a job; those of the clock have no person",
    "lists.ListWriting.requested_by": "a job; those of the clock have no person",
    "reports.ReportRequest.requested_by": "a job; those of the clock have no person",
    "years.PlannedYear.made_by": "the years that come with the reference data",
    "years.PlannedYear.opened_by": "the years that come with the reference data",
    "years.YearChange.by": "a command of the operator",
}


class Signature(NamedTuple):
    """One act of a model: the fields that are filled together, and the one that may be filled only with them."""

    model: type[models.Model]
    name: str
    fields: tuple[str, ...]
    through: str | None

    @property
    def columns(self) -> list[models.Field]:
        return [self.model._meta.get_field(name) for name in (*self.fields, self.through) if name]

    @property
    def persons(self) -> set[str]:
        return {label(self.model, column) for column in self.columns if column.name.endswith("by")}


def label(model: type[models.Model], field: models.Field) -> str:
    return f"{model._meta.label}.{field.name}"


def is_a_person(field: models.Field) -> bool:
    return field.related_model is get_user_model()


def word_of(model: type[models.Model], field: models.Field) -> tuple[str, str] | None:
    """The act that a field belongs to, "" for the one that makes the row, and what it says of it; None if of no act."""
    named = NAME.fullmatch(field.name)
    if named is None or label(model, field) in REASONS_OF_NO_ACT:
        return None
    act, word = ACT_OF.get(field.name, named["act"] or ""), named["word"]
    match word:
        case "by" | "through" if not is_a_person(field):  # the process that runs a job
            return None
        case "in" if not field.is_relation:  # the month in which a project starts
            return None
        case "reason" if not act:  # a remark, or why the row was made
            return None
    return act, word


def acts_of(model: type[models.Model]) -> Iterator[Signature]:
    acts: dict[str, dict[str, str]] = {}
    for field in model._meta.concrete_fields:
        if found := word_of(model, field):
            act, word = found
            acts.setdefault(act, {})[word] = field.name
    for act, words in acts.items():
        through = words.pop("through", None)
        if len(words) > 1 or "by" in words or through:
            yield Signature(model, act, tuple(words.values()), through)


ACTS = [act for model in our_models() for act in acts_of(model)]


def each(acts: list[Signature]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("act", acts, ids=[f"{act.model._meta.label} {act.name or 'itself'}" for act in acts])


def parts_of(act: Signature) -> Iterator[set[str]]:
    """Each choice of the act's fields that is neither all of them nor none."""
    for size in range(1, len(act.fields)):
        yield from map(set, combinations(act.fields, size))


def value_of(field: models.Field, *, is_filled: bool) -> object:
    match field:
        case models.CharField() | models.TextField():
            return "น้ำท่วม" if is_filled else ""
        case models.DateTimeField():
            return datetime(2023, 6, 1, tzinfo=UTC) if is_filled else None
        case models.DateField():
            return date(2023, 6, 1) if is_filled else None
    return 1 if is_filled else None


@pytest.fixture
def takes(db):
    """Ask whether the act's table takes a row in which these of its fields are filled and its others empty."""
    quote = connection.ops.quote_name

    def ask(act: Signature, chosen: set[str]) -> bool:
        columns = [field.column for field in act.columns]
        others = [field.column for field in act.model._meta.concrete_fields if field.column not in columns]
        values = [value_of(field, is_filled=field.name in chosen) for field in act.columns]
        with connection.cursor() as cursor:
            cursor.execute(f"create temp table asked (like {quote(act.model._meta.db_table)} including constraints)")
            cursor.execute(
                "select conname, pg_get_constraintdef(oid) from pg_constraint"
                " where conrelid = 'pg_temp.asked'::regclass and contype = 'c'"
            )
            about_others = [name for name, check in cursor.fetchall() if set(IS_NULL.findall(check)) - set(columns)]
            changes = [f"alter column {quote(column)} drop not null" for column in others]
            changes += [f"drop constraint {quote(name)}" for name in about_others]
            cursor.execute(f"alter table asked {', '.join(changes)}")
            try:
                with transaction.atomic():
                    cursor.execute(
                        f"insert into asked ({', '.join(map(quote, columns))})"
                        f" values ({', '.join(['%s'] * len(columns))})",
                        values,
                    )
            except IntegrityError:
                return False
            finally:
                cursor.execute("drop table asked")
        return True

    return ask


@each([act for act in ACTS if not act.persons & MAY_HAVE_NO_PERSON.keys()])
def test_who_when_and_why_are_there_together(act, takes):
    makes_the_row = not act.columns[0].null

    assert takes(act, set(act.fields))
    assert takes(act, set()) is not makes_the_row
    for part in parts_of(act):
        assert not takes(act, part), f"{act.model._meta.label} takes a row with {sorted(part)} alone"


@each([act for act in ACTS if act.through])
def test_nobody_gave_a_link_for_an_act_that_was_not_done(act, takes):
    assert takes(act, {*act.fields, act.through})
    assert not takes(act, {act.through})


@each([act for act in ACTS if act.persons & MAY_HAVE_NO_PERSON.keys()])
def test_an_act_that_may_have_no_person_has_none_before_it_is_done(act, takes):
    persons = {name for name in act.fields if name.endswith("by")}

    assert takes(act, set(act.fields) - persons), "each of these acts has a person: take it off the list"
    assert not takes(act, persons)


def test_every_person_and_every_reason_is_of_an_act_that_is_found():
    fields = {label(model, field): field for model in our_models() for field in model._meta.concrete_fields}
    found = {label(act.model, field) for act in ACTS for field in act.columns}

    assert {name for name, field in fields.items() if is_a_person(field)} - found == PERSONS_OF_NO_ACT.keys()
    assert {name for name in fields if name.endswith("_reason")} - found == REASONS_OF_NO_ACT.keys()
    assert found >= MAY_HAVE_NO_PERSON.keys()
    assert {name.rpartition(".")[2] for name in fields} >= ACT_OF.keys()
