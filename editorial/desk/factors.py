"""The second factor: a telephone that makes codes, and recovery codes for when it is lost.

Recovery codes are kept as keyed hashes: whoever reads the database cannot sign in with them.
"""

import time
from base64 import b32encode
from binascii import unhexlify
from os import urandom

import django_otp
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from editorial.workflow import Refused

from .accounts import note_change
from .recording import Actor, acting

CODES = 10


@transaction.atomic
def enrol(key: str, code: str, *, by: Actor) -> tuple[TOTPDevice, list[str]]:
    """Take a telephone that makes this code from this key (hex); and the recovery codes. Raises Refused."""
    user = acting(by, hold=True)
    totp = TOTP(unhexlify(key))
    totp.time = time.time()
    if not code.isdecimal() or len(code) != 6 or not totp.verify(int(code), tolerance=1):
        raise Refused(("This is not the code of now. Wait for the next; is the telephone’s clock right?",))
    what = (
        "Another telephone was set up as second factor." if _forget(user) else "A second factor was set up."
    )
    device = TOTPDevice.objects.create(user=user, name="telephone", key=key, last_t=totp.t())
    note_change(user.get_username(), what, by=user, tell=user)
    return device, _codes(user)


@transaction.atomic
def new_codes(*, by: Actor) -> list[str]:
    """Recovery codes in place of those that there were."""
    user = acting(by)
    note_change(user.get_username(), "New recovery codes were made.", by=user, tell=user)
    return _codes(user)


@transaction.atomic
def forget_factor(user: Actor, *, by: Actor | None) -> None:
    """Take somebody's second factor away: the telephone is lost, or there is a new one."""
    _forget(user)
    note_change(user.get_username(), "The second factor was removed.", by=by, tell=user)


def given(user: Actor, code: str) -> Device | None:
    """The device that this code is from: the telephone, or the recovery codes, each of which counts once."""
    code = "".join(code.lower().split()).replace("-", "")
    if code.isdecimal() and len(code) == 6:
        device, token = TOTPDevice.objects.filter(user=user, confirmed=True).first(), code
    else:
        device, token = StaticDevice.objects.filter(user=user, confirmed=True).first(), _hashed(user, code)
    if device is None:
        return None
    found: Device | None = django_otp.verify_token(user, device.persistent_id, token)
    if found is not None and isinstance(device, StaticDevice):
        note_change(user.get_username(), "A recovery code was used.", by=user, tell=user)
    return found


def _forget(user: Actor) -> bool:
    """Whether there was a telephone."""
    StaticDevice.objects.filter(user=user).delete()
    return bool(TOTPDevice.objects.filter(user=user).delete()[0])


def _codes(user: Actor) -> list[str]:
    codes = [b32encode(urandom(10)).decode().lower()[:10] for _ in range(CODES)]
    device, _ = StaticDevice.objects.get_or_create(user=user, name="recovery codes")
    device.token_set.all().delete()  # the device stays: somebody may be signed in by it
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_hashed(user, each)) for each in codes)
    return [f"{each[:5]}-{each[5:]}" for each in codes]


def _hashed(user: Actor, code: str) -> str:
    return salted_hmac("stet.recovery", f"{user.pk}:{code}", algorithm="sha256").hexdigest()[:16]
