"""The ceremony of a passkey, with an authenticator that the browser plays: added, and used at the next log-in."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory

PASSWORD = "ลำดวน-บานเช้า-2566"
# A phone or computer that knows its owner by finger or face.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(portal):
    """A passkey belongs to a name; an address of digits has none."""
    return portal.replace("127.0.0.1", "localhost")


def log_in(page, address, username):
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form [type=submit]").first.click()


def test_a_passkey_is_added_and_opens_the_account_as_the_second_proof(transactional_db, address, clean_page):
    user = UserFactory(username="napa.s")
    user.set_password(PASSWORD)
    user.save()
    page = clean_page
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    log_in(page, address, "napa.s")
    page.wait_for_url("**/work/")
    page.goto(f"{address}/accounts/second-factor/webauthn/add/")
    page.locator("main [name=password]").fill(PASSWORD)  # asked again before a proof is added
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/webauthn/add/")
    page.locator("main [name=name]").fill("โทรศัพท์ของนภา")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator("main")).to_contain_text("เพิ่มพาสคีย์แล้ว")

    page.context.clear_cookies()
    log_in(page, address, "napa.s")
    page.wait_for_url("**/second-factor/authenticate/")
    # Who has no app is not asked for its code.
    expect(page.locator("main")).to_contain_text("กด ใช้พาสคีย์")
    expect(page.locator("main")).not_to_contain_text("แอป")
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    page.wait_for_url("**/work/")
    expect(page.locator(".site-head")).to_contain_text(str(user))
