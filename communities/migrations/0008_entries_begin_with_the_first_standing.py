"""What each community is called and how large it is holds from its first standing on; who is dissolved since when."""

from datetime import date
from typing import Any

from django.db import migrations

EARLIEST = date(2000, 1, 1)  # for a community without a standing


def begin(apps: Any, schema_editor: Any) -> None:
    Community = apps.get_model("communities", "Community")  # noqa: N806  (a model)
    Standing = apps.get_model("communities", "CommunityStanding")  # noqa: N806  (a model)
    Entry = apps.get_model("communities", "CommunityEntry")  # noqa: N806  (a model)
    first: dict[int, Any] = {}
    latest: dict[int, Any] = {}
    for standing in Standing.objects.order_by("community", "starts_on").iterator():
        first.setdefault(standing.community_id, standing)
        latest[standing.community_id] = standing
    entries = [
        Entry(
            community=community,
            subdistrict_id=community.subdistrict_id,
            name_th=community.name_th,
            reg_no=community.reg_no,
            houses=community.houses,
            people=community.people,
            starts_on=first[community.pk].starts_on if community.pk in first else EARLIEST,
            recorded_at=first[community.pk].recorded_at if community.pk in first else "2000-01-01T00:00:00Z",
            recorded_by_id=first[community.pk].recorded_by_id if community.pk in first else None,
        )
        for community in Community.objects.order_by("pk").iterator()
    ]
    Entry.objects.bulk_create(entries, batch_size=1000, ignore_conflicts=True)
    for pk, standing in latest.items():
        if standing.status == "dissolved":
            Community.objects.filter(pk=pk).update(ended_on=standing.starts_on)


class Migration(migrations.Migration):
    dependencies = [("communities", "0007_facts_of_a_community_are_dated")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
