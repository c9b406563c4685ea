import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from bkkplan.ground.accounts.validators import WordAndYearValidator
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    DistrictFactory(name_th="บางรัก", name_en="Bang Rak")
    return UserFactory(username="somchai.s", full_name="สมชาย ใจดี", email="jaidee@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "bangkok2566",
        "bma2023",
        "Bangkok@2566!",
        "2566bangkok",
        "b4ngk0k2566",
        "bangkokbma2566",
        "bangkok-2566-bangkok",
        "P@ssw0rd2566",
        "passw0rd!!2023",
        "bangrak2566",
        "BangRak#1004",
        "บางรัก2566",
        "เขตบางรัก2566",
        "กรุงเทพ๒๕๖๖",
        "กรุงเทพมหานคร2566",
        "รหัสผ่าน123456",
        "somchai2566",
        "สมชายใจดี2566",
        "jaidee123456",
        "bkkplan2566",
        "ab1234567890",
        "sunshine2566",
    ],
)
def test_a_word_and_the_year_is_no_password(user, password):
    with pytest.raises(ValidationError, match="เดาง่าย"):
        WordAndYearValidator().validate(password, user)


@pytest.mark.parametrize(
    "password",
    [
        "ลำดวน-บานเช้า-2566",
        "correct horse battery staple",
        "x7Kq9Lp2mWz4",
        "เรือหางยาว-กล้วยทอด-77",
        "tram-lantern-river-9",
    ],
)
def test_words_that_do_not_go_together_are(user, password):
    validate_password(password, user)
