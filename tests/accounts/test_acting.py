"""Acting for another: in place of a holder, or by the holder's order; the two print differently under a signature."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.urls import reverse

from bkkplan.ground.accounts.enums import Acting, Role
from bkkplan.ground.accounts.forms import RoleForm
from bkkplan.ground.accounts.queries.signing import lines_of_signature, signature_of
from tests.factories.accounts import AssignmentFactory, SectionFactory, UserFactory
from tests.factories.budget import ActionPlanEditionFactory
from tests.factories.districts import OfficeFactory
from tests.factories.forums import ForumFactory
from tests.words import packed, words_of

ORDER = {"order_number": "123/2566", "order_dated": date(2023, 5, 31)}


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def acting(cast, way, own=Role.ASSISTANT_DIRECTOR, **more):
    """A person with an own post who acts for the director, and how that person signs."""
    cast.home.name_th = "พระนคร"
    cast.home.save(update_fields=["name_th"])
    person = UserFactory()
    mine = AssignmentFactory(user=person, role=own, district=cast.home)
    role = AssignmentFactory(user=person, role=Role.DISTRICT_DIRECTOR, district=cast.home, acting=way, **more)
    return mine, role


def test_the_two_ways_of_acting_print_differently_above_the_post(cast):
    mine, in_place = acting(cast, Acting.IN_PLACE)
    _mine, by_order = acting(cast, Acting.BY_ORDER, **ORDER)

    assert lines_of_signature(in_place, held=[in_place, mine]) == (
        "ผู้ช่วยผู้อำนวยการเขตพระนคร รักษาราชการแทน",
        "ผู้อำนวยการเขตพระนคร",
    )
    assert lines_of_signature(by_order, held=[_mine])[0] == "ผู้ช่วยผู้อำนวยการเขตพระนคร ปฏิบัติราชการแทน"
    assert lines_of_signature(in_place, held=[in_place])[0] == "รักษาราชการแทน"
    assert lines_of_signature(mine, held=[mine]) == ("ผู้ช่วยผู้อำนวยการเขตพระนคร",)


def test_the_head_of_a_section_signs_with_its_name(cast):
    head, role = acting(cast, Acting.IN_PLACE, own=Role.SECTION_HEAD)
    head.sections.add(SectionFactory(office=OfficeFactory(code="5001", district=cast.home), name="ฝ่ายปกครอง"))

    assert lines_of_signature(role, held=[head])[0] == "หัวหน้าฝ่ายปกครอง รักษาราชการแทน"


def test_the_director_of_a_bureau_signs_with_its_name(db):
    bureau = OfficeFactory(code="2400", name_th="สำนักอนามัย")

    role = AssignmentFactory(user=UserFactory(), role=Role.BUREAU_DIRECTOR, bureau=bureau)

    assert lines_of_signature(role, held=[role]) == ("ผู้อำนวยการสำนักอนามัย",)


@pytest.mark.parametrize(
    "wrong", [{"acting": Acting.BY_ORDER}, {"acting": "", **ORDER}, {"acting": Acting.BY_ORDER, "order_number": "1"}]
)
def test_a_delegation_names_its_order_and_nothing_else_has_one_alone(cast, wrong):
    with pytest.raises(IntegrityError):
        AssignmentFactory(user=UserFactory(), role=Role.DISTRICT_DIRECTOR, district=cast.home, **wrong)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"acting": "by_order"}, {"order_number", "order_dated"}),
        ({"acting": "", "order_number": "1/2566", "order_dated": "1 มิ.ย. 2566"}, {"order_number", "order_dated"}),
        ({"acting": "in_place"}, set()),
        ({"acting": "by_order", "order_number": "1/2566", "order_dated": "1 มิ.ย. 2566"}, set()),
    ],
)
def test_the_form_asks_for_the_order_where_there_must_be_one(cast, typed, errors):
    role = {"role": "district_director", "district": cast.home.pk, "starts_on": "2 มิ.ย. 2566"}

    assert set(RoleForm(role | typed, by=cast.administrator).errors) == errors


def test_the_page_of_a_person_shows_the_order_and_how_the_signature_prints(client, cast):
    _mine, role = acting(cast, Acting.BY_ORDER, **ORDER)
    client.force_login(cast.administrator)

    page = packed(words_of(client.get(reverse("accounts:person", args=[role.user_id]))))

    assert "ผู้อำนวยการเขต (ปฏิบัติราชการแทน) · พระนคร" in page
    assert "คำสั่งที่ 123/2566 ลงวันที่ 31 พ.ค. 2566" in page
    assert "ผู้ช่วยผู้อำนวยการเขตพระนคร ปฏิบัติราชการแทน / ผู้อำนวยการเขตพระนคร" in page


def test_a_printed_plan_names_each_signer_with_the_post_of_that_day(client, cast):
    mine, role = acting(cast, Acting.IN_PLACE)
    edition = ActionPlanEditionFactory(
        plan__district=cast.home, number=0, approved=True, approved_on=date(2023, 6, 2), approved_by=role.user
    )
    client.force_login(cast.officer)
    page = edition.plan.get_absolute_url()

    def signed():
        words = packed(words_of(client.get(page)))
        return words.partition('<div class="signatures">')[2].partition("</section>")[0]

    lines = "<p>ผู้ช่วยผู้อำนวยการเขตพระนคร รักษาราชการแทน</p><p>ผู้อำนวยการเขตพระนคร</p>"
    assert f"ผู้อนุมัติ</p><p>({role.user})</p>{lines}" in signed()
    assert "๒ มิถุนายน ๒๕๖๖" in signed()

    for held in (mine, role):  # the paper says what was true on its day
        held.ends_on = date(2023, 6, 3)
        held.save(update_fields=["ends_on"])
    assert "รักษาราชการแทน" in signed()
    client.logout()
    assert "signatures" not in client.get(reverse("public:action-plan", args=[2566, cast.home.code])).content.decode()


def test_an_announcement_is_signed_by_whoever_stands_in_for_the_director_that_day(client, cast):
    _mine, role = acting(cast, Acting.IN_PLACE)
    forum = ForumFactory(district=cast.home, announced_on=date(2023, 6, 2))
    client.force_login(cast.officer)

    words = packed(words_of(client.get(reverse("forums:print", args=[forum.pk]))))

    assert f"<p>({role.user})</p><p>ผู้ช่วยผู้อำนวยการเขตพระนคร รักษาราชการแทน</p><p>ผู้อำนวยการเขตพระนคร</p>" in words


def test_a_signer_by_order_signs_so_and_a_stranger_by_the_name_alone(cast):
    _mine, role = acting(cast, Acting.BY_ORDER, **ORDER)

    signature = signature_of(role.user, role=Role.DISTRICT_DIRECTOR, district=cast.home, act="", on=date(2023, 6, 2))

    assert signature.lines == ("ผู้ช่วยผู้อำนวยการเขตพระนคร ปฏิบัติราชการแทน", "ผู้อำนวยการเขตพระนคร")
    assert signature_of(cast.stranger, district=cast.home, act="", on=date(2023, 6, 2)).lines == ()
