"""A second factor: set up, asked for, lost and found again."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.actions import second_factor
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.clock import real_now
from tests.factories.accounts import AT

SECRET = "ลำดวน-บานเช้า-2566"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def strategy(cast):
    cast.strategy.set_password(SECRET)
    cast.strategy.save()
    return cast.strategy


def log_in(client):
    return client.post(reverse("account_login"), {"login": "strategy", "password": SECRET})


def set_up(client):
    """Through the pages, as a person does; returns what the app keeps."""
    page = client.get(reverse("mfa_activate_totp"))
    assert page["Location"].startswith(reverse("account_reauthenticate"))
    client.post(page["Location"], {"password": SECRET})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("who", ["administrator", "strategy", "social"])
def test_a_person_of_a_city_role_is_led_to_it_before_anything_else(client, cast, settings, who):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(cast.people[who])

    for page in ("desk:my-work", "accounts:people", "admin:index", "reports:reports"):
        assert client.get(reverse(page))["Location"] == reverse("mfa_index")
    assert client.get(reverse("desk:my-work"), headers={"HX-Request": "true"})["HX-Redirect"] == reverse("mfa_index")
    assert client.get(reverse("public:about")).status_code == 200
    assert "ยังไม่ได้ตั้ง" in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.parametrize("who", ["officer", "director", "member"])
def test_others_are_not_led_there(client, cast, settings, who):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(cast.people[who])

    assert client.get(reverse("desk:my-work")).status_code == 200


def test_an_app_is_set_up_and_asked_for_at_the_next_log_in(client, strategy, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    log_in(client)
    secret = set_up(client)
    assert client.get(reverse("desk:my-work")).status_code == 200
    client.post(reverse("account_logout"))

    answer = log_in(client)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert "แอปยืนยันตัวตน" in client.get(answer["Location"]).content.decode()
    assert not is_in(client)
    client.post(answer["Location"], {"code": "000000"})
    assert not is_in(client)
    client.post(answer["Location"], {"code": code_of(secret)})
    assert is_in(client)


def test_a_recovery_code_opens_once(client, strategy):
    log_in(client)
    set_up(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    client.post(reverse("account_logout"))

    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    client.post(reverse("account_logout"))
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert not is_in(client)


def test_codes_are_not_guessed_one_after_another(client, strategy):
    log_in(client)
    secret = set_up(client)
    client.post(reverse("account_logout"))
    log_in(client)

    answers = [client.post(reverse("mfa_authenticate"), {"code": f"00000{n}"}) for n in range(6)]

    assert "รหัสไม่ถูกต้อง" in answers[4].content.decode()
    assert "รอ 5 นาที" in answers[5].content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(client)


def test_a_one_time_link_does_not_go_round_it(client, strategy, cast):
    log_in(client)
    secret = set_up(client)
    client.post(reverse("account_logout"))
    token = actions.issue_link(user=strategy, purpose=LinkPurpose.LOGIN, by=cast.administrator, at=real_now())

    answer = client.post(reverse("enter", args=[token]))

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)


def test_the_secret_is_not_kept_readable(client, strategy):
    log_in(client)
    secret = set_up(client)

    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)

    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code(code_of(secret))


def test_an_administrator_clears_a_lost_one_and_the_person_is_told(client, strategy, cast):
    log_in(client)
    set_up(client)
    client.force_login(cast.administrator)
    assert "ล้างการยืนยันขั้นที่สอง" in client.get(reverse("accounts:person", args=[strategy.pk])).content.decode()

    client.post(reverse("accounts:forget-second-factor", args=[strategy.pk]))

    assert not Authenticator.objects.filter(user=strategy).exists()
    assert Entry.objects.filter(verb="accounts.second_factor_forgotten").count() == 1
    assert "ล้างการยืนยัน" in Notice.objects.get(recipient=strategy).text


@pytest.mark.parametrize("who", ["director", "strategy", "administrator"])
def test_nobody_else_clears_one_and_nobody_the_own(cast, who):
    target = cast.officer if who != "administrator" else cast.administrator

    with pytest.raises(PermissionDenied):
        second_factor.forget(user_id=target.pk, by=cast.people[who], at=AT)


def test_pages_of_passkeys_carry_no_script_of_their_own(client, strategy):
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": SECRET})

    html = client.get(reverse("mfa_add_webauthn")).content.decode()

    scripts = [part.partition(">")[0] for part in html.split("<script")[1:]]
    assert [script for script in scripts if "src=" not in script and 'type="application/json"' not in script] == []
    assert any("mfa/js/webauthn.js" in script for script in scripts)


def test_a_passkey_is_its_owners_alone(client, strategy, cast):
    theirs = Authenticator.objects.create(
        user=cast.officer, type=Authenticator.Type.WEBAUTHN, data={"name": "กุญแจ", "credential": {}}
    )
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": SECRET})

    for page in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        address = reverse(page, args=[theirs.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "ของฉัน"}).status_code == 404
    assert "กุญแจ" not in client.get(reverse("mfa_list_webauthn")).content.decode()
