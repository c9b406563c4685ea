"""Thai inside English pages carries its language."""

import pytest
from django.urls import reverse

from bkkplan.ground.core.language import mark_thai


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>Plan of ชุมชนวัดสามพระยา 2 for 2567</p>", '<p>Plan of <span lang="th">ชุมชนวัดสามพระยา</span> 2 for 2567</p>'),
        ("<p>No Thai</p>", "<p>No Thai</p>"),
        ("<title>ดุสิต · bkkplan</title>", '<title lang="th">ดุสิต · bkkplan</title>'),
        ("<option value=1>ดุสิต</option>", '<option lang="th" value=1>ดุสิต</option>'),
        ('<button lang="th">ภาษาไทย</button>', '<button lang="th"><span lang="th">ภาษาไทย</span></button>'),
        ('<input value="ดุสิต">', '<input lang="th" value="ดุสิต">'),
        ("<script>let a = '<p>ดุสิต'</script>", "<script>let a = '<p>ดุสิต'</script>"),
        ("<!-- ดุสิต -->", "<!-- ดุสิต -->"),
    ],
)
def test_each_thai_run_is_marked_where_it_stands(page, marked):
    assert mark_thai(page) == marked


@pytest.mark.django_db
def test_an_english_page_is_marked_and_a_thai_one_is_not(client):
    client.cookies["django_language"] = "en"
    english = client.get(reverse("public:about")).content.decode()
    client.cookies["django_language"] = "th"
    thai = client.get(reverse("public:about")).content.decode()

    assert '<html lang="en">' in english
    assert mark_thai(english.replace('<span lang="th">', "<span>")) != english
    assert '<span lang="th">' not in thai
