"""Questions that are asked together bring what each brings by itself."""

from decimal import Decimal

import pytest
from django.db.models import Count, DurationField, ExpressionWrapper, F, OuterRef, Sum, Value
from django.db.models.functions import TruncMonth
from django.utils.timezone import now

from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.questions.asking import AskOnce
from bkkplan.ground.core.questions.together import first_of, later
from bkkplan.ground.core.questions.with_rows import with_rows
from budget.models import ConsistencyCheck, LedgerEntry
from communities.models import PlanProject, PlanRevision
from forums.models import Forum
from tests.factories.communities import PlanProjectFactory
from tests.factories.forums import ForumFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(rf):
    """``page(read)``: what ``read`` returns while a page is read."""

    def open_page(read):
        found = []
        AskOnce(lambda _request: found.append(read()))(rf.get("/"))
        return found[0]

    return open_page


def shown(rows):
    return [values_of(row) if hasattr(row, "_meta") else row for row in rows]


def values_of(row):
    state = row._state.fields_cache
    kept = {name: (type(value), value) for name, value in vars(row).items() if not name.startswith("_")}
    return kept | {name: other and values_of(other) for name, other in state.items()}


def questions():
    projects = PlanProject.objects.order_by("pk")
    revisions = PlanRevision.objects.order_by("pk")
    return [
        projects.select_related("revision__plan__community__district__group", "carried_from"),
        projects.values("title", "amount", "revision__plan__fiscal_year").annotate(n=Count("pk")),
        projects.values_list("lineage", flat=True),
        projects.annotate(twice=F("amount") * 2).only("title"),
        projects.filter(pk__in=[]),
        projects[:1],
        projects.order_by().values_list(Value(1)).annotate(Sum("amount")),
        with_rows(revisions, own=PlanProject.objects.filter(revision=OuterRef("pk")).order_by("pk")),
        revisions.annotate(month=TruncMonth("submitted_on")).values_list("month", "pk"),
        Forum.objects.order_by("pk"),
        Entry.objects.order_by("pk"),
        ConsistencyCheck.objects.order_by("pk"),
        Assignment.objects.select_related("user", "district", "bureau").order_by("pk"),
        User.objects.order_by("pk").prefetch_related("assignments"),
        projects.order_by()
        .values_list("pk", "title")
        .union(revisions.order_by().values_list("pk", Value("r")), all=True),
    ]


def test_every_question_brings_the_same_together_as_alone(cast, page, django_assert_num_queries):
    PlanProjectFactory(amount=Decimal("1250000.10"), revision__submitted=True)
    PlanProjectFactory(carried_from=PlanProjectFactory(title='100 % "ของ" {เขต}'))
    ForumFactory(held=True)

    def read():
        with django_assert_num_queries(2):  # all of them, and what is prefetched
            asked = [later(question) for question in questions()]
            return [list(rows) for rows in asked]

    found = page(read)

    for together, question in zip(found, questions(), strict=True):
        alone = list(question)
        if question.query.combinator:
            assert sorted(together) == sorted(alone)
        else:
            assert shown(together) == shown(alone)
    assert [len(rows) > 0 for rows in found].count(False) <= 3


def test_what_is_asked_after_a_look_is_asked_with_the_next(page, django_assert_num_queries):
    PlanProjectFactory()

    def read():
        with django_assert_num_queries(1):
            one, other = later(PlanProject.objects.all()), later(PlanRevision.objects.all())
            assert len(one) == len(other) == 1
            assert first_of(one).revision_id == first_of(other).pk
        with django_assert_num_queries(1):
            third, fourth = later(Forum.objects.all()), later(LedgerEntry.objects.all())
            assert not third
            assert first_of(fourth) is None

    page(read)


def test_outside_of_a_page_each_question_is_asked_by_itself(django_assert_num_queries):
    PlanProjectFactory()
    rows, others = later(PlanProject.objects.all()), later(PlanRevision.objects.all())

    with django_assert_num_queries(1):
        assert len(rows) == 1
        assert len(list(rows)) == 1
    with django_assert_num_queries(1):
        assert len(others) == 1


def test_a_column_that_json_does_not_have_is_refused(page):
    span = ExpressionWrapper(Value(now()) - F("created_at"), output_field=DurationField())

    def read():
        asked = [later(Forum.objects.all()), later(Forum.objects.annotate(span=span))]
        with pytest.raises(TypeError, match="DurationField"):
            len(asked[0])

    page(read)
