"""Words that were replaced in the portal by the office's own or a clearer word: no text may have them again."""

from pathlib import Path

import pytest
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[2]
APPS = ("bkkplan", "districts", "communities", "forums", "budget", "templates")
NOT_OURS = {"ยังก่อน": "กลับ", "รักษาการแทน": "รักษาราชการแทน", '"เงิน"': "งบประมาณ"}


@pytest.mark.parametrize("word", NOT_OURS)
def test_a_word_that_was_replaced_does_not_come_back(word):
    files = [path for app in APPS for kind in ("*.py", "*.html") for path in (ROOT / app).rglob(kind)]

    assert [str(path) for path in files if "migrations" not in path.parts and word in path.read_text()] == []


@pytest.mark.django_db
def test_the_log_in_page_helps_to_fill_it_and_its_title_says_that_something_is_wrong(client):
    page = client.get(reverse("account_login")).content.decode()
    wrong = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    titles = [text[text.index("<title") : text.index("</title>")] for text in (page, wrong)]

    assert 'autocomplete="username"' in page
    assert ["มีข้อผิดพลาด:" in title for title in titles] == [False, True]
