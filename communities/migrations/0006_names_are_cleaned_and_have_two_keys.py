"""The key of a name keeps signs between digits; another, which forgives, is for searching. Stored texts are cleaned."""

import re
from typing import Any

from django.db import IntegrityError, migrations, models, transaction

from bkkplan.ground.core.stored_texts import clean_texts
from bkkplan.ground.core.thai import from_thai_digits, normalise, search_key

TEXTS = {
    "communities.Community": ["name_th", "reg_no"],
    "communities.CommunityStanding": ["note"],
    "communities.CommitteeMember": ["full_name"],
    "communities.RegisterImport": ["original_name"],
    "communities.PlanRevision": ["return_reason", "withdrawal_reason"],
    "communities.PlanAdoption": ["cancel_reason"],
    "communities.PlanSection": ["text"],
    "communities.PlanProblem": ["problem", "cause", "way_out"],
    "communities.PlanProject": [
        "title",
        "reason",
        "objectives",
        "target",
        "place",
        "expected_benefit",
        "risk",
        "follow_up",
    ],
    "communities.BudgetLine": ["item", "unit"],
}


def identity_key(name: str) -> str:
    """communities.models.community_key as it was when this migration was written."""

    def counts(found: re.Match[str]) -> str:
        before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
        return found[0] if before.isdecimal() and after.isdecimal() else ""

    name = from_thai_digits(normalise(name)).casefold().replace("ฏ", "ฎ").translate(str.maketrans("‐‑‒–—−", "------"))
    name = re.sub(r"[-.,()“”\"']+", counts, re.sub(r"\s+", "", name))
    return name.removeprefix("ชุมชน") or name


def clean(apps: Any, schema_editor: Any) -> None:
    clean_texts(apps, TEXTS)
    Community = apps.get_model("communities", "Community")  # noqa: N806  (a model)
    for pk, name in Community.objects.order_by("pk").values_list("pk", "name_th").iterator():
        Community.objects.filter(pk=pk).update(name_search=search_key(name)[:200])
        try:
            with transaction.atomic():
                Community.objects.filter(pk=pk).exclude(name_key=identity_key(name)).update(name_key=identity_key(name))
        except IntegrityError:  # two that differed only in what was cleaned away: people merge them
            print(f"communities.Community {pk} name_key: left as it is, another community has it")  # noqa: T201


class Migration(migrations.Migration):
    dependencies = [("communities", "0005_uploads_are_read_by_a_worker")]

    operations = [
        migrations.AddField(
            model_name="community",
            name="name_search",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.RunPython(clean, migrations.RunPython.noop, elidable=True),
    ]
