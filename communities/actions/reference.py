"""Community types and rules of terms by regulation, the five areas of a plan, and the sections that a plan has."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from bkkplan.ground.audit.reference import Loaded, load_rows
from bkkplan.ground.core.reference import read_csv
from communities.catalog import templates
from communities.models import CommunityType, PlanArea, PlanTemplate, TermRule


@transaction.atomic
def load_reference(*, at: datetime) -> dict[str, Loaded]:
    return {
        "communities.type": load_rows(
            CommunityType, read_csv("communities", "community_types.csv"), key=("code",), at=at
        ),
        # A start: the administrator changes what a regulation says, in the back office.
        "communities.term_rule": load_rows(
            TermRule, read_csv("communities", "term_rules.csv"), key=("code",), at=at, is_only_a_start=True
        ),
        "communities.area": load_rows(PlanArea, read_csv("communities", "plan_areas.csv"), key=("code",), at=at),
        "communities.template": load_rows(PlanTemplate, _templates(), key=("version",), at=at),
    }


def _templates() -> Iterator[Mapping[str, object]]:
    made_here = set(PlanTemplate.objects.exclude(made_at=None).values_list("version", flat=True))
    return (template for template in templates() if template["version"] not in made_here)
