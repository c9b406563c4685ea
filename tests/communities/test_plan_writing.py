"""What members write: saved once, never over another's text, in the order they chose."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.models import StaleError
from communities.actions import errors, plans, writing
from communities.actions import last_year as last_year_actions
from communities.actions.copying import copy_into
from communities.enums import ReviewDecision
from communities.models import PlanProblem, PlanProject, PlanSection
from communities.queries.last_year import last_years_revision
from tests.communities.conftest import AT, ON
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    BudgetLineFactory,
    CommitteeMemberFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
    PlanTemplateFactory,
)


@pytest.fixture
def draft(cast):
    return PlanRevisionFactory(plan__community=cast.home_community)


def project_words(**given):
    return writing.ProjectWords(**{"title": "ซ่อมทางเดิน", **given})


def test_a_section_is_written_and_written_again(draft, cast):
    first = writing.save_section(revision_id=draft.pk, code="vision", text="หนึ่ง", seen=0, by=cast.member, at=AT)
    second = writing.save_section(
        revision_id=draft.pk, code="vision", text="สอง", seen=first.version, by=cast.member, at=AT
    )

    assert (second.text, second.version) == ("สอง", 2)
    assert [e.after["text"] for e in Entry.objects.filter(verb="communities.section_saved").order_by("pk")] == [
        "หนึ่ง",
        "สอง",
    ]


def test_two_members_in_one_section_lose_nothing(draft, cast):
    section = PlanSectionFactory(revision=draft, text="เดิม")
    other = UserFactory()
    CommitteeMemberFactory(committee__community=cast.home_community, user=other)
    writing.save_section(revision_id=draft.pk, code="vision", text="ของเพื่อน", seen=1, by=other, at=AT)

    with pytest.raises(StaleError) as stale:
        writing.save_section(revision_id=draft.pk, code="vision", text="ของฉัน", seen=1, by=cast.member, at=AT)

    assert stale.value.differing(["text"]) == {"text": ("ของฉัน", "ของเพื่อน")}
    section.refresh_from_db()
    assert section.text == "ของเพื่อน"


def test_two_members_in_different_sections_do_not_meet(cast):
    template = PlanTemplateFactory(version=9, sections=[{"code": "vision"}, {"code": "history"}])
    draft = PlanRevisionFactory(plan__community=cast.home_community, plan__template=template)

    for code in ("vision", "history"):
        writing.save_section(revision_id=draft.pk, code=code, text=code, seen=0, by=cast.member, at=AT)

    assert draft.sections.count() == 2


def test_the_same_text_sent_twice_is_saved_once(draft, cast):
    for _ in range(2):
        section = writing.save_section(revision_id=draft.pk, code="vision", text="ก", seen=0, by=cast.member, at=AT)

    assert section.version == 1
    assert Entry.objects.filter(verb="communities.section_saved").count() == 1


def test_a_section_that_the_template_has_not_is_refused(draft, cast):
    with pytest.raises(writing.UnknownSectionError):
        writing.save_section(revision_id=draft.pk, code="horoscope", text="ก", seen=0, by=cast.member, at=AT)


def test_a_problem_sent_twice_by_the_browser_is_one_row(draft, cast):
    uuid = uuid4()

    for _ in range(2):
        writing.save_problem(
            revision_id=draft.pk,
            uuid=uuid,
            words=writing.ProblemWords(problem="น้ำท่วม"),
            seen=0,
            by=cast.member,
            at=AT,
        )

    assert [(p.problem, p.position) for p in draft.problems.all()] == [("น้ำท่วม", 1)]


def test_a_projects_money_is_the_sum_of_its_lines(draft, cast):
    area = PlanAreaFactory()
    words = project_words(
        areas=[area.code],
        lines=[
            writing.ProjectMoneyLine(item="ไม้", quantity=Decimal("2.5"), unit="ท่อน", unit_price=Decimal("100.10")),
            writing.ProjectMoneyLine(item="ค่าแรง", unit_price=Decimal(5000), source="community"),
        ],
    )

    project = writing.save_project(revision_id=draft.pk, uuid=uuid4(), words=words, seen=0, by=cast.member, at=AT)

    project.refresh_from_db()
    assert project.amount == Decimal("5250.25")
    assert [(line.position, line.amount, line.source) for line in project.budget_lines.order_by("position")] == [
        (1, Decimal("250.25"), "district"),
        (2, Decimal("5000.00"), "community"),
    ]
    assert list(project.areas.all()) == [area]


def test_changing_only_the_money_is_a_change(draft, cast):
    uuid = uuid4()
    save = {"revision_id": draft.pk, "uuid": uuid, "by": cast.member, "at": AT}
    writing.save_project(
        words=project_words(lines=[writing.ProjectMoneyLine(item="ไม้", unit_price=Decimal(100))]), seen=0, **save
    )

    project = writing.save_project(
        words=project_words(lines=[writing.ProjectMoneyLine(item="เหล็ก", unit_price=Decimal(100))]), seen=1, **save
    )

    assert (project.version, project.budget_lines.get().item) == (2, "เหล็ก")
    changed = Entry.objects.filter(verb="communities.project_saved").latest("pk")
    assert changed.before == {"lines": ["ไม้ 1  × 100.00 (district)"]}
    assert changed.after == {"lines": ["เหล็ก 1  × 100.00 (district)"]}


def test_the_same_project_sent_twice_is_saved_once(draft, cast):
    PlanAreaFactory()
    words = project_words(
        areas=["physical"],
        lines=[writing.ProjectMoneyLine(item="ไม้", quantity=Decimal("1.00"), unit_price=Decimal(100))],
    )
    uuid = uuid4()

    for _ in range(2):
        project = writing.save_project(revision_id=draft.pk, uuid=uuid, words=words, seen=0, by=cast.member, at=AT)

    assert project.version == 1
    assert Entry.objects.filter(verb="communities.project_saved").count() == 1


def test_a_stale_project_is_refused_and_its_money_left_alone(draft, cast):
    project = PlanProjectFactory(revision=draft, title="ของเพื่อน", version=3)
    BudgetLineFactory(project=project, item="ของเพื่อน")

    with pytest.raises(StaleError):
        writing.save_project(
            revision_id=draft.pk,
            uuid=project.uuid,
            words=project_words(title="ของฉัน", lines=[writing.ProjectMoneyLine(item="ของฉัน", unit_price=Decimal(1))]),
            seen=2,
            by=cast.member,
            at=AT,
        )

    project.refresh_from_db()
    assert (project.title, project.budget_lines.get().item) == ("ของเพื่อน", "ของเพื่อน")


def test_a_row_of_another_plan_is_not_reached_by_its_uuid(draft, cast):
    foreign = PlanProjectFactory(revision__plan__community=cast.away_community)

    with pytest.raises(writing.ElsewhereError):
        writing.save_project(
            revision_id=draft.pk, uuid=foreign.uuid, words=project_words(), seen=1, by=cast.member, at=AT
        )


@pytest.mark.parametrize("state", ["submitted", "returned", "confirmed"])
def test_what_has_left_draft_is_frozen(cast, state):
    revision = PlanRevisionFactory(plan__community=cast.home_community, **{state: True})
    row = PlanProjectFactory(revision=revision)
    by = {"by": cast.member, "at": AT}
    attempts = [
        lambda: writing.save_section(revision_id=revision.pk, code="vision", text="ก", seen=0, **by),
        lambda: writing.save_problem(
            revision_id=revision.pk, uuid=uuid4(), words=writing.ProblemWords(problem="ก"), seen=0, **by
        ),
        lambda: writing.save_project(revision_id=revision.pk, uuid=row.uuid, words=project_words(), seen=1, **by),
        lambda: writing.take_out(row=row, **by),
        lambda: writing.put_back(row=row, **by),
        lambda: writing.move(row=row, to=1, **by),
        lambda: last_year_actions.review_last_year(revision_id=revision.pk, decisions=[], **by),
    ]

    for attempt in attempts:
        with pytest.raises(errors.NotADraftError):
            attempt()


@pytest.mark.parametrize(("factory", "place"), [(PlanProjectFactory, "rank"), (PlanProblemFactory, "position")])
def test_a_row_taken_out_leaves_no_gap_and_comes_back_at_the_end(draft, cast, factory, place):
    first, second, third = (factory(revision=draft, **{place: n}) for n in (1, 2, 3))

    writing.take_out(row=first, by=cast.member, at=AT)
    rows = type(first).objects.live().filter(revision=draft)
    assert list(rows.order_by(place).values_list("pk", place)) == [(second.pk, 1), (third.pk, 2)]

    writing.put_back(row=first, by=cast.member, at=AT)
    assert list(rows.order_by(place).values_list("pk", place)) == [(second.pk, 1), (third.pk, 2), (first.pk, 3)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_moving_keeps_ranks_whole_and_the_others_in_order(draft, cast, data):
    with transaction.atomic():
        count = data.draw(st.integers(1, 6))
        rows = [PlanProjectFactory(revision=draft, rank=n) for n in range(1, count + 1)]
        moved = data.draw(st.sampled_from(rows))
        to = data.draw(st.integers(-1, count + 2))

        writing.move(row=moved, to=to, by=cast.member, at=AT)

        after = list(PlanProject.objects.filter(revision=draft).order_by("rank"))
        assert [row.rank for row in after] == list(range(1, count + 1))
        assert [row for row in after if row != moved] == [row for row in rows if row != moved]
        assert after.index(moved) == min(max(to, 1), count) - 1
        transaction.set_rollback(True)


@pytest.fixture
def last_year(cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2566, confirmed=True)
    PlanSectionFactory(revision=revision, text="วิสัยทัศน์ปีก่อน")
    problem = PlanProblemFactory(revision=revision, position=1)
    project = PlanProjectFactory(revision=revision, rank=1, title="ไฟทางเดิน", problem=problem, amount=1000)
    project.areas.add(PlanAreaFactory())
    BudgetLineFactory(project=project)
    PlanProjectFactory(revision=revision, rank=None, title="ยกเลิกแล้ว", removed_at=AT)
    return revision


def bring_over(draft, cast):
    """Let every project of last year's plan go on."""
    source = last_years_revision(draft.plan)
    rows = source.projects.live() if source else []
    decisions = [last_year_actions.ReviewChoice(project.pk, ReviewDecision.CONTINUE) for project in rows]
    return last_year_actions.review_last_year(revision_id=draft.pk, decisions=decisions, by=cast.member, at=AT)


