"""Rows that come with a row are the same as those that a question of their own brings."""

from decimal import Decimal

import pytest
from django.db.models import OuterRef

from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.core.questions.with_rows import with_rows
from budget.models import ActionPlanItem, LedgerEntry
from communities.models import PlanProject, PlanRevision
from forums.models import Attendance, Forum, ForumSession
from tests.factories.communities import PlanProjectFactory
from tests.factories.forums import AttendanceFactory, ForumFactory

pytestmark = pytest.mark.django_db


def values_of(row):
    return {name: (type(value), value) for name, value in vars(row).items() if not name.startswith("_")}


def test_every_column_is_the_same_with_those_of_the_rows_it_points_at(cast, django_assert_num_queries):
    asked = Assignment.objects.select_related("district__group", "bureau").order_by("pk")

    with django_assert_num_queries(1):
        people = list(with_rows(User.objects.order_by("pk"), held=asked.filter(user=OuterRef("pk"))))
        found = [held for person in people for held in person.held]
        for held in found:
            assert held.district is None or held.district.group_id == (held.district.group and held.district.group.pk)

    told = list(Assignment.objects.select_related("district", "bureau").order_by("user", "pk"))
    assert [values_of(held) for held in found] == [values_of(held) for held in told]
    assert [held.district and values_of(held.district) for held in found] == [
        held.district and values_of(held.district) for held in told
    ]
    assert len(found) > 3


def test_amounts_days_moments_and_keys_keep_their_type():
    project = PlanProjectFactory(amount=Decimal("1250000.10"))

    revision = with_rows(
        PlanRevision.objects.filter(pk=project.revision_id),
        own=PlanProject.objects.filter(revision=OuterRef("pk")),
    ).get()

    assert values_of(revision.own[0]) == values_of(PlanProject.objects.get())


def test_a_relation_is_filled_as_by_prefetch_related(django_assert_num_queries):
    forum, empty = ForumFactory(held=True), ForumFactory(held=True)
    for _ in range(2):
        AttendanceFactory(forum=forum)
    asked = with_rows(
        Forum.objects.order_by("pk"),
        attendance=Attendance.objects.select_related("sector").filter(forum=OuterRef("pk")).order_by("-pk"),
        sessions=ForumSession.objects.filter(forum=OuterRef("pk")),
    )

    with django_assert_num_queries(1):
        found = {one.pk: [(row.pk, row.sector.name_th) for row in one.attendance.all()] for one in asked}
        assert all(row.forum.attendance.all() for one in asked for row in one.attendance.all())

    told = Attendance.objects.select_related("sector").order_by("-pk")
    assert found == {forum.pk: [(row.pk, row.sector.name_th) for row in told], empty.pk: []}


def test_what_is_asked_further_of_a_list_is_asked_of_its_row_alone():
    forum, other = ForumFactory(held=True), ForumFactory(held=True)
    own, away = AttendanceFactory(forum=forum), AttendanceFactory(forum=other)

    asked = Attendance.objects.filter(forum=OuterRef("pk"))
    found = with_rows(Forum.objects.filter(pk=forum.pk), attendance=asked).get()

    assert list(found.attendance.order_by("pk")) == [own]
    assert list(found.attendance.filter(people__gt=0)) == [own]
    assert not found.attendance.filter(pk=away.pk).exists()


def test_the_rows_still_filter_count_and_slice():
    ForumFactory(held=True)
    forum = ForumFactory(held=True)
    asked = with_rows(Forum.objects.order_by("pk"), sessions=ForumSession.objects.filter(forum=OuterRef("pk")))

    assert asked.count() == 2
    assert asked.filter(pk=forum.pk).get() == forum
    assert list(asked[1:]) == [forum]
    assert asked.filter(pk=0).first() is None


@pytest.mark.parametrize("model", [Assignment, ActionPlanItem, LedgerEntry, Forum, PlanRevision])
def test_no_such_model_has_json_of_its_own(model):
    assert "JSONField" not in {field.get_internal_type() for field in model._meta.concrete_fields}
