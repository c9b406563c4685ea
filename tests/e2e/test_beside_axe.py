"""What axe can't see: focus under a bar, rows of one name, high contrast, spaced text, no script, Thai in English."""

from datetime import date

import pytest

from tests.factories.budget import CheckFactory
from tests.factories.communities import PlanAreaFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory, ParticipantSectorFactory, ProposalFactory

pytestmark = pytest.mark.django_db(transaction=True)

IN_ENGLISH = {"name": "django_language", "value": "en"}

# The element in focus, if something else lies over all of its corners and its middle.
HIDDEN_FOCUS = """() => {
  const it = document.activeElement;
  const box = it.getBoundingClientRect();
  if (it === document.body || !box.width || !box.height) return "";
  const xs = [box.left + 2, box.left + box.width / 2, box.right - 2];
  const ys = [box.top + 2, box.top + box.height / 2, box.bottom - 2];
  const isSeen = xs.some((x) => ys.some((y) => {
    const top = document.elementFromPoint(x, y);
    return top && (it.contains(top) || top.contains(it) || it.labels?.[0]?.contains(top));
  }));
  return isSeen ? "" : it.outerHTML.slice(0, 120);
}"""

NAMES = """() => {
  const fields = ":is(input, select, textarea, button):not([hidden])";
  const controls = document.querySelectorAll(`[data-rowtable] tbody ${fields}`);
  return [...controls].filter((it) => it.tabIndex >= 0 && it.getClientRects().length).map((it) => {
    const mark = it.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "";
    return it.getAttribute("aria-label") ?? mark + (it.closest("label") ?? it).textContent.trim();
  });
}"""

UNMARKED_THAI = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, parent = text.parentElement;
    if (parent.closest("script, style, template, noscript")) continue;
    if (/[\\u0e00-\\u0e7f]/.test(text.data) && parent.closest("[lang]").lang !== "th") found.push(text.data.trim());
  }
  return found;
}"""

# Addresses, file names and codes with digits are of no language.
UNMARKED_ENGLISH = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, parent = text.parentElement;
    if (parent.closest("script, style, template, noscript, code, kbd, textarea, option")) continue;
    const words = text.data.split(/[\\s()“”]+/).filter((word) => /^[A-Za-z]{2,}$/.test(word));
    if (words.length && parent.closest("[lang]").lang !== "en") found.push(text.data.trim());
  }
  return found;
}"""

CLIPPED = """() => [...document.querySelectorAll(".choice, .choice span, th, td, .btn, legend, label")]
  .filter((it) => it.clientWidth > 2 && !it.closest(".visually-hidden"))
  .filter((it) => it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflowX !== "visible"
    || it.getBoundingClientRect().right > innerWidth + 1 && !it.closest(".table-scroll, .is-flush"))
  .map((it) => it.outerHTML.slice(0, 120))"""

