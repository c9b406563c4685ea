import pytest

from tests.factories.accounts import UserFactory
from tests.words import words_of

URL = "/work/understood/{}/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, settings):
    settings.WORKING_DAY = "2023-06-02"
    client.force_login(UserFactory())
    return client


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("baht", "1.5 แสน", "เข้าใจว่า 150,000.00 บาท (หนึ่งแสนห้าหมื่นบาทถ้วน)"),
        ("baht", "ประมาณแสนห้า", "ต้องเป็นจำนวนเดียวที่แน่นอน เช่น 150,000 หรือ 1.5 แสน"),
        ("date", "16/7/63", "เข้าใจว่า วันพฤหัสบดีที่ 16 กรกฎาคม 2563"),
        ("date", "31 กันยายน 2563", "กันยายนมี 30 วัน ไม่มีวันที่ 31"),
    ],
)
def test_a_text_is_answered_with_how_it_is_understood(officer, kind, typed, shown):
    response = officer.get(URL.format(kind), {"lines-3-amount": typed})

    assert shown in words_of(response)


def test_nothing_typed_is_nothing_to_say(officer):
    assert officer.get(URL.format("baht"), {"amount": "  "}).content.decode().strip() == ""


def test_a_visitor_is_sent_to_log_in(client):
    assert client.get(URL.format("baht"), {"amount": "5"}).status_code == 302


def test_what_is_typed_can_not_become_markup(officer):
    response = officer.get(URL.format("date"), {"day": "<script>1</script>"})

    assert "<script>" not in response.content.decode()
