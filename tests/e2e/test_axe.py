"""The walks find what is wrong: a shape on the first page that shows it, the page as a whole on every page."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest

from tests.e2e import axe

HEAD = '<html lang="th"><title>หน้า</title><meta name="viewport" content="width=device-width"><main>'
WHOLE = f"{HEAD}<h1>หน้า</h1><p>ข้อความ</p></main>"


@pytest.fixture(autouse=True)
def nothing_is_examined_yet(tmp_path, monkeypatch):
    monkeypatch.setattr(axe, "_seen", {})
    axe.remember_in(tmp_path)
    return tmp_path


def rules(page, html):
    page.set_content(html)
    return {fault.partition(":")[0] for fault in axe.find_faults(page)}


def test_a_shape_is_examined_at_its_first_page(page):
    nameless = WHOLE.replace("</main>", "<button class='x'></button></main>")

    assert rules(page, WHOLE) == set()
    assert rules(page, nameless) == {"button-name"}
    assert rules(page, nameless) == set()


def test_one_shape_with_other_attributes_or_in_another_place_is_another(page):
    bare, inside = "<input></main>", "<div><input></div></main>"

    assert rules(page, WHOLE.replace("</main>", "<input aria-label='a'></main>")) == set()
    assert rules(page, WHOLE.replace("</main>", bare)) == {"label"}
    assert rules(page, WHOLE.replace("</main>", inside)) == {"label"}


def test_the_page_as_a_whole_is_examined_each_time(page):
    assert rules(page, WHOLE) == set()
    assert rules(page, WHOLE.replace("<main>", "").replace("</main>", "")) == {"landmark-one-main", "region"}
    for _time in range(2):
        assert rules(page, f"{HEAD}<p>ข้อความ</p></main>") == {"page-has-heading-one"}


def test_what_another_process_has_examined_is_not_examined_again(page, nothing_is_examined_yet):
    nameless = WHOLE.replace("</main>", "<button class='x'></button></main>")
    page.set_content(nameless)
    axe.Seen(nothing_is_examined_yet / "shapes-at-1280").take_new(page.evaluate(axe.SHAPES))

    assert rules(page, nameless) == set()


def test_axe_comes_with_the_pages_of_a_context(context, page):
    axe.bring_to_all_pages_of(context)
    page.goto(f"data:text/html;charset=utf-8,{quote(WHOLE.replace('</main>', '<button></button></main>'))}")

    assert page.evaluate("'axe' in window")
    assert [fault.partition(":")[0] for fault in axe.find_faults(page)] == ["button-name"]


def test_what_is_wider_than_a_phone_and_what_the_console_says_is_told(page):
    page.set_content(WHOLE.replace("<p>", "<p style='width: 500px'>"))

    found = axe.faults_of(SimpleNamespace(page=page, complaints=["a script has failed"]))

    assert found == ["wider than a phone", "a script has failed"]
