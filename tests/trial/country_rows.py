"""Fill a country for script/bench --country: three offices are made whole, and every other office copies one of them.

The first has a published hearing, its plans confirmed and projects of them in an approved action plan; the second has
held its hearing and drafts an action plan; the third has neither, and only some of its plans.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection, models

from tests.trial.growing import STEP, filling

YEAR = 2566
COMMUNITIES = 10  # of each office
MAY, JUNE = date(2023, 5, 12), date(2023, 6, 1)
PLACES = {"districts.District": "place.district", "districts.Subdistrict": "place.subdistrict"}
NOT_COPIED = {"districts.District", "districts.Subdistrict", "districts.Office"}
# A code begins with the district's, and ends in a dash and four digits.
TEXTS = {"communities.Community.code": "place.code || right({column}, 5)"}
PLACE = """
    create temporary table place as
    select row_number() over (order by d.code) - 1 as number, (row_number() over (order by d.code) - 1) % 3 as like_of,
        d.code, d.id as district,
        (select min(s.id) from districts_subdistrict s where s.district_id = d.id) as subdistrict
    from districts_district d
"""

Ids = dict[type[models.Model], set[Any]]


def fill() -> tuple[int, int]:
    """Fill the country whose places are loaded. Returns how many offices and communities it has."""
    from budget.actions.stages import follow_all_proposals
    from districts.models import District

    made = []
    for make, district in zip((whole, under_way, behind), District.objects.order_by("code")[:3], strict=True):
        before = _ids()
        make(district)
        follow_all_proposals()
        made.append({model: ids - before[model] for model, ids in _ids().items() if ids - before[model]})
    tables = [_of_places(set(ids)) for ids in made]
    with filling(set().union(*tables)) as cursor:
        cursor.execute(PLACE)
        for like, (ids, copied) in enumerate(zip(made, tables, strict=True)):
            for model in sorted(copied, key=lambda model: model._meta.label):
                cursor.execute(_copy(model, copied), [list(ids[model]), like])
    return District.objects.count(), apps.get_model("communities", "Community").objects.count()


def whole(district: Any) -> None:
    from tests.factories import budget, communities, forums

    forum = forums.ForumFactory(
        published=True,
        district=district,
        scheduled_on=MAY,
        held_on=MAY,
        published_on=JUNE,
        announced_on=date(2023, 4, 1),
    )
    for n in range(5):
        forums.ProposalFactory(forum=forum, title=f"ซ่อมทางเดินริมคลอง ช่วงที่ {n + 1}")
    edition = budget.ActionPlanEditionFactory(
        plan__district=district, plan__fiscal_year=YEAR, approved=True, approved_on=JUNE
    )
    for community in _communities(district):
        revision = communities.PlanRevisionFactory(plan__community=community, confirmed=True, confirmed_on=JUNE)
        communities.PlanAdoptionFactory(revision=revision, adopted_on=MAY)
        for project in communities.PlanProjectFactory.create_batch(2, revision=revision):
            item = budget.ActionPlanItemFactory(introduced_in=edition)
            budget.InclusionFactory(item=item, project=project, included_on=JUNE)


def under_way(district: Any) -> None:
    from tests.factories import budget, communities, forums

    forums.ForumFactory(held=True, district=district, scheduled_on=MAY, held_on=MAY, announced_on=date(2023, 4, 1))
    budget.ActionPlanEditionFactory(plan__district=district, plan__fiscal_year=YEAR)
    for n, community in enumerate(_communities(district)):
        state = {"confirmed": True, "confirmed_on": JUNE} if n < 4 else {"submitted": True}
        revision = communities.PlanRevisionFactory(plan__community=community, **state)
        communities.PlanAdoptionFactory(revision=revision, adopted_on=MAY)
        communities.PlanProjectFactory.create_batch(2, revision=revision)


def behind(district: Any) -> None:
    from tests.factories import communities

    for n, community in enumerate(_communities(district)):
        if n < 3:
            communities.PlanRevisionFactory(plan__community=community)


def _communities(district: Any) -> Iterable[Any]:
    from communities.models import CommunityType
    from tests.factories.communities import CommunityFactory

    place = district.subdistricts.order_by("code").first()
    kind = CommunityType.objects.filter(valid_until=None).order_by("code").first()
    for n in range(COMMUNITIES):
        yield CommunityFactory(
            subdistrict=place, code=f"{district.code}-{n + 1:04}", name_th=f"ร่มเย็น {n + 1}", standing__type=kind
        )


def _ids() -> Ids:
    everything: Callable[..., Any] = apps.get_models
    return {
        model: set(model._base_manager.values_list("pk", flat=True))
        for model in everything(include_auto_created=True)
        if model._meta.managed
    }


def _of_places(having: set[type[models.Model]]) -> set[type[models.Model]]:
    """Of the tables in which rows were made, those whose rows lead to a district."""
    found = {apps.get_model(label) for label in NOT_COPIED}
    while more := {model for model in having - found if _leads_to(model, found)}:
        found |= more
    return found & having


def _leads_to(model: type[models.Model], targets: set[type[models.Model]]) -> bool:
    return any(field.related_model in targets for field in model._meta.local_concrete_fields)


def _copy(model: type[models.Model], copied: set[type[models.Model]]) -> str:
    """The statement that copies some rows (%s) into every place that is like (%s) the one that has them."""
    columns, values = [], []
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.GeneratedField):
            continue
        column = f"made.{connection.ops.quote_name(field.column)}"
        target = field.related_model._meta.label if field.related_model else ""
        value = TEXTS.get(f"{model._meta.label}.{field.name}", "{column}").format(column=column)
        if target in PLACES:
            value = f"case when {column} is not null then {PLACES[target]} end"
        elif (field.primary_key and not field.remote_field) or field.related_model in copied:
            value = f"{column} + place.number * {STEP}"
        elif isinstance(field, models.UUIDField):
            value = f"md5({column}::text || place.number)::uuid"  # the same lineage for all editions of a copy
        columns.append(connection.ops.quote_name(field.column))
        values.append(value)
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(model._meta.pk.column)
    return (
        f"insert into {table} ({', '.join(columns)}) select {', '.join(values)} from {table} made, place "
        f"where made.{key} = any(%s) and place.like_of = %s and place.number > 2"
    )
