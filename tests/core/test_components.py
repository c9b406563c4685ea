from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.base import FilterExpression, Node, NodeList
from django.template.library import SimpleBlockNode
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import gettext_lazy

from bkkplan.ground.core import components
from bkkplan.ground.core.components import Bar, ComponentError, Sparkline, baht, build, render

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

    def test_a_block_is_not_written_as_a_single_tag(self):
        with pytest.raises(ComponentError, match="card is written with"):
            html('{% component "card" title="เงิน" %}')

    def test_a_call_may_take_several_lines(self):
        assert "ล่าช้า" in html('{% component "badge"\n  text="ล่าช้า"\n  tone="late" %}')

    def test_what_is_drawn_has_no_white_space_around_it(self):
        assert html('ก{% component "badge" text="ข" %}ค').startswith("ก<span")
        assert html('ก{% component "badge" text="ข" %}ค').endswith("</span>ค")

    def test_what_a_person_wrote_is_escaped(self):
        assert "<script>" not in html('{% component "badge" text=text %}', text="<script>alert(1)</script>")


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


class TestLists:
    def test_a_page_link_keeps_the_rest_of_the_address(self):
        page = html('{% component "pagination" page=page %}', page=Paginator(range(100), 10).page(2))

        assert 'href="?page=3&amp;sort=name"' in page
        assert page.count('aria-current="page"') == 1

    def test_a_new_order_starts_at_the_first_page(self):
        assert 'href="?sort=-name"' in html('{% component "sort_link" label="เขต" field="name" current="name" %}')

    def test_one_page_needs_no_pagination(self):
        assert html('{% component "pagination" page=page %}', page=Paginator([1], 10).page(1)).strip() == ""


def tags(nodes: NodeList):
    """Every component tag of a template: the component's name, the props it is given, whether it has a body."""
    for node in nodes.get_nodes_by_type(Node):
        called = getattr(getattr(node, "func", None), "__name__", "")
        if called in {"component", "componentblock"} and isinstance(node.args[0], FilterExpression):
            yield node.args[0].var, set(node.kwargs), called == "componentblock"
        if isinstance(node, SimpleBlockNode):  # Django does not count its body among its children
            yield from tags(node.nodelist)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_template_compiles_and_gives_each_component_what_it_declares(path):
    for name, props, has_body in tags(Template(path.read_text()).nodelist):
        declared = components.declared(name)

        assert props <= declared.keys(), name
        assert {prop for prop, (_, required) in declared.items() if required} <= props, name
        assert components.REGISTRY[name].takes_body == has_body, name


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
    shown = {name for name, _, _ in tags(Template((TEMPLATES / "gallery/gallery.html").read_text()).nodelist)}

    # These stand inside others there.
    assert set(components.REGISTRY) - shown <= {"icon", "bar", "sparkline"}
