"""The second factor: codes of an authenticator app, and ten recovery codes for when it is lost.

The app's secret is stored encrypted, with a key that follows from the installation's secret: a
copy of the database alone gives no codes.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mapper.db.tables import StaffAccount
from mapper.domain.roles import SECOND_FACTOR_ROLES, Role
from mapper.services.passwords import make_code

STEP_S = 30
_STEPS_EITHER_SIDE = 1
_DIGITS = 6
_SECRET_BYTES = 20
_RECOVERY_CODES = 10
_CODE_GROUPS = 3


def is_needed(account: StaffAccount) -> bool:
    """True when this account signs in with a second factor, whether it has one yet or not."""
    roles = {Role(role) for role in account.roles}
    return (
        account.second_factor_required
        or account.totp_confirmed_at is not None
        or bool(roles & SECOND_FACTOR_ROLES)
    )


def offered_secret(secret: str, account: StaffAccount, session_token: str) -> str:
    """The app's secret to be set up in this session, in base 32.

    It follows from the session, so that a reload shows the same one, another session never sees
    it, and nothing is stored before it was confirmed. After a confirmation it is another one.
    """
    message = f"totp:{session_token}:{account.totp_confirmed_at}".encode()
    digest = hmac.digest(secret.encode(), message, hashlib.sha256)
    return base64.b32encode(digest[:_SECRET_BYTES]).decode("ascii")


def app_address(app_secret: str, login: str, issuer: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(app_secret).provisioning_uri(name=login, issuer_name=issuer)


def matching_step(app_secret: str, code: str, after: int | None, at: datetime) -> int | None:
    """The time step a code belongs to, None for a wrong one.

    One step either side of now counts, for clocks go wrong; steps up to `after` do not, so that
    no code works twice.
    """
    digits = "".join(code.split())
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    now = int(at.timestamp()) // STEP_S
    app = pyotp.TOTP(app_secret)
    for step in range(now - _STEPS_EITHER_SIDE, now + _STEPS_EITHER_SIDE + 1):
        if hmac.compare_digest(app.at(step * STEP_S), digits) and (after is None or step > after):
            return step
    return None


def confirm(
    secret: str, account: StaffAccount, app_secret: str, code: str, at: datetime | None = None
) -> list[str] | None:
    """Make this the account's second factor when the code proves that the app has it.

    Returns
    -------
    list of str or None
        The new recovery codes, to be shown once; None for a wrong code, and nothing is changed.
    """
    at = at or datetime.now(UTC)
    step = matching_step(app_secret, code, None, at)
    if step is None:
        return None
    account.totp_secret = _cipher(secret).encrypt(app_secret.encode())
    account.totp_confirmed_at = at
    account.totp_step = step
    return renew_recovery_codes(secret, account)


def accept_code(
    secret: str, account: StaffAccount, code: str, at: datetime | None = None
) -> str | None:
    """Use up a code of the app or a recovery code; the account's row must be locked.

    Returns
    -------
    str or None
        `totp` or `recovery_code`; None for a code that is wrong or was used before.
    """
    app_secret = _decrypted(secret, account)
    if app_secret is not None:
        step = matching_step(app_secret, code, account.totp_step, at or datetime.now(UTC))
        if step is not None:
            account.totp_step = step
            return "totp"
    digest = _recovery_hash(secret, code)
    left = [kept for kept in account.recovery_hashes if not hmac.compare_digest(kept, digest)]
    if len(left) < len(account.recovery_hashes):
        account.recovery_hashes = left
        return "recovery_code"
    return None


def renew_recovery_codes(secret: str, account: StaffAccount) -> list[str]:
    """Ten new recovery codes; the former ones end, and only hashes are stored."""
    codes = [make_code(_CODE_GROUPS) for _ in range(_RECOVERY_CODES)]
    account.recovery_hashes = [_recovery_hash(secret, code) for code in codes]
    return codes


def _recovery_hash(secret: str, code: str) -> bytes:
    """Keyed, and the same however the code is written."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    message = b"recovery:" + plain.encode("utf-8", "surrogatepass")
    return hmac.digest(secret.encode(), message, hashlib.sha256)


def _decrypted(secret: str, account: StaffAccount) -> str | None:
    """None where there is no second factor, or the installation's secret is another one now."""
    if account.totp_secret is None or account.totp_confirmed_at is None:
        return None
    try:
        return _cipher(secret).decrypt(account.totp_secret).decode()
    except InvalidToken:
        return None


def _cipher(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"ideenkarte totp").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
