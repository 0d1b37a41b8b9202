"""Message encryption for web push: RFC 8291 over the content coding aes128gcm (RFC 8188), one record.

The push service carries bytes that only the device can open. Keys and salt are new for each message.
"""

import base64
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD_SIZE = 4096
LAST_RECORD = b"\x02"
PADDED_TO = 256  # so that the length says nothing of language and words
SALT_BYTES, AUTH_BYTES, POINT_BYTES = 16, 16, 65


def encrypt(words: bytes, *, device_key: bytes, auth: bytes) -> bytes:
    """The body of a push to one device, of the same length for all short words. Raises `ValueError` for a key that is no point."""
    padded = words + LAST_RECORD + bytes(max(0, PADDED_TO - len(words)))
    return seal(
        padded, device_key=device_key, auth=auth, own=ec.generate_private_key(CURVE), salt=os.urandom(SALT_BYTES)
    )


def seal(record: bytes, *, device_key: bytes, auth: bytes, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """One record with its delimiter, sealed with these keys."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, device_key)
    ours = point_of(own.public_key())
    key, nonce = derive(own.exchange(ec.ECDH(), theirs), auth=auth, device_key=device_key, sender_key=ours, salt=salt)
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return header + AESGCM(key).encrypt(nonce, record, None)


def derive(shared: bytes, *, auth: bytes, device_key: bytes, sender_key: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Key and nonce of the record; the device comes to the same from its side."""
    secret = _hkdf(shared, salt=auth, info=b"WebPush: info\x00" + device_key + sender_key, length=32)
    key = _hkdf(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    return key, _hkdf(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Raises `ValueError` for what is no base64url."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _hkdf(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
