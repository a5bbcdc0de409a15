"""The address in every mail at which whoever got it says how they want to be told, without signing in."""

from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from editorial.standing import User

SALT = "desk.told"


def address(user: AbstractBaseUser) -> str:
    """One person's own, without the site's name."""
    token = signing.Signer(salt=SALT).sign_object([user.pk, _seal(user)])
    return f"{reverse('admin:desk_told_by_mail')}?token={token}"


def holder(token: str) -> AbstractBaseUser | None:
    """Whose it is; nobody's where the account is closed or has another mail address now."""
    try:
        pk, seal = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and constant_time_compare(seal, _seal(user)) else None


def _seal(user: AbstractBaseUser) -> str:
    """Changes with the mail address, and does not tell it."""
    return salted_hmac(SALT, user.email, algorithm="sha256").hexdigest()[:24]  # type: ignore[attr-defined]
