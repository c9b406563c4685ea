from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up: accounts come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
