"""The template of a year's plans: edited in a draft, replaced in an opened year, kept by plans that were begun."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import BasisChangedError
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import ReasonNeededError
from bkkplan.ground.years.models import YearChange
from communities.actions.plans import template_of
from communities.actions.templates import (
    AlwaysAskedError,
    GroupError,
    NoSectionError,
    SectionWords,
    TemplateWords,
    basis_of_template,
    begin_template,
    discard_template,
    save_template,
)
from communities.enums import Asking, ProjectItem
from communities.models import PlanTemplate
from communities.models.template import FORUMS_HELD, WORKING_GROUP, Rules, usual_items
from communities.queries import completeness_of, sections_of
from communities.queries.templates import template_at
from tests.factories.communities import (
    BudgetLineFactory,
    PlanAreaFactory,
    PlanFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanTemplateFactory,
)
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
ON = date(2023, 6, 2)
USED, DRAFT = FiscalYear(2567), FiscalYear(2568)
VISION = SectionWords("วิสัยทัศน์", asking=Asking.REQUIRED, rows=2, code="vision")
WORDS = TemplateWords([VISION], usual_items(), Rules())
SCHEME = Rules(min_areas=2, min_forums=2, group_least=7, group_most=15, most_money=Decimal(200_000))


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def first():
    return PlanTemplateFactory()


@pytest.fixture
def opened(first):
    return PlannedYearFactory(fiscal_year=USED.be, opened=True)


@pytest.fixture
def draft(cast, first):
    row = PlannedYearFactory(fiscal_year=DRAFT.be)
    begin_template(year=DRAFT, source=None, by=cast.strategy, at=AT)
    return row


def save(cast, words=WORDS, *, year=DRAFT, **more):
    return save_template(year=year, words=words, on=ON, by=cast.strategy, at=AT, **more)


def written(template, **other):
    """What the page of the form sends back, with some fields other than they were."""
    from communities.forms.templates import TemplateForm

    texts = {name: "" if text is None else text for name, text in TemplateForm.texts_of(template).items()}
    return {"seen": basis_of_template(template).sealed, **texts, **other}


def test_a_draft_begins_with_a_copy_and_is_edited_in_its_own_version(client, cast, draft):
    client.force_login(cast.strategy)
    kept = template_at(DRAFT)
    new = {
        "new1-title_th": "ชุมชนดูแลผู้สูงอายุอย่างไร",
        "new1-help_th": "ใคร ที่ไหน",
        "new1-asking": "required",
        "new1-place": 1,
    }

    answer = client.post(
        reverse("communities:template-edit", args=[DRAFT]),
        written(kept, **new, **{"vision-place": 2, "item-risk": "off", "min_areas": "2", "most_money": "200,000"}),
    )

    assert answer.status_code == 302
    saved = template_at(DRAFT)
    assert (saved.pk, saved.version) == (kept.pk, 2)
    assert [section["title_th"] for section in saved.sections] == ["ชุมชนดูแลผู้สูงอายุอย่างไร", "วิสัยทัศน์"]
    assert (saved.rule.min_areas, saved.rule.most_money) == (2, Decimal("200000.00"))
    assert not saved.asks(ProjectItem.RISK)
    assert Entry.objects.get(verb="communities.template_saved").details["year"] == DRAFT.be
    assert not YearChange.objects.exists()


def test_a_draft_is_in_force_for_nobody(client, cast, draft, first):
    save(cast)

    assert template_of(DRAFT) == first
    client.force_login(cast.officer)
    for name in ("year-template", "template-preview", "template-edit"):
        assert client.get(reverse(f"communities:{name}", args=[DRAFT])).status_code == 404


def test_an_opened_year_gets_a_next_version_and_plans_that_were_begun_keep_theirs(cast, opened, first):
    plan = PlanFactory(fiscal_year=USED.be, template=first)
    with pytest.raises(ReasonNeededError):
        save(cast, year=USED)

    made = save(cast, year=USED, reason="มติที่ประชุม 3/2566")

    plan.refresh_from_db()
    assert (plan.template, made.version, template_of(USED)) == (first, 2, made)
    change = YearChange.objects.get()
    assert (change.reason, change.on) == ("มติที่ประชุม 3/2566", ON)
    assert change.touched == [{"label": "แผนที่ใช้แบบรุ่นที่ 1 และใช้รุ่นนั้นต่อไป", "count": 1}]
    first.refresh_from_db()
    assert first.sections != made.sections
    assert save(cast, year=USED, reason="อีกครั้ง") == made  # the same words make no version


def test_the_page_of_an_opened_year_says_what_rests_on_it_and_asks_why(client, cast, opened, first):
    PlanFactory(fiscal_year=USED.be, template=first)
    client.force_login(cast.strategy)
    address = reverse("communities:template-edit", args=[USED])

    page = words_of(client.get(address))
    refused = client.post(address, written(first, **{"vision-title_th": "ภาพฝัน"}, reason=""))

    assert "แผนที่ใช้แบบรุ่นที่ 1 และใช้รุ่นนั้นต่อไป 1" in page
    assert refused.status_code == 422
    assert "ภาพฝัน" in words_of(refused)
    assert PlanTemplate.objects.count() == 1


def test_a_template_that_cannot_be_is_refused(cast, draft):
    off = replace(VISION, asking=Asking.OFF)
    for wrong, error in (
        (replace(WORDS, sections=[off]), NoSectionError),
        (replace(WORDS, items={**usual_items(), ProjectItem.MONEY: Asking.OFF}), AlwaysAskedError),
        (replace(WORDS, rules=Rules(group_least=15, group_most=7)), GroupError),
        (replace(WORDS, rules=Rules(group_least=7)), GroupError),
    ):
        with pytest.raises(error):
            save(cast, wrong)

    assert template_at(DRAFT).rule == Rules()


def test_two_people_do_not_write_over_each_other(cast, draft):
    seen = basis_of_template(template_at(DRAFT))
    save(cast)

    with pytest.raises(BasisChangedError):
        save(cast, replace(WORDS, rules=SCHEME), seen=seen)


@pytest.mark.parametrize("who", ["officer", "social", "administrator", "member"])
def test_only_the_strategy_office_writes_it(cast, draft, who):
    with pytest.raises(PermissionDenied):
        save_template(year=DRAFT, words=WORDS, on=ON, by=cast.people[who], at=AT)


def test_a_copied_year_has_the_template_of_the_earlier_one_and_a_discarded_draft_leaves_none(cast, opened, first):
    made = save(cast, replace(WORDS, rules=SCHEME), year=USED, reason="เกณฑ์ใหม่")

    begin_template(year=DRAFT, source=USED, by=cast.strategy, at=AT)
    copied = template_at(DRAFT)
    assert (copied.version, copied.rule) == (made.version + 1, SCHEME)

    discard_template(DRAFT)
    assert list(PlanTemplate.objects.order_by("version")) == [first, made]


def test_what_is_opened_is_the_template_that_was_seen(cast, draft):
    look = registry.part_called("plan_template").look
    before = look(DRAFT).points

    save(cast, replace(WORDS, rules=SCHEME))

    after = look(DRAFT)
    assert before[0].carried != after.points[0].carried
    assert "คณะทำงาน 7–15 คน" in after.lines
    assert after.missing == ()


def test_the_preview_is_what_a_committee_sees_with_nothing_to_write_in(client, cast, draft):
    hidden = replace(VISION, title_th="จุดอ่อน", code="weaknesses", asking=Asking.OFF)
    save(cast, TemplateWords([VISION, hidden], {**usual_items(), ProjectItem.RISK: Asking.OFF}, SCHEME))
    client.force_login(cast.strategy)

    page = words_of(client.get(reverse("communities:template-preview", args=[DRAFT])))
    phone = words_of(client.get(reverse("communities:template-preview", args=[DRAFT]), {"on": "phone"}))

    assert "วิสัยทัศน์" in page
    assert "จำนวนคณะทำงานของชุมชน (คน)" in page
    for absent in ("จุดอ่อน", "ความเสี่ยงและการจัดการ", '<button class="btn btn-primary'):
        assert absent not in page
    assert "preview-phone" in phone
    assert "preview-phone" not in page


@pytest.fixture
def under_the_scheme(first):
    """A plan that lacks nothing but what the rules of 200,000 baht a community ask."""
    PlanTemplate.objects.filter(pk=first.pk).update(rules=SCHEME.as_json())
    first.refresh_from_db()
    revision = PlanRevisionFactory(plan__template=first)
    PlanProblemFactory(revision=revision)
    project = PlanProjectFactory(
        revision=revision, reason="ก", objectives="ข", target="ค", amount=Decimal(200_000), title="ลานกีฬา"
    )
    BudgetLineFactory(project=project)
    project.areas.set([PlanAreaFactory(code="physical"), PlanAreaFactory(code="social")])
    revision.sections.create(code=FORUMS_HELD, text="๒ ครั้ง")
    revision.sections.create(code=WORKING_GROUP, text="9")
    return revision


def missing(revision):
    return " · ".join(one.sentence for one in completeness_of(revision).missing)


def test_a_plan_under_the_scheme_is_complete_when_it_meets_every_rule(under_the_scheme):
    assert missing(under_the_scheme) == ""


@pytest.mark.parametrize(
    ("code", "text", "sentence"),
    [
        (FORUMS_HELD, "1", "ต้องจัดเวทีในชุมชนอย่างน้อย 2 ครั้ง"),
        (FORUMS_HELD, "หลายครั้ง", "ต้องจัดเวทีในชุมชนอย่างน้อย 2 ครั้ง"),
        (WORKING_GROUP, "6", "คณะทำงานของชุมชนต้องมี 7 ถึง 15 คน"),
        (WORKING_GROUP, "๑๖", "คณะทำงานของชุมชนต้องมี 7 ถึง 15 คน"),
        (FORUMS_HELD, "", "ยังไม่ได้เขียน “จำนวนเวทีที่จัดในชุมชน”"),
    ],
)
def test_a_number_that_misses_its_rule_is_told(under_the_scheme, code, text, sentence):
    under_the_scheme.sections.filter(code=code).update(text=text)

    assert missing(under_the_scheme) == sentence


def test_one_area_is_too_few_and_a_baht_too_much_is_told(under_the_scheme):
    project = under_the_scheme.projects.get()
    project.areas.set([PlanAreaFactory(code="physical")])
    under_the_scheme.projects.update(amount=Decimal("200000.25"))

    assert "“ลานกีฬา” ยังขาดด้าน (อย่างน้อย 2 ด้าน)" in missing(under_the_scheme)
    assert "เกินเกณฑ์ชุมชนละ 200,000.00 บาท อยู่ 0.25 บาท" in missing(under_the_scheme)


def test_an_item_is_required_optional_or_off_as_the_template_says(under_the_scheme, first):
    PlanTemplate.objects.update(
        items={**usual_items(), "reason": Asking.OPTIONAL, "risk": Asking.REQUIRED, "time_and_place": Asking.REQUIRED}
    )
    under_the_scheme.projects.update(reason="")
    under_the_scheme.refresh_from_db()
    under_the_scheme.plan.template.refresh_from_db()

    assert missing(under_the_scheme) == "โครงการลำดับที่ 1 “ลานกีฬา” ยังขาดระยะเวลาและสถานที่ ความเสี่ยงและการจัดการ"


def test_what_a_template_does_not_ask_for_is_not_on_the_page_and_is_kept(client, cast, first):
    PlanTemplate.objects.update(items={**usual_items(), "risk": Asking.OFF, "work_plan": Asking.OFF})
    community = cast.home_community
    revision = PlanRevisionFactory(plan__community=community, plan__template=first, plan__fiscal_year=2567)
    project = PlanProjectFactory(revision=revision, risk="น้ำท่วม", work_plan=[{"activity": "ประชุม", "months": [10]}])
    client.force_login(cast.member)
    address = reverse("communities:project", args=[2567, community.code, project.uuid])

    page = words_of(client.get(address))
    client.post(address, {"title": "ชื่อใหม่", "kind": "agency", "version": project.version})

    assert 'name="risk"' not in page
    assert "แผนการดำเนินงาน" not in page
    project.refresh_from_db()
    assert (project.title, project.risk) == ("ชื่อใหม่", "น้ำท่วม")
    assert project.work_plan == [{"activity": "ประชุม", "months": [10]}]


def test_a_section_that_is_off_is_not_asked_for(first):
    PlanTemplate.objects.update(
        sections=[{"code": "vision", "title_th": "วิสัยทัศน์", "off": True}, {"code": "history", "title_th": "ประวัติ"}]
    )

    assert [
        section.code for section in sections_of(PlanRevisionFactory(plan__template=PlanTemplate.objects.get()))
    ] == ["history"]
