"""What browsers and authenticators say of passkeys, and whether it is right (WebAuthn level 3).

The package ``webauthn`` verifies; it is an extra, and imported where it is needed. What must stay true: of
an answer only the known fields, of a bounded length, reach it; whatever is wrong, the fault is the same.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from typing import Any, TypeVar

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from khronika.errors import NotAllowed, UsageFault
from khronika.records.sign_in import KeptPasskey

Verified = TypeVar("Verified")

TO_ANSWER = timedelta(minutes=5)
_ALGORITHMS = (-8, -7, -257)  # EdDSA, ES256, RS256: the IANA registry of COSE algorithms
_MOST_LETTERS = 16_384
_ATTESTATIONS = frozenset({"none", "packed"})
_HOSTILE = (
    InvalidSignature,
    UnsupportedAlgorithm,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What bytes made to confuse it can raise in the package, beside its own faults."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A passkey that is being set up: its challenge (base64url), where, and until when (UTC)."""

    challenge: str
    host: str
    origin: str
    until: str


def installed() -> bool:
    """Tell whether the package is installed."""
    return find_spec("webauthn") is not None


def refuse_without_library() -> None:
    """Refuse where the package is not installed.

    Raises:
        UsageFault: it is not.
    """
    if not installed():
        raise UsageFault("this desk takes no passkeys", "whoever runs it can install khronika[passkeys]")


def not_right() -> NotAllowed:
    """Return the one fault for whatever is wrong with an answer."""
    return NotAllowed(
        "this passkey does not open the desk here", "sign in by name and passphrase, or begin once more"
    )


def creation_options(pending: Pending, handle: str, name: str, known: Sequence[str]) -> dict[str, Any]:
    """Return what a browser needs to make a passkey (PublicKeyCredentialCreationOptionsJSON).

    The authenticator keeps the member's name and the desk's host: whoever searches a phone may see them.
    """
    return {
        "rp": {"id": pending.host, "name": pending.host},
        "user": {"id": handle, "name": name, "displayName": name},
        "challenge": pending.challenge,
        "pubKeyCredParams": [{"type": "public-key", "alg": algorithm} for algorithm in _ALGORITHMS],
        "timeout": _milliseconds(),
        "excludeCredentials": [{"type": "public-key", "id": id_} for id_ in known],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
    }


def request_options(challenge: bytes, host: str) -> dict[str, Any]:
    """Return what a browser needs to sign in by a passkey (PublicKeyCredentialRequestOptionsJSON)."""
    return {
        "challenge": base64url(challenge),
        "timeout": _milliseconds(),
        "rpId": host,
        "allowCredentials": [],
        "userVerification": "required",
    }


def picked(answer: Any, fields: Sequence[str]) -> dict[str, Any]:
    """Return those parts of an answer that are needed.

    Raises:
        NotAllowed: one is missing, no text, or longer than any authenticator makes it.
    """
    response = answer.get("response") if isinstance(answer, Mapping) else None
    if not isinstance(response, Mapping):
        raise not_right()
    texts = {field: response.get(field) for field in fields}
    whole = {"id": answer.get("id"), "rawId": answer.get("rawId")}
    for text in (*texts.values(), *whole.values()):
        if not isinstance(text, str) or not text.isascii() or len(text) > _MOST_LETTERS:
            raise not_right()
    return {**whole, "type": "public-key", "response": texts}


def challenge_of(answer: Mapping[str, Any]) -> bytes:
    """Return the challenge that an answer says it answers.

    Raises:
        NotAllowed: it cannot be read, or was given inside a page of somebody else.
    """

    def read() -> bytes:
        from webauthn.helpers import parse_client_data_json  # noqa: PLC0415  # an extra

        client = parse_client_data_json(octets_of(answer["response"]["clientDataJSON"]))
        if client.cross_origin:
            raise not_right()
        return client.challenge

    return _guarded(read)


def verified_creation(answer: dict[str, Any], pending: Pending, name: str, now: str) -> KeptPasskey:
    """Return the passkey that an answer brings, made with a verified user.

    Raises:
        NotAllowed: the answer is not to ``pending``, or is not right.
    """

    def verify() -> KeptPasskey:
        from webauthn import verify_registration_response  # noqa: PLC0415  # an extra
        from webauthn.helpers import (  # noqa: PLC0415  # as above
            decode_credential_public_key,
            decoded_public_key_to_cryptography,
            parse_attestation_object,
        )

        statement = parse_attestation_object(octets_of(answer["response"]["attestationObject"]))
        if statement.fmt not in _ATTESTATIONS:  # the others are long formats, and none was asked for
            raise not_right()
        made = verify_registration_response(
            credential=answer,
            expected_challenge=octets_of(pending.challenge),
            expected_rp_id=pending.host,
            expected_origin=pending.origin,
            require_user_verification=True,
        )
        # a key that could never sign in must not become somebody's only way in
        decoded_public_key_to_cryptography(decode_credential_public_key(made.credential_public_key))
        id_, key = base64url(made.credential_id), base64url(made.credential_public_key)
        return KeptPasskey(id_, name, key, made.sign_count, pending.host, pending.origin, now)

    challenge_of(answer)
    return _guarded(verify)


def verified_count(answer: dict[str, Any], challenge: bytes, passkey: KeptPasskey, origin: str) -> int:
    """Return the authenticator's counter after an answer that a passkey signed, with a verified user.

    Raises:
        NotAllowed: the answer is not right, or the counter went back: the key may have been copied.
    """

    def verify() -> int:
        from webauthn import verify_authentication_response  # noqa: PLC0415  # an extra

        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=passkey.host,
            expected_origin=origin,
            credential_public_key=octets_of(passkey.key),
            credential_current_sign_count=passkey.count,
            require_user_verification=True,
        )
        return verified.new_sign_count

    return _guarded(verify)


def base64url(octets: bytes) -> str:
    """Return bytes as WebAuthn writes them in JSON (RFC 4648 section 5, no padding)."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets_of(text: str) -> bytes:
    """Return the bytes of a text in base64url.

    Raises:
        NotAllowed: it is none.
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise not_right() from None


def _milliseconds() -> int:
    return int(TO_ANSWER.total_seconds() * 1000)


def _guarded(verify: Callable[[], Verified]) -> Verified:
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415  # an extra

    try:
        return verify()
    except (WebAuthnException, *_HOSTILE) as fault:
        raise not_right() from fault
