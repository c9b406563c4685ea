"""The template of every django-tables2 table."""

import django_tables2 as tables
from django.test import RequestFactory


class Communities(tables.Table):
    name = tables.Column("ชุมชน")
    houses = tables.Column("บ้าน", attrs={"th": {"class": "num"}, "td": {"class": "num"}})

    class Meta:
        empty_text = "ยังไม่มีชุมชน"


def page(rows: list[dict[str, object]], query: str = "") -> str:
    request = RequestFactory().get(f"/?{query}")
    table = Communities(rows)
    tables.RequestConfig(request, paginate={"per_page": 2}).configure(table)
    return table.as_html(request)


def test_figures_stand_to_the_right_under_their_heading():
    html = page([{"name": "วัดสามพระยา", "houses": 120}])

    assert html.count('class="num') == 2


def test_every_cell_but_the_first_names_its_column_for_a_phone():
    html = page([{"name": "วัดสามพระยา", "houses": 120}])

    assert 'data-label="บ้าน"' in html
    assert 'data-label="ชุมชน"' not in html


def test_the_order_is_told_to_those_who_do_not_see_it():
    assert 'aria-sort="descending"' in page([{"name": "ก", "houses": 1}], "sort=-houses")


def test_another_order_starts_at_the_first_page_and_keeps_the_filter():
    html = page([{"name": str(i), "houses": i} for i in range(5)], "page=2&q=วัด")

    assert "?q=%E0%B8%A7%E0%B8%B1%E0%B8%94&amp;sort=houses" in html


def test_an_empty_list_says_so():
    assert "ยังไม่มีชุมชน" in page([])


def test_pages_can_be_turned():
    assert 'rel="next"' in page([{"name": str(i), "houses": i} for i in range(5)])
