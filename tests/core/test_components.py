import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import get_args
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError, engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from bkkplan.ground.core import components
from bkkplan.ground.core.components import Bar, ComponentError, Mark, Sparkline, baht, build, declaring, render
from bkkplan.ground.core.wording import thai_digits

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def html(source: str, **context: object) -> str:
    return Template(source).render(Context({"request": RequestFactory().get("/?page=2&sort=name"), **context}))


class TestProps:
    def test_an_unknown_component_names_those_there_are(self):
        with pytest.raises(ComponentError, match="there are autosave, badge"):
            build("bage", {})

    def test_an_unknown_prop_raises(self):
        with pytest.raises(ComponentError, match="badge has no prop colour"):
            build("badge", {"text": "ล่าช้า", "colour": "red"})

    def test_a_missing_prop_raises(self):
        with pytest.raises(ComponentError, match="badge needs text"):
            build("badge", {"tone": "late"})

    def test_a_tone_that_is_none_of_ours_raises(self):
        with pytest.raises(ComponentError, match=r"badge\.tone is one of 'done'"):
            build("badge", {"text": "ล่าช้า", "tone": "orange"})

    @pytest.mark.parametrize("wrong", ["", "42", True, [42]])
    def test_a_prop_of_another_type_raises(self, wrong):
        with pytest.raises(ComponentError, match=r"bar\.value"):
            build("bar", {"value": wrong, "label": "ร้อยละ"})

    def test_nothing_for_a_prop_with_a_default_means_not_given(self):
        assert build("badge", {"text": "รอ", "tone": None}) == build("badge", {"text": "รอ"})

    def test_nothing_for_a_prop_that_must_be_given_raises(self):
        with pytest.raises(ComponentError, match=r"badge\.text"):
            build("badge", {"text": None})

    def test_a_translated_text_is_a_text(self):
        assert "ล่าช้า" in render("badge", {"text": gettext_lazy("ล่าช้า")})

    def test_items_may_be_given_as_dictionaries(self):
        assert build("crumbs", {"items": [{"label": "เขต"}]}).items == (components.Link(label="เขต"),)

    def test_an_item_with_an_unknown_key_says_where(self):
        with pytest.raises(ComponentError, match=r"crumbs\.items\[0\] has no prop url"):
            build("crumbs", {"items": [{"label": "เขต", "url": "/"}]})

    def test_a_name_that_only_the_page_knows_is_looked_up_when_it_is_drawn(self):
        with pytest.raises(ComponentError, match="no component is called 'bage'"):
            html("{% component name %}", name="bage")

    def test_a_call_may_take_several_lines(self):
        assert "ล่าช้า" in html('{% component "badge"\n  text="ล่าช้า"\n  tone="late" %}')

    def test_what_is_drawn_has_no_white_space_around_it(self):
        assert html('ก{% component "badge" text="ข" %}ค').startswith("ก<span")
        assert html('ก{% component "badge" text="ข" %}ค').endswith("</span>ค")

    def test_what_a_person_wrote_is_escaped(self):
        assert "<script>" not in html('{% component "badge" text=text %}', text="<script>alert(1)</script>")


