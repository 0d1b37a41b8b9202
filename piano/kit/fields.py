"""Text that is encrypted in the column: AES-256-GCM of `cryptography`, the key id stands in the value.

Keys are files (64 hex digits) in `settings.FIELD_KEYS`; the last file name in order encrypts, all decrypt, and
`manage.py rotate_field_keys` writes every value anew under the last one. A value: `v1:<key id>:<base64 of nonce + text>`.
"""

import base64
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from piano.kit.errors import DomainError


class UnreadableText(DomainError):
    message = (
        "Dieser Text kann gerade nicht gelesen werden: Sein Schlüssel fehlt. Bitte sagen Sie der Technik Bescheid."
    )


@lru_cache(maxsize=4)
def _keys(folder: Path) -> dict[str, bytes]:
    return {
        path.name: bytes.fromhex(path.read_text().strip())
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    }


def current_key_id() -> str:
    return list(_keys(Path(settings.FIELD_KEYS)))[-1]


def encrypt(text: str) -> str:
    """An empty text stays empty, so that absence can be asked for in SQL."""
    if not text:
        return ""
    key_id, nonce = current_key_id(), os.urandom(12)
    sealed = AESGCM(_keys(Path(settings.FIELD_KEYS))[key_id]).encrypt(nonce, text.encode(), key_id.encode())
    return f"v1:{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(value: str) -> str:
    """Raises `UnreadableText` when the key is missing or is not the one that wrote the value."""
    if not value:
        return ""
    _, key_id, sealed = value.split(":", 2)
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(_keys(Path(settings.FIELD_KEYS))[key_id]).decrypt(raw[:12], raw[12:], key_id.encode()).decode()
    except (KeyError, InvalidTag) as error:
        raise UnreadableText() from error


class EncryptedTextField(models.TextField):
    """Plain text in Python, sealed text in the column. Cannot be searched; keep it out of pghistory."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else encrypt(str(value))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value is None else decrypt(value)
