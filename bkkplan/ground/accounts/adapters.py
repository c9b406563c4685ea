import base64
import hashlib
import secrets
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import wrong_passwords
from bkkplan.ground.accounts.models import Notice, User
from bkkplan.ground.core.clock import real_now, today
from bkkplan.ground.core.people import COMES_WITH_A_PERSON
from bkkplan.ground.core.questions.with_rows import OneWithRows

KNOWN_BROWSER = "known_browser"
KNOWN_FOR = timedelta(days=365)
PEOPLE_PER_BROWSER = 8


class Passwords(AuthenticationBackend):
    """Finds the account of a password and the person of a session. It gives no rights: they follow from roles."""

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        """None, without a question: nobody is given a flag of Django's, and no group has one."""
        return set()

    def get_user(self, user_id: int) -> User | None:
        """Return the person with what every page asks of its reader, by one question; None without an open account."""
        person = _people_on(today()).get(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


@lru_cache(maxsize=2)
def _people_on(day: date) -> OneWithRows[User]:
    """Each person with ``unread_notices`` and the lists of `COMES_WITH_A_PERSON` as of a day."""
    unread = Notice.objects.filter(recipient=OuterRef("pk"), read_at=None).order_by().values("recipient")
    number = Coalesce(Subquery(unread.annotate(n=Count("pk")).values("n")), 0)
    lists = {name: asked(day) for name, asked in COMES_WITH_A_PERSON.items()}
    return OneWithRows(User.objects.annotate(unread_notices=number), **lists)


def known_browser(request: HttpRequest, user: User) -> str | None:
    """The name of this browser if the account was opened in it since its password was last set; otherwise None."""
    for pk, browser, mark in _known(request):
        if pk == user.pk and constant_time_compare(mark, _mark(user, browser)):
            return browser
    return None


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    browser = known_browser(request, user) or secrets.token_urlsafe(12)
    others = [entry for entry in _known(request) if entry[0] != user.pk]
    entries = [(user.pk, browser, _mark(user, browser)), *others][:PEOPLE_PER_BROWSER]
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps(entries, salt=KNOWN_BROWSER),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> list[tuple[int, str, str]]:
    try:
        kept = signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=KNOWN_BROWSER, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return []
    return [(pk, browser, mark) for pk, browser, mark in kept]


def _mark(user: User, browser: str) -> str:
    return salted_hmac(KNOWN_BROWSER, f"{user.pk}:{browser}:{user.password}").hexdigest()


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """allauth for a portal in which nobody signs up: accounts come by invitation.

    It counts wrong passwords and refuses when they are too many.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("รหัสไม่ถูกต้องหลายครั้งแล้ว รอ 5 นาที แล้วลองใหม่"),
        "rate_limited": _("ลองหลายครั้งแล้ว รอ 5 นาที แล้วลองใหม่"),
        "incorrect_code": _("รหัสไม่ถูกต้อง"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a log-in that the limits block.

        allauth's own limit is not used: it would lock out the account's owner.
        """

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        account, user = self._account(credentials)
        browser = known_browser(request, user) if user else None
        # A known browser is counted by itself: a person who guesses in the same office does not block it.
        source = get_ip(request) if browser is None else f"browser {browser}"
        try:
            attempt = wrong_passwords.begin(account=account, source=source, at=real_now())
        except wrong_passwords.PairBlockedError as error:
            raise ImmediateHttpResponse(self._blocked(request, error)) from None
        found = super().authenticate(request, **credentials)
        if found:
            wrong_passwords.take_back(attempt=attempt)
        return found

    def _account(self, credentials: dict[str, Any]) -> tuple[str, User | None]:
        """What is counted on: one account under both its names; of a name that nobody has, a hash."""
        name = credentials.get("username") or credentials.get("email") or ""
        user = (
            User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name) & ~Q(email="")).order_by("pk").first()
        )
        return (account_of(user) if user else hashlib.sha256(name.casefold().encode()).hexdigest()), user

    def _blocked(self, request: HttpRequest, error: wrong_passwords.PairBlockedError) -> HttpResponse:
        left = max(1, -(-int((error.until - real_now()).total_seconds()) // 60))
        response = render(request, "accounts/blocked.html", {"until": error.until, "minutes": left}, status=429)
        response["Retry-After"] = str(left * 60)
        response["Cache-Control"] = "no-store"
        return response

    def is_login_by_code_required(self, login: Login) -> bool:
        """Whether to ask for a code from the e-mail.

        It is asked for if many wrong passwords came for the account and this browser is not known.
        """
        request = self.request
        if getattr(request, "came_by_link", False) or known_browser(request, login.user):
            return False
        # A person with a second factor is asked for it anyway.
        if DefaultMFAAdapter().is_mfa_enabled(login.user):
            return False
        return wrong_passwords.is_under_attack(account=account_of(login.user), at=real_now())

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and not user.email and self.is_login_by_code_required(Login(user=user)):
            # No address to send a code to.
            response = render(request, "accounts/second_proof_by_link.html", status=403)
        return response

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user)
        return response


def account_of(user: User) -> str:
    return f"user {user.pk}"


class SecondFactor(DefaultMFAAdapter):
    """allauth's second factors. Secrets of authenticator apps are stored encrypted, with a key made from SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _("รหัสไม่ถูกต้อง")}

    def encrypt(self, text: str) -> str:
        return self._keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  (allauth's name)
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("พาสคีย์ %(number)s") % {"number": number}

    def _keys(self) -> MultiFernet:
        known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = [hashlib.sha256(b"second factor " + force_bytes(key)).digest() for key in known]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class BackOffice(AdminSite):
    """The back office: for administrators only, who log in on the portal's own page."""

    site_header = site_title = _("งานหลังบ้านของบีเคเคแพลน")
    index_title = _("ข้อมูลอ้างอิง")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm("accounts.manage_people")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where the site sends whoever may not see a page; a visitor has been sent to log in before."""
        if self.has_permission(request):
            return redirect("admin:index")
        raise PermissionDenied

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what says how it is kept; libraries' own tables (groups, e-mail addresses) play no part here."""
        if admin_class is not None and admin_class.__module__.startswith(("django.", "allauth.")):
            return
        super().register(model_or_iterable, admin_class, **options)