# What is drawn and must be seen, as it is drawn: the edges of fields, the marks that remove, the marks of steps. Each
# with its contrast against the first ground behind it that is a colour.
DRAWN = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parts = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((p) => p / 255)
    .map((p) => (p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4))
    .reduce((sum, p, i) => sum + p * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (it) => {
    for (; it; it = it.parentElement) {
      const found = parts(getComputedStyle(it).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const contrast = (colour, it) => {
    const [a, b] = [light(parts(colour)), light(ground(it))];
    return Math.round(((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)) * 100) / 100;
  };
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.getClientRects().length);
  const found = { edge: [], mark: [], step: [] };
  const fields = "main :is(input:not([type=radio], [type=checkbox], [type=hidden]), select, textarea):not(:disabled)";
  for (const it of shown(fields)) found.edge.push(contrast(getComputedStyle(it).borderBottomColor, it.parentElement));
  for (const it of shown("[data-rowtable-remove] .icon")) found.mark.push(contrast(getComputedStyle(it).color, it));
  for (const it of shown(".step .icon")) found.step.push(contrast(getComputedStyle(it).color, it));
  return found;
}"""

# WCAG 1.4.12: what a reader may set, and must not lose text by.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
ADD_SHEET = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture
def forum(cast):
    PlanAreaFactory(code="physical", name_th="ด้านกายภาพและสิ่งแวดล้อม")
    ParticipantSectorFactory(code="public", name_th="ประชาชนทั่วไป")
    forum = ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1))
    for position in range(1, 6):
        ProposalFactory(forum=forum, position=position, title=f"ขอไฟส่องทางเดินซอย {position}")
    return forum


@pytest.fixture
def check(cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community, submitted=True)
    for rank in (1, 2):
        PlanProjectFactory(revision=revision, rank=rank, title=f"โครงการที่ {rank}")
    return f"/work/checks/plans/{revision.pk}/"


def test_the_focus_is_never_hidden(page, context, sign_in, cast, portal, forum):
    sign_in(context, cast.officer)
    page.emulate_media(reduced_motion="reduce")  # looked at when the page has come to rest
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{portal}/work/forums/{forum.pk}/record/")
    page.bring_to_front()  # in a window that is not in front nothing has the focus
    hidden = []

    for key in ["Tab"] * 70 + ["Shift+Tab"] * 40:
        page.keyboard.press(key)
        if found := page.evaluate(HIDDEN_FOCUS):
            hidden.append(found)

    assert hidden == []


def test_each_field_of_a_sheet_has_a_name_of_its_own(page, context, sign_in, cast, portal, forum):
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/forums/{forum.pk}/record/")
    page.locator("[data-rowtable-add]").click()

    names = page.evaluate(NAMES)

    assert len(names) > 50
    assert sorted(names) == sorted(set(names))
    assert page.locator("[data-rowtable] tbody th[scope=row]").all_inner_texts() == ["1", "2", "3", "4", "5", "6"]


def test_edges_and_marks_can_be_seen(page, context, sign_in, cast, portal, forum):
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/forums/{forum.pk}/record/")

    found = page.evaluate(DRAWN)

    assert [len(found["edge"]) > 20, len(found["mark"]), len(found["step"])] == [True, 5, 4]
    assert {kind: min(contrasts) for kind, contrasts in found.items() if min(contrasts) < 3} == {}


def test_high_contrast_keeps_the_marks_of_the_system(page, context, sign_in, cast, portal, check):
    sign_in(context, cast.officer)
    page.emulate_media(forced_colors="active")
    page.goto(f"{portal}{check}")

    looks = page.evaluate(
        "() => [...document.querySelectorAll('[type=radio]')].map((it) => getComputedStyle(it).appearance)"
    )

    assert set(looks) == {"auto"}


def test_text_may_be_spaced_on_a_narrow_page(page, context, sign_in, cast, portal, check, forum):
    sign_in(context, cast.officer)
    page.set_viewport_size({"width": 320, "height": 700})

    for address in (check, f"/work/forums/{forum.pk}/record/", "/work/"):
        page.goto(f"{portal}{address}")
        page.evaluate(ADD_SHEET, SPACING)
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_plan_on_a_phone_is_lines(page, context, sign_in, cast, portal):
    revision = PlanRevisionFactory(plan__community=cast.home_community, confirmed=True)
    for rank in range(1, 8):
        project = PlanProjectFactory(revision=revision, rank=rank, title="โครงการติดตั้งกล้องวงจรปิดจุดเสี่ยงสนามเด็กเล่น")
        CheckFactory(project=project)
    sign_in(context, cast.officer)
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto(f"{portal}{revision.plan.get_absolute_url()}")
    page.wait_for_selector("text=ผลการพิจารณารายโครงการ", state="attached")
    rows = page.locator(".plan-read > li").evaluate_all("(them) => them.map((it) => it.getBoundingClientRect().height)")

    assert len(rows) == 7
    assert max(rows) < 170  # the name, its marks, and one line of details and amount
    assert page.evaluate("document.documentElement.scrollHeight") < 5 * 740


def test_a_check_on_a_phone_is_cards_and_one_open_project(page, context, sign_in, cast, portal, check):
    sign_in(context, cast.officer)
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto(f"{portal}{check}")
    cards = page.locator(".check-card")
    assert [card.is_visible() for card in cards.all()] == [True, False]

    page.locator("[data-check-open]").nth(1).click()
    assert [card.is_visible() for card in cards.all()] == [False, True]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.locator("[data-check-back]").nth(1).click()
    assert page.locator("[data-check-open]").nth(1).evaluate("it => it === document.activeElement")


def test_without_script_nothing_promises_to_save_itself(browser, sign_in, cast, portal, check, forum):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, cast.officer)
    page = context.new_page()

    for address in (check, f"/work/forums/{forum.pk}/record/"):
        page.goto(f"{portal}{address}")
        assert page.get_by_text("อัตโนมัติ").locator("visible=true").count() == 0
        fields = page.locator("main :is(input, select, textarea):not([type=hidden])").locator("visible=true")
        assert fields.count() > 0
        assert [f for f in fields.element_handles() if f.evaluate_handle("it => it.form").json_value() is None] == []
    context.close()


def test_english_words_of_a_thai_page_and_its_days_are_marked(page, context, sign_in, cast, portal, check, forum):
    sign_in(context, cast.officer)
    days = []

    for address in ("/data/", check, f"/work/forums/{forum.pk}/", f"/work/forums/{forum.pk}/record/"):
        page.goto(f"{portal}{address}")
        assert page.evaluate("document.documentElement.lang") == "th"
        assert page.evaluate(UNMARKED_ENGLISH) == []
        days += page.locator("main time").evaluate_all("(them) => them.map((it) => it.dateTime)")

    assert "2023-05-20" in days
    assert page.locator("main [lang=en]").count() > 0


def test_thai_words_of_an_english_page_are_marked(page, context, sign_in, cast, portal, check, forum):
    sign_in(context, cast.officer)
    context.add_cookies([{**IN_ENGLISH, "url": portal}])

    for address in (check, f"/work/forums/{forum.pk}/", f"/work/forums/{forum.pk}/record/", "/"):
        page.goto(f"{portal}{address}")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.evaluate(UNMARKED_THAI) == []