class TestCalls:
    """What is wrong in a call as it is written fails when its template is compiled."""

    @pytest.mark.parametrize(
        ("call", "why"),
        [
            ('{% component "bage" text="ล่าช้า" %}', "no component is called 'bage'"),
            ('{% component "badge" tone="late" %}', "badge needs text"),
            ('{% component "badge" text=text colour="red" %}', "badge has no prop colour"),
            ('{% component "badge" text=text tone="orange" %}', r"badge\.tone is one of 'done'"),
            ('{% component "badge" text=42 %}', r"badge\.text does not take 42"),
            ('{% component "icon" mark="chek" %}', r"icon\.mark is one of 'check'"),
            ('{% component "card" title="เงิน" %}', "card is written with {% componentblock %}"),
            ('{% componentblock "badge" text="ก" %}{% endcomponentblock %}', "badge is written with {% component %}"),
            ('{% if never %}{% component "badge" %}{% endif %}', "badge needs text"),
            ('{% componentblock "card" %}{% component "badge" %}{% endcomponentblock %}', "badge needs text"),
            (
                '{% componentblock "card" %}{% slot "head" %}{% endslot %}{% endcomponentblock %}',
                "card has no prop head",
            ),
        ],
    )
    def test_a_wrong_call_does_not_compile(self, call, why):
        with pytest.raises(TemplateSyntaxError, match=why):
            Template(call)

    @pytest.mark.parametrize(
        "call",
        [
            '{% component "badge" text=_("ล่าช้า") tone=tone %}',
            '{% component "badge" text="ล่าช้า"|upper tone=tone|default:"late" %}',
            '{% component "bar" value=3 whole=whole label="" %}',
            "{% component name %}",
        ],
    )
    def test_what_only_the_page_knows_is_left_to_the_page(self, call):
        assert Template(call).nodelist

    def test_the_check_of_all_templates_names_the_template_with_the_wrong_call(self, settings, monkeypatch, tmp_path):
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "good.html").write_text('{% component "badge" text="ก" %}')
        (tmp_path / "templates" / "wrong.html").write_text('{% component "bage" %}')
        settings.BASE_DIR = tmp_path
        engine = engines["django"].engine
        monkeypatch.setattr(engine, "dirs", [tmp_path / "templates"])
        monkeypatch.setattr(engine, "template_loaders", [engine.find_template_loader(each) for each in engine.loaders])

        with pytest.raises(CommandError, match=r"\Awrong\.html: no component is called 'bage'"):
            call_command("compile_templates")


def test_every_template_compiles():
    call_command("compile_templates")


