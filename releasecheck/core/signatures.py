"""Signing and checking with an Ed25519 key: what is signed, byte for byte, and how keys are written.

What is signed is a line that says what it is for, then the statement as JSON in one fixed form, in UTF-8. So
nothing that was signed for one purpose can be shown as signed for another.
"""

from __future__ import annotations

import binascii
import hashlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Literal, NamedTuple

from releasecheck.core.errors import ConfigError
from releasecheck.core.text import canonical

SECRET, PUBLIC = "ed25519-secret:", "ed25519:"
"""Before a key, so that nobody takes the one for the other."""
KEY_BYTES = 32
_SIGNATURE_BYTES = 64

Purpose = Literal["night", "bundle"]
State = Literal["trusted", "unknown key", "bad", "unsigned", "not checked"]


class Checked(NamedTuple):
    """What came of looking at a signature."""

    state: State
    name: str = ""
    """Whose key it is, as the settings name it."""
    key: str = ""

    @property
    def words(self) -> str:
        """The same in words that go on: `signed by …`."""
        match self.state:
            case "trusted":
                return f"signed by {self.name}"
            case "unknown key":
                return f"signed with a key that this office does not list, {fingerprint(self.key)}"
            case "bad":
                return "its signature is wrong"
            case "unsigned":
                return "not signed"
        return f"signed, but the signature was not checked: {missing_words()}"


def missing_words() -> str:
    """What to type where PyNaCl is not installed."""
    return "PyNaCl is not installed. Type: pip install 'releasecheck[signed]'"


def signed_bytes(purpose: Purpose, statement: Mapping[str, object]) -> bytes:
    """What a signature is over."""
    return f"releasecheck {purpose} 1\n{canonical(statement)}".encode()


def sign(purpose: Purpose, statement: Mapping[str, object], secret: bytes) -> dict[str, str]:
    """`public_key` and `signature` of a statement. Raises ConfigError where PyNaCl is not installed."""
    key = _signing_key(secret)
    made = key.sign(signed_bytes(purpose, statement)).signature
    return {"public_key": _written(PUBLIC, bytes(key.verify_key)), "signature": b64encode(made).decode()}


def public_key(secret: bytes) -> str:
    """The public half of a secret key, as it is written. Raises ConfigError as `sign` does."""
    return _written(PUBLIC, bytes(_signing_key(secret).verify_key))


def secret_text(secret: bytes) -> str:
    """A secret key as it is kept in a file."""
    return _written(SECRET, secret)


def _signing_key(secret: bytes):  # type: ignore[no-untyped-def]  # nacl is imported here only
    try:
        from nacl.signing import SigningKey
    except ImportError as error:
        raise ConfigError(f"nothing can be signed: {missing_words()}") from error
    return SigningKey(secret)


def _written(kind: str, key: bytes) -> str:
    return f"{kind}{b64encode(key).decode()}"


def read_secret(text: str) -> bytes | None:
    """The secret key that a text is; None for anything else."""
    return _read(SECRET, text.strip())


def read_public(text: str) -> bytes | None:
    """The public key that a text is; None for anything else."""
    return _read(PUBLIC, text.strip())


def _read(kind: str, text: str) -> bytes | None:
    if not text.startswith(kind):
        return None
    key = _decoded(text.removeprefix(kind))
    return key if key is not None and len(key) == KEY_BYTES else None


def _decoded(text: str) -> bytes | None:
    try:
        return b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        return None


def fingerprint(key: str) -> str:
    """A public key short enough to read out over the telephone: 3f2a 91c0 …, of its SHA-256."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def check(
    purpose: Purpose,
    statement: Mapping[str, object],
    public: object,
    signature: object,
    trusted: Mapping[str, str],
) -> Checked:
    """What a signature is worth. `trusted`: names by public key as it is written."""
    if public is None and signature is None:
        return Checked("unsigned")
    key = read_public(public) if isinstance(public, str) else None
    made = _decoded(signature) if isinstance(signature, str) else None
    if key is None or made is None or len(made) != _SIGNATURE_BYTES or not isinstance(public, str):
        return Checked("bad")
    try:
        from nacl.exceptions import CryptoError
        from nacl.signing import VerifyKey
    except ImportError:
        return Checked("not checked", key=public)
    try:
        VerifyKey(key).verify(signed_bytes(purpose, statement), made)
    except (CryptoError, ValueError):
        return Checked("bad", key=public)
    written = _written(PUBLIC, key)
    if written in trusted:
        return Checked("trusted", trusted[written], written)
    return Checked("unknown key", key=written)
