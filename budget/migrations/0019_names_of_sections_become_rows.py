"""Items that named a section of their district's office in the text name its row; so do changes that wait for approval.

A name counts without its spaces. Of several sections of one name the one in use is taken, then the newest. Other texts
stay as they are: they name units outside the office, or persons. Backwards the names return into the texts.
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

UNDER_WAY = ("draft", "submitted")


def bare(name: str) -> str:
    return "".join(name.split())


def changes_under_way(apps: Any) -> Iterator[Any]:
    changes = apps.get_model("budget", "ItemChange").objects.filter(edition__state__in=UNDER_WAY)
    yield from changes.select_related("item__plan").order_by("pk").iterator()


def name_rows(apps: Any, schema_editor: Any) -> None:
    sections = apps.get_model("accounts", "Section").objects.exclude(office__district=None)
    known = {
        (section.office.district_id, bare(section.name)): section.pk
        for section in sorted(
            sections.select_related("office"), key=lambda section: (section.closed_at is None, section.pk)
        )
    }
    items = apps.get_model("budget", "ActionPlanItem").objects.filter(section=None).exclude(responsible="")
    written = items.values_list("plan__district", "responsible").distinct()
    for district, text in list(written.order_by("plan__district", "responsible")):
        if section := known.get((district, bare(text))):
            items.filter(plan__district=district, responsible=text).update(section=section, responsible="")
    for change in changes_under_way(apps):
        if "responsible" not in change.after:
            continue
        text = change.after["responsible"]
        section = known.get((change.item.plan.district_id, bare(text)))
        # Without a section the change takes the place of the one that the item names from now on.
        change.after = {**change.after, "section": section, "responsible": "" if section else text}
        change.save(update_fields=["after"])


def name_texts(apps: Any, schema_editor: Any) -> None:
    names = dict(apps.get_model("accounts", "Section").objects.values_list("pk", "name"))
    items = apps.get_model("budget", "ActionPlanItem").objects.exclude(section=None)
    for section, text in list(items.values_list("section", "responsible").distinct().order_by("section", "responsible")):
        both = " · ".join(filter(None, [names[section], text]))[:200]
        items.filter(section=section, responsible=text).update(section=None, responsible=both)
    for change in changes_under_way(apps):
        if "section" in change.after:
            section = change.after.pop("section")
            change.after["responsible"] = change.after.get("responsible") or names.get(section, "")
            change.save(update_fields=["after"])


class Migration(migrations.Migration):

    dependencies = [("budget", "0018_sections_are_in_charge_of_items")]

    operations = [migrations.RunPython(name_rows, name_texts)]