def test_the_sprite_draws_every_mark_and_no_other():
    sprite = ElementTree.parse(finders.find("img/icons.svg"))

    assert {symbol.get("id") for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol")} == set(get_args(Mark))


class TestFigures:
    @pytest.mark.parametrize(
        ("value", "whole", "width"),
        [(0, 50, 0), (34, 50, 68), (1999, 2000, 99.9), (60, 50, 100), (-1, 50, 0), (3, 0, 0)],
    )
    def test_a_bar_is_full_only_when_all_are_counted(self, value, whole, width):
        assert Bar(value=value, whole=whole, label="").width == width

    def test_the_target_stays_inside_the_bar(self):
        assert Bar(value=0, label="", target=100).target_at == 99.6

    def test_a_gap_in_a_trend_parts_the_line(self):
        assert len(Sparkline(values=(1, 2, None, 4, 5), label="").lines) == 2

    def test_a_flat_trend_runs_through_the_middle(self):
        assert {y for _, y in filter(None, Sparkline(values=(80, 80), label="").points)} == {Sparkline.HEIGHT / 2}

    def test_no_trend_draws_nothing(self):
        assert "polyline" not in render("sparkline", {"values": [None], "label": "แนวโน้ม"})

    @pytest.mark.parametrize(
        ("amount", "text"),
        [(None, "–"), (0, "0"), (350000, "350,000"), (Decimal("42500.50"), "42,500.50"), (Decimal("7.00"), "7")],
    )
    def test_satang_are_shown_only_where_there_are_some(self, amount, text):
        assert baht(amount) == text

    def test_a_figure_without_units_is_a_dash_without_bar(self):
        page = render("figure", {"label": "ตัวชี้วัดที่ 2", "value": "–", "unit": ""})

        assert "–" in page
        assert "<svg" not in page


class TestSlots:
    def test_a_slot_gives_a_prop_as_markup(self):
        page = html(
            '{% componentblock "table" caption="เขต" %}'
            '{% slot "columns" %}<th scope="col">{{ word }}</th>{% endslot %}'
            "<tr><td>1</td></tr>{% endcomponentblock %}",
            word="<เขต>",
        )

        assert '<th scope="col">&lt;เขต&gt;</th>' in page.partition("<tbody>")[0]
        assert page.partition("<tbody>")[2].split() == ["<tr><td>1</td></tr>", "</tbody>", "</table>"]

    def test_a_slot_that_draws_nothing_is_not_given(self):
        page = html(
            '{% componentblock "table" caption="เขต" %}{% slot "total" %} {% if never %}1{% endif %} {% endslot %}'
            "{% endcomponentblock %}"
        )

        assert "<tfoot>" not in page

    @pytest.mark.parametrize(
        "call",
        [
            '{% slot "columns" %}{% endslot %}',
            '{% componentblock "card" %}{% if 1 %}{% slot "note" %}1{% endslot %}{% endif %}{% endcomponentblock %}',
        ],
    )
    def test_a_slot_outside_a_component_or_deeper_in_it_raises(self, call):
        with pytest.raises(ComponentError, match="does not stand straight inside a component"):
            html(call)


def test_figures_are_drawn_as_each_alone_would_be():
    one, two = {"label": "ก", "value": "68.00", "share": 68}, {"label": "ข", "value": "–"}

    page = "".join(html('{% component "figures" items=items %}', items=[one, two]).split())

    for props in (one, two):
        assert "".join(render("figure", props).split()) in page


class TestKept:
    """What a pure component drew is kept, and nothing that differs is mixed up with it."""

    def test_the_same_props_are_drawn_once(self, monkeypatch):
        first = render("badge", {"text": "รอตรวจ", "tone": "late"})
        monkeypatch.setattr(declaring, "render_to_string", lambda *_args: pytest.fail("drawn again"))

        assert render("badge", {"text": "รอตรวจ", "tone": "late"}) == first

    def test_each_language_has_its_own(self):
        shown = {}
        for language in ("th", "en", "th"):
            with translation.override(language):
                shown[language] = render("money", {"amount": 1200, "unit": True})

        assert "บาท" in shown["th"]
        assert "บาท" not in shown["en"]

    def test_a_lazy_text_is_kept_as_it_reads_now(self):
        text = gettext_lazy("ล่าช้า")
        for language in ("th", "en", "th"):
            with translation.override(language):
                assert str(text) in render("badge", {"text": text})

    def test_digits_of_both_kinds_stand_apart(self):
        assert "๑๒" in render("badge", {"text": thai_digits("12")})
        assert "๑๒" not in render("badge", {"text": "12"})

    def test_a_text_is_escaped_also_after_the_same_text_as_markup(self):
        assert "<b>" in render("badge", {"text": mark_safe("<b>ก</b>")})
        assert "<b>" not in render("badge", {"text": "<b>ก</b>"})

    def test_a_wrong_value_raises_also_after_an_equal_right_one(self):
        render("badge", {"text": "รอ", "is_plain": True})

        with pytest.raises(ComponentError, match="is_plain"):
            render("badge", {"text": "รอ", "is_plain": 1})

    def test_every_pure_component_reads_nothing_of_the_page(self):
        """Nor what may be different tomorrow: its template names its props, tags of drawing, and no other variable."""
        for name, kind in components.REGISTRY.items():
            if kind.is_pure:
                source = (TEMPLATES / f"components/{name}.html").read_text()
                assert not re.findall(r"request|csrf|{% (?:query|url|now|include|componentblock)", source), name


class TestTags:
    def test_a_link_without_an_address_is_its_text_alone(self):
        source = '{% linked href %} <b>{{ word }}</b> {% endlinked %}|{% linked href plain="box" %}ก{% endlinked %}'

        assert html(source, href="/a?b&c", word="<") == (
            '<a href="/a?b&amp;c"><b>&lt;</b></a>|<a href="/a?b&amp;c">ก</a>'
        )
        assert html(source, href="", word="<") == '<b>&lt;</b>|<span class="box">ก</span>'

    def test_a_button_of_a_row_says_which_row_to_those_who_hear_it(self):
        page = html(
            '{% row_act "public:district" code text="แก้ไข" of=name look="secondary" also="no-print" %}',
            code="1001",
            name="<เขต>",
        )

        assert page == (
            '<a class="btn btn-secondary btn-sm no-print" href="/districts/1001/">แก้ไข '
            '<span class="visually-hidden">&lt;เขต&gt;</span></a>'
        )

    def test_a_button_of_a_row_that_leads_nowhere_raises(self):
        with pytest.raises(NoReverseMatch):
            html('{% row_act "public:district" text="แก้ไข" of="เขต" %}')

    def test_the_root_of_rows_that_save_themselves_names_its_person_and_record(self):
        page = html('<div {% autosave_root "plan" 7 "2567" %}>', user=SimpleNamespace(pk=3))

        assert page == '<div data-autosave data-autosave-user="3" data-autosave-record="plan-7-2567">'


class TestNotices:
    def test_a_notice_may_be_a_text_or_markup(self):
        text = html('{% component "notice" text="ก" action_text="ดู" action_href="/" %}')
        markup = html(
            '{% componentblock "notice" tone="late" %}<p>ข</p>{% slot "act" %}<button>ค</button>{% endslot %}'
            "{% endcomponentblock %}"
        )

        assert "<p>ก</p>" in text
        assert '<a class="btn btn-secondary btn-sm" href="/">ดู</a>' in text
        assert "tone-late" in markup
        assert markup.count("<p>") == 1
        assert markup.index("<p>ข</p>") < markup.index("<button>ค</button>")

    def test_a_notice_of_nothing_is_not_drawn(self):
        assert html('{% component "notice" text=text %}', text="") == ""


def test_a_badge_without_a_word_is_a_dash():
    assert html('{% component "badge" text=text tone="late" %}', text="") == "–"


class TestTables:
    ROWS = "{% for row in rows %}<tr><td>{{ row }}</td></tr>{% endfor %}"

    @pytest.mark.parametrize("name", ["table", "table_card"])
    def test_without_rows_nothing_is_drawn(self, name):
        source = f'{{% componentblock "{name}" caption="เขต" %}}{self.ROWS}{{% endcomponentblock %}}'

        assert html(source, rows=[]) == ""
        assert "<td>1</td>" in html(source, rows=[1])

    @pytest.mark.parametrize("rows", [[], [1]])
    def test_what_stands_in_the_place_of_no_rows(self, rows):
        page = html(
            f'{{% componentblock "table" caption="เขต" empty="ยังไม่มี" empty_text="เพิ่มได้" %}}{self.ROWS}'
            "{% endcomponentblock %}",
            rows=rows,
        )

        assert ("<table" in page) == bool(rows)
        assert ("ยังไม่มี" in page) != bool(rows)
        assert ("เพิ่มได้" in page) != bool(rows)

    def test_the_row_of_sums_has_its_label(self):
        page = html(
            '{% componentblock "table" caption="เขต" total_span=2 %}<tr></tr>'
            '{% slot "total" %}<td>9</td>{% endslot %}{% endcomponentblock %}'
        )

        assert re.sub(r"\s+", "", page.partition("<tfoot>")[2]).startswith(
            '<tr><thscope="row"colspan="2">รวม</th><td>9</td></tr>'
        )

    def test_a_wide_table_is_moved_with_the_keyboard(self):
        for wide in (True, False):
            page = html('{% componentblock "table" caption="ก" wide=wide %}<tr></tr>{% endcomponentblock %}', wide=wide)
            assert ('<div class="table-scroll" tabindex="0">' in page) == wide

    def test_a_card_is_read_aloud_by_its_title_or_by_the_caption(self):
        for call, caption in (('title="เขต"', "เขต"), ('title="เขต" caption="ห้าสิบเขต"', "ห้าสิบเขต")):
            page = html(f'{{% componentblock "table_card" {call} %}}<tr></tr>{{% endcomponentblock %}}')
            assert f'<caption class="visually-hidden">{caption}</caption>' in page
            assert page.count("เขต") == 2

    def test_a_card_with_neither_raises(self):
        with pytest.raises(ComponentError, match="table_card needs a title or a caption"):
            html('{% componentblock "table_card" %}<tr></tr>{% endcomponentblock %}')

    def test_what_stands_above_and_below_is_drawn_without_rows_too(self):
        page = html(
            '{% componentblock "table_card" title="เขต" %}{% for row in rows %}<tr></tr>{% endfor %}'
            '{% slot "above" %}<p>1</p>{% endslot %}{% slot "below" %}<p>2</p>{% endslot %}{% endcomponentblock %}',
            rows=[],
        )

        assert "<table" not in page
        assert page.index("<h2") < page.index("<p>1</p>") < page.index("<p>2</p>") < page.index("</section>")

    def test_a_card_looks_as_every_card(self):
        """What a table or a list has around it is drawn by the card's own template."""
        for name, body in (("table_card", "<tr></tr>"), ("list_card", "<li></li>")):
            page = html(
                f'{{% componentblock "{name}" title="ก" note="ข" action_text="ค" action_href="/" tone="late" id="ง" %}}'
                f"{body}{{% endcomponentblock %}}"
            )
            card = html(
                '{% componentblock "card" title="ก" note="ข" action_text="ค" action_href="/" tone="late" id="ง" '
                "flush=flush %}{% endcomponentblock %}",
                flush=name == "table_card",
            )
            assert page.partition('"card-inside"')[0] == card.partition('"card-inside"')[0]


class TestLists:
    @pytest.mark.parametrize(("numbered", "tag"), [("True", "ol"), ("False", "ul")])
    def test_a_list_in_a_card_is_drawn_with_its_entries_or_not_at_all(self, numbered, tag):
        source = (
            f'{{% componentblock "list_card" title="ก" also="short" numbered={numbered} %}}'
            "{% for one in entries %}<li>{{ one }}</li>{% endfor %}{% endcomponentblock %}"
        )

        assert f'<{tag} class="short"><li>1</li></{tag}>' in html(source, entries=[1])
        assert html(source, entries=[]) == ""

    def test_a_page_link_keeps_the_rest_of_the_address(self):
        page = html('{% component "pagination" page=page %}', page=Paginator(range(100), 10).page(2))

        assert 'href="?page=3&amp;sort=name"' in page
        assert page.count('aria-current="page"') == 1

    def test_a_new_order_starts_at_the_first_page(self):
        assert 'href="?sort=-name"' in html('{% component "sort_link" label="เขต" field="name" current="name" %}')

    def test_one_page_needs_no_pagination(self):
        assert html('{% component "pagination" page=page %}', page=Paginator([1], 10).page(1)).strip() == ""


def test_every_component_has_its_template():
    for name in components.REGISTRY:
        get_template(f"components/{name}.html")


def test_the_guide_names_every_component_and_prop():
    rows = {
        line.split("`")[1]: line
        for line in (settings.BASE_DIR / "docs/look.md").read_text().splitlines()
        if "| `" in line
    }

    for name in components.REGISTRY:
        missing = [prop for prop in components.declared(name) if prop not in rows.get(name, "")]
        assert not missing, f"{name}: {missing}"


def test_the_gallery_shows_every_component():
    shown = set(re.findall(r'{% component(?:block)? "(\w+)"', (TEMPLATES / "gallery/gallery.html").read_text()))

    # These stand inside others there, or above every page, or around one that is shown.
    assert set(components.REGISTRY) - shown <= {"icon", "bar", "sparkline", "crumbs", "figures", "pagination"}


def test_a_text_for_line_is_copied_by_script_and_marked_without():
    shown = html('{% component "line_text" text="ขอเชิญร่วมเวที" path="/hearings/7/" %}')

    assert 'data-copy="ขอเชิญร่วมเวที\nhttp://testserver/hearings/7/"' in shown
    assert "hidden" in shown.split("data-copied")[1].split(">")[0]  # until script can copy
    assert "<summary>ข้อความส่งไลน์</summary>" in shown
    assert "http://testserver/hearings/7/" in shown.split("</summary>")[1]
