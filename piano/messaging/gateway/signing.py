"""A callback is real when it is signed with our common key, and fresh. Nothing else about it is believed before.

The signature is HMAC-SHA256 over the time stamp, a full stop and the body exactly as it came; compared in constant time.
"""

import hashlib
import hmac
from collections.abc import Mapping

TIME_HEADER, SIGNATURE_HEADER = "X-Piano-Timestamp", "X-Piano-Signature"
WINDOW_SECONDS = 300


def sign(body: bytes, *, key: str, timestamp: int) -> dict[str, str]:
    """The two headers that belong to a body."""
    return {TIME_HEADER: str(timestamp), SIGNATURE_HEADER: f"sha256={_digest(body, key=key, timestamp=str(timestamp))}"}


def is_real(body: bytes, headers: Mapping[str, str], *, key: str, now: float) -> bool:
    """Without a key of ours nothing is."""
    timestamp, signature = headers.get(TIME_HEADER, ""), headers.get(SIGNATURE_HEADER, "")
    if not key or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return False
    if abs(now - int(timestamp)) > WINDOW_SECONDS:
        return False
    expected = _digest(body, key=key, timestamp=timestamp)
    return hmac.compare_digest(expected.encode(), signature.removeprefix("sha256=").encode())


def _digest(body: bytes, *, key: str, timestamp: str) -> str:
    return hmac.new(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
