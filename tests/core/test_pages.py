"""The frame of every page, and the pages that are shown when something else failed."""

import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

PEOPLE = {
    "visitor": {},
    "officer": {
        "user": SimpleNamespace(pk=1, is_authenticated=True, __str__=lambda _: "นภา"),
        "nav": [{"url": "/work/", "label": "งานของฉัน", "active": True}],
        "hats": [
            {"value": "1", "label": "เจ้าหน้าที่เขตพระนคร", "active": True},
            {"value": "2", "label": "เจ้าหน้าที่เขตดุสิต", "active": False},
        ],
        "notices_count": 3,
        "sample_banner": "ข้อมูลตัวอย่าง",
    },
}


def page(template: str, **context: object) -> str:
    return get_template(template).template.render(Context(context))


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "500.html"])
def test_an_error_page_needs_nothing_but_itself(template):
    html = page(template)

    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert 'href="/contacts/"' in html
    assert 'href="/data/"' in html


@pytest.mark.parametrize("template", ["403.html", "404.html"])
def test_who_is_refused_a_page_keeps_the_menu(template):
    html = page(template, request=RequestFactory().get("/"), csrf_token="token", **PEOPLE["officer"])

    assert 'href="/work/"' in html
    assert "กลับไปงานของฉัน" in html


def test_the_title_of_a_page_is_its_heading_unless_it_has_its_own():
    plain = Template('{% extends "bare.html" %}{% block heading %}เวที{% endblock %}')
    titled = Template('{% extends "bare.html" %}{% block title %}แผน{% endblock %}{% block heading %}เวที{% endblock %}')

    def title_of(template: Template) -> list[str]:
        return template.render(Context()).partition("<title>")[2].partition("</title>")[0].split()

    assert title_of(plain) == ["เวที", "·", "บีเคเคแพลน"]
    assert title_of(titled) == ["แผน", "·", "บีเคเคแพลน"]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_frame_renders_for(person):
    html = page("base.html", request=RequestFactory().get("/"), csrf_token="token", **PEOPLE[person])

    assert 'href="#main"' in html
    assert 'id="main"' in html
    assert ("ข้อมูลตัวอย่าง" in html) == (person == "officer")


@pytest.mark.parametrize("person", PEOPLE)
def test_no_id_stands_twice(person):
    html = page("base.html", request=RequestFactory().get("/"), csrf_token="token", **PEOPLE[person])

    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_no_page_writes_script_or_style_into_itself():
    html = page("base.html", request=RequestFactory().get("/"), csrf_token="token", **PEOPLE["officer"])

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)


def test_the_page_says_its_language():
    with translation.override("en"):
        assert '<html lang="en">' in page("500.html")