def test_last_years_plan_is_copied_with_what_it_continues(draft, last_year, cast):
    copied = bring_over(draft, cast)

    assert (copied.sections, copied.problems, copied.projects) == (1, 1, 1)
    old, new = last_year.projects.live().get(), draft.projects.get()
    assert new.carried_from == old
    assert new.lineage != old.lineage
    assert (new.title, new.rank, new.amount, new.problem) == ("ไฟทางเดิน", 1, 1000, draft.problems.get())
    assert [line.item for line in new.budget_lines.all()] == [line.item for line in old.budget_lines.all()]
    assert list(new.areas.all()) == list(old.areas.all())
    assert draft.sections.get().text == "วิสัยทัศน์ปีก่อน"


def test_copying_keeps_what_was_already_written(draft, last_year, cast):
    PlanSectionFactory(revision=draft, text="ของปีนี้")
    mine = PlanProjectFactory(revision=draft, rank=1, title="ของปีนี้")

    bring_over(draft, cast)

    assert draft.sections.get().text == "ของปีนี้"
    assert [(p.title, p.rank) for p in draft.projects.order_by("rank")] == [("ของปีนี้", 1), ("ไฟทางเดิน", 2)]
    assert draft.projects.get(rank=1) == mine


def test_an_emptied_section_is_filled_and_its_version_rises(draft, last_year, cast):
    PlanSectionFactory(revision=draft, text="", version=4)

    bring_over(draft, cast)

    section = PlanSection.objects.get(revision=draft)
    assert (section.text, section.version) == ("วิสัยทัศน์ปีก่อน", 5)


