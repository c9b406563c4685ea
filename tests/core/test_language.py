"""Words of another language, short forms and dates carry what they are."""

import pytest
from django.http import HttpResponse, JsonResponse
from django.utils import translation

from bkkplan.ground.core.serving.language import MarkLanguages, mark_languages


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>Plan of ชุมชนวัดสามพระยา 2 for 2567</p>", '<p>Plan of <bdi lang="th">ชุมชนวัดสามพระยา</bdi> 2 for 2567</p>'),
        ("<p>No Thai</p>", "<p>No Thai</p>"),
        ("<title>ดุสิต · bkkplan</title>", '<title lang="th">ดุสิต · bkkplan</title>'),
        ("<option value=1>ดุสิต</option>", '<option lang="th" value=1>ดุสิต</option>'),
        ('<button lang="th">ภาษาไทย</button>', '<button lang="th">ภาษาไทย</button>'),
        ('<input value="ดุสิต">', '<input lang="th" value="ดุสิต">'),
        ("<script>let a = '<p>ดุสิต'</script>", "<script>let a = '<p>ดุสิต'</script>"),
        ("<!-- ดุสิต -->", "<!-- ดุสิต -->"),
        (
            "<p>16 July 2020 (B.E. 2563)</p>",
            '<p><time datetime="2020-07-16">16 July 2020</time> (<abbr title="Buddhist Era">B.E.</abbr> 2563)</p>',
        ),
        ("<p>16 Jul 2020, 09:30</p>", '<p><time datetime="2020-07-16T09:30">16 Jul 2020, 09:30</time></p>'),
    ],
)
def test_in_an_english_page(page, marked):
    assert mark_languages(page, language="en") == marked


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>เปิดด้วย Microsoft Excel ได้</p>", '<p>เปิดด้วย <bdi lang="en">Microsoft Excel</bdi> ได้</p>'),
        ('<a lang="en">English</a>', '<a lang="en">English</a>'),
        ("<p>ก &amp; ข &quot;ค&quot;</p>", "<p>ก &amp; ข &quot;ค&quot;</p>"),
        ("<p>เขียนถึง somsri@example.org หรือ officer1001</p>", "<p>เขียนถึง somsri@example.org หรือ officer1001</p>"),
        ("<p>https://example.org/a กระดาษ A4</p>", "<p>https://example.org/a กระดาษ A4</p>"),
        ("<code>manage.py kpi</code>", "<code>manage.py kpi</code>"),
        (
            "<p>ไฟล์ PDF</p>",
            '<p>ไฟล์ <abbr lang="en" title="Portable Document Format">PDF</abbr></p>',
        ),
        ("<p>ปี พ.ศ. 2566</p>", '<p>ปี <abbr title="พุทธศักราช">พ.ศ.</abbr> 2566</p>'),
        ("<b>ต.ค.</b>", '<b><abbr title="ตุลาคม">ต.ค.</abbr></b>'),
        ("<p>วันที่ 16 กรกฎาคม 2563</p>", '<p>วันที่ <time datetime="2020-07-16">16 กรกฎาคม 2563</time></p>'),
        ("<p>๑๖ ก.ค. ๒๕๖๓</p>", '<p><time datetime="2020-07-16">๑๖ ก.ค. ๒๕๖๓</time></p>'),
        ("<p>16 ก.ค. 2563 09.30 น.</p>", '<p><time datetime="2020-07-16T09:30">16 ก.ค. 2563 09.30 น.</time></p>'),
        ("<p>31 กุมภาพันธ์ 2563</p>", "<p>31 กุมภาพันธ์ 2563</p>"),
        ('<input placeholder="16 ก.ค. 2563">', '<input placeholder="16 ก.ค. 2563">'),
    ],
)
def test_in_a_thai_page(page, marked):
    assert mark_languages(page, language="th") == marked


@pytest.mark.parametrize(
    ("language", "marked"), [("th", 'ดุสิต <bdi lang="en">Hall</bdi>'), ("en", '<bdi lang="th">ดุสิต</bdi> Hall')]
)
def test_each_page_is_marked_in_its_own_language(rf, language, marked):
    page = HttpResponse("<p>ดุสิต Hall</p>")
    data = JsonResponse({"name": "ดุสิต Hall"})

    with translation.override(language):
        assert MarkLanguages(lambda request: page)(rf.get("/")).content.decode() == f"<p>{marked}</p>"
        assert MarkLanguages(lambda request: data)(rf.get("/")).content == data.content
