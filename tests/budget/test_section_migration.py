"""Items that named a section in their text come over with its row, and go back with its name."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = "0017_a_cost_is_of_a_forum_or_a_training", "0019_names_of_sections_become_rows"
AT = datetime(2023, 6, 2, tzinfo=UTC)
LAST_OF_ACCOUNTS = "0012_sections_may_be_merged"


def at(name):
    """The models as they were after this migration, to which the database is brought."""
    executor = MigrationExecutor(connection)
    executor.migrate([("budget", name)])
    return MigrationExecutor(connection).loader.project_state([("budget", name), ("accounts", LAST_OF_ACCOUNTS)]).apps


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_item_that_named_a_section_of_its_district_names_its_row():
    try:
        old = at(BEFORE)

        def make(app, model, **values):
            return old.get_model(app, model).objects.create(**values)

        maker = make("accounts", "User", username="officer")
        group = make("districts", "DistrictGroup", code="central", name_th="ก", name_en="A", position=1)
        plans = []
        for column, code in enumerate(("1001", "1002"), 1):
            named = {"name_th": code, "name_en": code}
            district = make("districts", "District", code=code, group=group, tile_column=column, tile_row=1, **named)
            office = make("districts", "Office", code=f"5{code[1:]}", kind="district", district=district, **named)
            if code == "1001":
                signed = {"made_at": AT, "made_by": maker, "office": office, "position": 1}
                closed = make("accounts", "Section", name="ฝ่ายโยธา", closed_at=AT, closed_by=maker, **signed)
                works = make("accounts", "Section", name="ฝ่ายโยธา", **signed)
            plan = make("budget", "ActionPlan", district=district, fiscal_year=2566, created_at=AT, created_by=maker)
            plans.append(
                (plan, make("budget", "ActionPlanEdition", plan=plan, number=0, created_at=AT, created_by=maker))
            )

        def item(place, title, responsible):
            plan, edition = plans[place]
            return make(
                "budget", "ActionPlanItem",
                plan=plan, introduced_in=edition, position=len(title), title=title, responsible=responsible,
            )  # fmt: skip

        named = item(0, "1", "ฝ่าย โยธา ")
        item(0, "22", "กรมทางหลวง")
        item(1, "333", "ฝ่ายโยธา")
        change = {"edition": plans[0][1], "at": AT, "by": maker}
        make("budget", "ItemChange", item=named, after={"responsible": "กรมทางหลวง", "title": "x"}, **change)

        new = at(AFTER)
        rows = new.get_model("budget", "ActionPlanItem").objects.order_by("position")
        after = list(rows.values_list("section", "responsible"))
        waiting = new.get_model("budget", "ItemChange").objects.get().after
        back = at(BEFORE).get_model("budget", "ActionPlanItem").objects.order_by("position")

        assert closed.pk < works.pk
        assert after == [(works.pk, ""), (None, "กรมทางหลวง"), (None, "ฝ่ายโยธา")]
        assert waiting == {"responsible": "กรมทางหลวง", "section": None, "title": "x"}
        assert list(back.values_list("responsible", flat=True)) == ["ฝ่ายโยธา", "กรมทางหลวง", "ฝ่ายโยธา"]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
