"""Registers of several days: who is the same, who has ended, and what an older one leaves alone."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from bkkplan.figures.reports.builders.kpi import build
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.lists import actions as lists
from communities.actions import changes, entries
from communities.enums import StandingStatus
from communities.models import Community, CommunityEntry
from communities.queries import register_on
from tests.communities.conftest import AT
from tests.communities.test_register_import import (
    answer,
    as_csv,
    bring_in,
    check,
    choices_of,
    confirm,
    not_named,
)
from tests.communities.test_register_import import keeper as list_keeper
from tests.factories.accounts import AssignmentFactory
from tests.factories.communities import CommunityTypeFactory, PlanAdoptionFactory, PlanRevisionFactory
from tests.factories.districts import DistrictFactory, SubdistrictFactory

FIRST, SECOND = date(2023, 5, 1), date(2024, 5, 1)
TYPE = "ชุมชนเมือง"
HEADINGS = ["เขต", "แขวง", "ชื่อชุมชน", "ประเภทชุมชน", "หลังคาเรือน", "ประชากร"]
DAY_ONE = [
    ["ยานนาวา", "บางโพงพาง", "ก 2", TYPE, "100", "400"],
    ["ดอนเมือง", "ดอนเมือง", "หมู่บ้านขนนท์", TYPE, "200", "800"],
    ["ดินแดง", "รัชดาภิเษก", "ค", TYPE, "50", "150"],
]
DAY_TWO = [
    ["ยานนาวา", "ช่องนนทรี", "ก 2", TYPE, "110", "440"],
    ["ดอนเมือง", "ดอนเมือง", "หมู่บ้านขนันท์", TYPE, "210", "840"],
]
MOVED, RESPELT, GONE = "1012-0001", "1036-0001", "1026-0001"


@pytest.fixture(autouse=True)
def _city(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for code, district, places in (
        ("1012", "ยานนาวา", ("บางโพงพาง", "ช่องนนทรี")),
        ("1036", "ดอนเมือง", ("ดอนเมือง",)),
        ("1026", "ดินแดง", ("รัชดาภิเษก",)),
    ):
        found = DistrictFactory(code=code, name_th=district, name_en=code)
        for number, name in enumerate(places, 1):
            SubdistrictFactory(code=f"{code}0{number}", district=found, name_th=name, name_en=f"{code} {number}")
    CommunityTypeFactory(code="urban", name_th=TYPE, valid_until=None)


@pytest.fixture
def keeper():
    return AssignmentFactory(role=Role.SOCIAL_DEVELOPMENT, district=None).user


def file_of(rows):
    return as_csv(*rows, headings=HEADINGS)


def write(rows, on):
    return bring_in(file_of(rows), on=on)


def in_being(day):
    rows = register_on(day)
    return [(r.code, r.subdistrict_name, r.name) for r in rows if r.status not in ("", StandingStatus.DISSOLVED)]


class TestANewerRegister:
    def test_asks_about_each_new_name_that_may_be_an_old_one_and_lists_the_absent(self):
        write(DAY_ONE, FIRST)

        upload = check(file_of(DAY_TWO), on=SECOND)

        assert choices_of(upload) == {2: [(MOVED, "moved")], 3: [(RESPELT, "respelt")]}
        assert not_named(upload) == [MOVED, GONE, RESPELT]
        with pytest.raises(lists.NotReadyError):
            confirm(upload)

    def test_leaves_two_units_with_their_history_at_the_old_codes(self):
        write(DAY_ONE, FIRST)
        upload = check(file_of(DAY_TWO), on=SECOND)

        answer(upload, same={"2": MOVED, "3": RESPELT}, ended=[GONE])
        confirm(upload)

        assert in_being(SECOND) == [(MOVED, "ช่องนนทรี", "ก 2"), (RESPELT, "ดอนเมือง", "หมู่บ้านขนันท์")]
        assert in_being(FIRST) == [
            (MOVED, "บางโพงพาง", "ก 2"),
            (GONE, "รัชดาภิเษก", "ค"),
            (RESPELT, "ดอนเมือง", "หมู่บ้านขนนท์"),
        ]
        assert Community.objects.count() == 3
        assert Community.objects.get(code=GONE).ended_on == SECOND
        assert Community.objects.get(code=MOVED).houses == 110

    def test_makes_new_ones_where_somebody_says_so(self):
        write(DAY_ONE, FIRST)
        upload = check(file_of(DAY_TWO), on=SECOND)

        answer(upload, same={"2": MOVED}, new=[3])
        confirm(upload)

        assert {code for code, _place, _name in in_being(SECOND)} == {MOVED, GONE, "1036-0002", RESPELT}

    def test_takes_no_answer_to_what_was_not_asked(self):
        write(DAY_ONE, FIRST)
        upload = check(file_of(DAY_TWO), on=SECOND)

        for answers in ({"same": {"2": RESPELT}}, {"same": {"9": MOVED}}, {"new": [7]}):
            answer(upload, **answers)
            with pytest.raises(lists.NotReadyError):
                confirm(upload)

    def test_of_one_district_says_nothing_of_the_others(self):
        write(DAY_ONE, FIRST)

        upload = check(file_of([DAY_ONE[0]]), on=SECOND)

        assert not_named(upload) == []

    def test_numbers_tell_communities_of_one_name_apart(self):
        write([["ยานนาวา", "บางโพงพาง", "วัดสน 1", TYPE, "", ""]], FIRST)

        upload = check(file_of([["ยานนาวา", "บางโพงพาง", "วัดสน 2", TYPE, "", ""]]), on=SECOND)

        assert choices_of(upload) == {}

    def test_may_use_the_name_of_a_dissolved_community_again(self):
        write(DAY_ONE, FIRST)
        write([DAY_ONE[0]], FIRST)
        upload = check(file_of(DAY_ONE[:2]), on=date(2023, 6, 1))
        answer(upload, ended=[GONE])
        confirm(upload)

        again = check(file_of(DAY_ONE), on=SECOND)
        answer(again, new=[4])
        confirm(again)

        assert sorted(Community.objects.filter(name_th="ค").values_list("code", "ended_on")) == [
            (GONE, date(2023, 6, 1)),
            ("1026-0002", None),
        ]


class TestAnOlderRegister:
    def test_that_comes_later_changes_no_later_day(self):
        write(DAY_TWO, SECOND)

        older = check(file_of(DAY_ONE), on=FIRST)
        answer(older, same={"2": MOVED, "3": RESPELT})
        confirm(older)

        assert in_being(SECOND) == [(MOVED, "ช่องนนทรี", "ก 2"), (RESPELT, "ดอนเมือง", "หมู่บ้านขนันท์")]
        then = {row.code: (row.subdistrict_name, row.name, row.houses, row.people) for row in register_on(FIRST)}
        assert then[MOVED] == ("บางโพงพาง", "ก 2", 100, 400)
        assert then[RESPELT] == ("ดอนเมือง", "หมู่บ้านขนนท์", 200, 800)
        now = Community.objects.get(code=RESPELT)
        assert (now.name_th, now.houses, now.people) == ("หมู่บ้านขนันท์", 210, 840)

    def test_leaves_a_day_between_two_as_its_own_register_said(self):
        """The register of 1 พ.ค. 2567 changed nothing and so left no row; it stays true all the same."""
        write(DAY_ONE, FIRST)
        write(DAY_ONE, SECOND)
        between = date(2023, 12, 1)

        write([[*row[:4], "999", row[5]] for row in DAY_ONE], between)

        assert {row.houses for row in register_on(between)} == {999}
        assert {row.code: row.houses for row in register_on(SECOND)} == {MOVED: 100, RESPELT: 200, GONE: 50}
        assert Community.objects.get(code=GONE).houses == 50

    def test_brings_back_nobody_whom_a_later_one_does_not_name(self):
        write([*DAY_ONE[:2], ["ดินแดง", "รัชดาภิเษก", "ง", TYPE, "", ""]], SECOND)

        write(DAY_ONE, FIRST)

        assert "ค" in [name for _code, _place, name in in_being(FIRST)]
        assert "ค" not in [name for _code, _place, name in in_being(SECOND)]


class TestOnTheCommandLine:
    def test_the_register_of_a_day_is_written_as_it_stood(self, tmp_path):
        write(DAY_ONE, FIRST)
        upload = check(file_of(DAY_TWO), on=SECOND)
        answer(upload, same={"2": MOVED, "3": RESPELT}, ended=[GONE])
        confirm(upload)

        for day, names in (("2023-05-01", ["ก 2", "ค", "หมู่บ้านขนนท์"]), ("2024-05-01", ["ก 2", "หมู่บ้านขนันท์"])):
            file = tmp_path / f"{day}.csv"
            call_command("export_communities", str(file), as_of=date.fromisoformat(day))

            lines = file.read_text(encoding="utf-8-sig").splitlines()
            assert [name for name in names if any(f",{name}," in line for line in lines)] == names
            assert len(lines) == len(names) + 1

    def test_answers_come_from_a_file(self, tmp_path, settings):
        settings.WORKING_DAY = SECOND.isoformat()
        write(DAY_ONE, FIRST)
        register, asked = tmp_path / "register.csv", tmp_path / "questions.csv"
        register.write_bytes(file_of(DAY_TWO))

        with pytest.raises(CommandError, match="2"):
            call_command("import_communities", str(register), by=list_keeper().username, as_of=SECOND)
        call_command(
            "import_communities", str(register), by=list_keeper().username, as_of=SECOND, dry_run=True, questions=asked
        )
        lines = asked.read_text(encoding="utf-8-sig").splitlines()
        told = {MOVED: "same", RESPELT: "เดิม", GONE: "ended"}
        answered = [lines[0], *(line + told[code] for line in lines[1:] for code in told if f",{code}," in line)]
        asked.write_text("\n".join(answered), encoding="utf-8")
        call_command("import_communities", str(register), by=list_keeper().username, as_of=SECOND, answers=asked)

        assert [code for code, _place, _name in in_being(SECOND)] == [MOVED, RESPELT]
        assert CommunityEntry.objects.filter(community__code=RESPELT).count() == 2


def test_one_community_may_be_renamed_and_moved_from_a_day(keeper):
    write(DAY_ONE, FIRST)
    community = Community.objects.get(code=MOVED)

    changes.record_entry(
        community_id=community.pk,
        name="ข",
        subdistrict_id=community.district.subdistricts.get(name_th="ช่องนนทรี").pk,
        houses=7,
        starts_on=SECOND,
        by=keeper,
        at=AT,
        on=SECOND,
    )

    assert (MOVED, "บางโพงพาง", "ก 2") in in_being(FIRST)
    assert (MOVED, "ช่องนนทรี", "ข") in in_being(SECOND)
    assert Community.objects.get(code=MOVED).name_key == "ข"


def test_two_communities_merge_and_one_name_is_free(keeper):
    write([*DAY_ONE, ["ยานนาวา", "บางโพงพาง", "จ", TYPE, "", ""]], FIRST)
    before, after = Community.objects.get(name_th="จ"), Community.objects.get(code=MOVED)

    changes.merge_communities(community_id=before.pk, into_id=after.pk, happened_on=SECOND, by=keeper, at=AT, on=SECOND)

    assert before.code not in [code for code, _place, _name in in_being(SECOND)]
    assert before.became.get().after == after
    with pytest.raises(changes.NotInBeingError):
        changes.end_community(community_id=before.pk, ended_on=SECOND, note="", by=keeper, at=AT, on=SECOND)


def test_a_community_is_split_into_new_ones_of_its_type(keeper):
    write(DAY_ONE, FIRST)
    community = Community.objects.get(code=GONE)

    parts = changes.split_community(
        community_id=community.pk, names=["ค", "ฉ"], ends=True, happened_on=SECOND, by=keeper, at=AT, on=SECOND
    )

    assert [(part.code, part.name_th) for part in parts] == [("1026-0002", "ค"), ("1026-0003", "ฉ")]
    assert [code for code, _place, _name in in_being(SECOND) if code.startswith("1026")] == ["1026-0002", "1026-0003"]
    assert {row.after for row in community.became.all()} == set(parts)


def test_a_taken_name_is_refused(keeper):
    write(DAY_ONE, FIRST)
    community = Community.objects.get(code=GONE)

    with pytest.raises(entries.NameTakenError):
        changes.split_community(
            community_id=community.pk, names=["ค", "ฉ"], ends=False, happened_on=SECOND, by=keeper, at=AT, on=SECOND
        )


class TestThePagesOfAChange:
    def test_a_merger_goes_on_at_the_community_that_it_is_now(self, keeper, client):
        write([*DAY_ONE, ["ยานนาวา", "บางโพงพาง", "จ", TYPE, "", ""]], FIRST)
        before, after = Community.objects.get(name_th="จ"), Community.objects.get(code=MOVED)
        client.force_login(keeper)

        answer = client.post(reverse("communities:merge", args=[before.code]), {"into": after.pk, "on": "2023-06-01"})

        assert (answer.status_code, answer["Location"]) == (302, reverse("communities:community", args=[MOVED]))

    def test_a_taken_name_comes_back_beside_its_field_with_what_was_typed(self, keeper, client):
        write([*DAY_ONE, ["ยานนาวา", "บางโพงพาง", "จ", TYPE, "", ""]], FIRST)
        community = Community.objects.get(name_th="จ")
        typed = {"name": "ก 2", "subdistrict": community.subdistrict_id, "on": "2023-06-01", "note": "ตามหนังสือ"}
        client.force_login(keeper)

        answer = client.post(reverse("communities:entry", args=[community.code]), typed)

        assert answer.status_code == 422
        assert "name" in answer.context["form"].errors
        assert "ตามหนังสือ" in answer.content.decode()


class TestAPastDay:
    """Two registers, and every surface that takes a day tells of the earlier one."""

    @pytest.fixture(autouse=True)
    def _registers(self):
        first = [["ยานนาวา", "บางโพงพาง", "ก 2", TYPE, "100", "400"], ["ยานนาวา", "บางโพงพาง", "ข", TYPE, "300", "900"]]
        write(first, FIRST)
        for code, name, houses, people in (("1012-0001", "ฮ ชื่อใหม่", 500, 2000), ("1012-0002", "ข", 300, 900)):
            community = Community.objects.get(code=code)
            CommunityEntry.objects.update_or_create(
                community=community,
                starts_on=SECOND,
                defaults={
                    "name_th": name,
                    "subdistrict": community.subdistrict,
                    "houses": houses,
                    "people": people,
                    "recorded_at": AT,
                },
            )
            Community.objects.filter(pk=community.pk).update(name_th=name, houses=houses, people=people)

    @pytest.fixture(autouse=True)
    def working_day(self, settings):
        settings.WORKING_DAY = "2024-06-02"

    def listed(self, client, keeper, **asked):
        client.force_login(keeper)
        rows = client.get(reverse("communities:register"), {"on": "2 พ.ค. 2566", **asked}).context["rows"]
        return [(community.name_th, community.houses, community.people) for community, *_rest in rows]

    def test_is_listed_by_its_own_names_and_sizes(self, client, keeper):
        assert self.listed(client, keeper, sort="name") == [("ก 2", 100, 400), ("ข", 300, 900)]
        assert self.listed(client, keeper, sort="-houses") == [("ข", 300, 900), ("ก 2", 100, 400)]
        assert self.listed(client, keeper, sort="people") == [("ก 2", 100, 400), ("ข", 300, 900)]
        assert self.listed(client, keeper, on="2 มิ.ย. 2567", sort="name") == [("ข", 300, 900), ("ฮ ชื่อใหม่", 500, 2000)]

    def test_is_searched_by_its_own_names(self, client, keeper):
        assert self.listed(client, keeper, q="ก 2") == [("ก 2", 100, 400)]
        assert self.listed(client, keeper, q="ชื่อใหม่") == []
        assert [name for name, *_ in self.listed(client, keeper, q="1012-0001")] == ["ก 2"]

    def test_names_the_plans_of_its_year(self, client, keeper):
        community = Community.objects.get(code="1012-0001")
        for year in (2566, 2567):
            PlanRevisionFactory(plan__community=community, plan__fiscal_year=year, submitted=True)
        client.force_login(keeper)

        def names(page):
            return {year: client.get(reverse(page, args=[year])).content.decode() for year in (2566, 2567)}

        for said in (names("communities:plans"), names("budget:checks")):
            assert ["ก 2" in said[year] for year in said] == [True, False]
            assert ["ฮ ชื่อใหม่" in said[year] for year in said] == [False, True]

    def test_is_exported_by_its_own_names(self, client, keeper):
        client.force_login(keeper)

        file = (
            client.get(reverse("communities:export", args=["csv"]), {"on": "2 พ.ค. 2566"})
            .getvalue()
            .decode("utf-8-sig")
        )

        assert "ก 2" in file
        assert "ชื่อใหม่" not in file

    def test_names_the_units_of_its_figures_its_report_and_their_evidence(self, client, keeper):
        community, year = Community.objects.get(code="1012-0001"), FiscalYear(2566)
        person = AssignmentFactory(role=Role.STRATEGY, district=None).user
        client.force_login(person)
        then, now = {"as_of": "2023-06-02"}, {"as_of": "2024-06-02"}
        revision = PlanRevisionFactory(plan__community=community, plan__fiscal_year=2567)
        PlanAdoptionFactory(revision=revision, adopted_on=date(2023, 5, 20))

        units = client.get(reverse("kpi:units", args=[year, "KPI-2"]), then).content.decode()
        unit = client.get(reverse("kpi:unit", args=[year, "KPI-2", community.pk]), then).content.decode()
        later = client.get(reverse("kpi:units", args=[FiscalYear(2567), "KPI-2"]), now).content.decode()
        names = {
            unit.name
            for kpi in build(year, date(2023, 6, 2), AT).kpis
            for district in kpi.districts
            for unit in district.units
        }

        assert "ก 2" in units
        assert "ชื่อใหม่" not in units
        assert "แผนพัฒนาชุมชนก 2" in unit
        assert "ชื่อใหม่" not in unit
        assert "ชื่อใหม่" in later
        assert "ก 2" in names
        assert "ฮ ชื่อใหม่" not in names