def test_copying_twice_copies_once(draft, last_year, cast):
    bring_over(draft, cast)

    again = bring_over(draft, cast)

    assert not again
    assert (draft.projects.count(), draft.problems.count()) == (1, 1)


def test_the_confirmed_edition_is_what_was_last_years_plan(draft, last_year, cast):
    PlanRevisionFactory(plan=last_year.plan, number=2, state="draft")

    assert last_years_revision(draft.plan) == last_year


def test_without_a_plan_of_last_year_there_is_nothing_to_review(draft, cast):
    with pytest.raises(last_year_actions.NothingToReviewError):
        bring_over(draft, cast)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_copy_says_what_its_source_says_whatever_was_taken_out_or_moved(cast, data):
    with transaction.atomic():
        source = PlanRevisionFactory(plan__community=cast.home_community)
        problems = [PlanProblemFactory(revision=source, position=n, problem=f"ปัญหา {n}") for n in range(1, 4)]
        rows = [
            PlanProjectFactory(revision=source, rank=n, problem=data.draw(st.sampled_from([*problems, None])))
            for n in range(1, 5)
        ]
        for row in data.draw(st.lists(st.sampled_from(rows), max_size=4)):
            writing.move(row=row, to=data.draw(st.integers(1, 4)), by=cast.member, at=AT)
        for row in data.draw(st.lists(st.sampled_from([*rows, *problems]), max_size=3)):
            writing.take_out(row=row, by=cast.member, at=AT)
        source.state, source.submitted_on, source.submitted_at, source.submitted_by = "submitted", ON, AT, cast.member
        source.save()

        twin = plans.return_plan(revision_id=source.pk, reason="แก้ไข", by=cast.officer, at=AT, on=ON)

        assert _said(twin) == _said(source)
        assert not copy_into(twin, source=source)
        transaction.set_rollback(True)


def _said(revision):
    projects = revision.projects.live().order_by("rank").select_related("problem")
    return (
        [p.problem for p in PlanProblem.objects.live().filter(revision=revision).order_by("position")],
        [
            (p.rank, p.title, p.lineage, p.problem.problem if p.problem and not p.problem.removed_at else None)
            for p in projects
        ],
    )
