"""The signed link in each letter that ends letters to its person. It holds nothing but whose it is."""

from django.core import signing

from bkkplan.ground.accounts.models import User

SALT = "accounts.stop-letters"


def stop_token(person: User) -> str:
    return signing.dumps(person.pk, salt=SALT)


def person_of_token(token: str) -> User | None:
    """Whose letters the link ends; None for a link that is not ours, and for an account that is closed."""
    try:
        number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person: User | None = User.objects.filter(pk=number, is_active=True).first()
    return person
