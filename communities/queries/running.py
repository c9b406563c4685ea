"""For how many years running a community has asked for a project."""

from collections.abc import Collection, Iterable

from bkkplan.ground.core.rows.replica import reading
from communities.models import PlanProject

CHAIN = """
    with recursive chain (project, carried_from, year, years) as (
        select project.id, project.carried_from_id, plan.fiscal_year::int, 1
        from communities_planproject project
        join communities_planrevision revision on revision.id = project.revision_id
        join communities_plan plan on plan.id = revision.plan_id
        where project.id = any(%s)
        union all
        select chain.project, earlier.carried_from_id, plan.fiscal_year::int, chain.years + 1
        from chain
        join communities_planproject earlier on earlier.id = chain.carried_from
        join communities_planrevision revision on revision.id = earlier.revision_id
        join communities_plan plan on plan.id = revision.plan_id and plan.fiscal_year = chain.year - 1
    )
    select project, max(years) from chain group by project
"""


def years_running(projects: Collection[int]) -> dict[int, int]:
    """For each project's key, in how many consecutive years up to its plan it was asked for; 1 if it is new."""
    if not projects:
        return {}
    with reading().cursor() as cursor:
        cursor.execute(CHAIN, [list(projects)])
        return dict(cursor.fetchall())


def count_years(projects: Iterable[PlanProject]) -> None:
    """Write the same into the projects' ``years_running``, for the pages that show them; one question for all."""
    rows = list(projects)
    years = years_running([row.pk for row in rows])
    for row in rows:
        row.years_running = years[row.pk]
