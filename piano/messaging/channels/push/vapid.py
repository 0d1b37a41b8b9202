"""Who sends: a signed word for the push service (VAPID, RFC 8292). The private key comes from the environment."""

import json
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings

from piano.kit.house import default_house
from piano.messaging.channels.push.encrypting import CURVE, from_text, point_of, to_text

LIVES_SECONDS = 12 * 3600  # RFC 8292 allows a day
SCALAR_BYTES = 32


def has_keys() -> bool:
    return bool(settings.PUSH_KEY)


def public_key() -> str:
    """What a browser needs to subscribe."""
    return to_text(point_of(_own_key().public_key()))


def authorization(endpoint: str, *, at: int) -> str:
    """The header for one endpoint; `at` in seconds since 1970."""
    parts, key = urlsplit(endpoint), _own_key()
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": at + LIVES_SECONDS,
        "sub": f"mailto:{default_house().email}",
    }
    signed = ".".join(to_text(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(SCALAR_BYTES, "big") + s.to_bytes(SCALAR_BYTES, "big")
    return f"vapid t={signed}.{to_text(signature)}, k={public_key()}"


def make_key() -> str:
    """A new private key, as the environment names it."""
    scalar = ec.generate_private_key(CURVE).private_numbers().private_value
    return to_text(scalar.to_bytes(SCALAR_BYTES, "big"))


def public_of(private: str) -> str:
    return to_text(point_of(_read(private).public_key()))


def _own_key() -> ec.EllipticCurvePrivateKey:
    return _read(settings.PUSH_KEY)


def _read(private: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_text(private), "big"), CURVE)
