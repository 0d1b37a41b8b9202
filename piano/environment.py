"""Reads the process environment into one typed, checked value. Knows no Django; `piano.settings` alone imports it.

A wrong environment stops the start with one sentence that names the variable (`WrongEnvironment`).
"""

import contextlib
import os
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from piano.messaging.gateway.description import Gateway, WrongDescription, read_description

ROOT = Path(__file__).resolve().parent.parent
# How long a sign of life may be missing, how long a message may wait, when an alarm is repeated, how often is looked.
WATCH_SECONDS = {"SILENT": 55, "LATE": 300, "ALARM_AGAIN": 1800, "WATCH_EVERY": 15}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class WrongEnvironment(SystemExit):
    """The start stops here: one sentence on stderr, exit code 1."""


def stop(sentence: str) -> WrongEnvironment:
    return WrongEnvironment(f"piAno startet nicht: {sentence}")


@dataclass(frozen=True)
class Environment:
    """What the environment says. Paths are absolute; URLs are checked for scheme and host."""

    debug: bool
    is_test: bool
    home: Path
    secret_key: str
    field_keys: Path
    hosts: list[str]
    database: dict[str, object]
    redis_url: str
    cache_url: str
    site_url: str
    mail: dict[str, object]
    proxy_count: int
    push_key: str
    watch: dict[str, int]
    alarm_to: list[str]
    alarm_phones: list[str]
    metrics_token: str
    gateways: dict[str, Gateway]
    log: str
    version: str
    commit: str
    post_days: int
    mark: Path | None = None


def read_environment(env: Mapping[str, str] = os.environ) -> Environment:
    """Raises `WrongEnvironment` for the first variable that is missing or malformed."""
    debug = _flag(env, "PIANO_DEBUG")
    home = Path(env.get("PIANO_HOME") or ROOT / ".piano").resolve()
    redis_url = _url(
        env, "REDIS_URL", {"redis", "rediss", "unix"}, "redis://127.0.0.1:6379/0 (oder bin/manage benutzen)"
    )
    return Environment(
        debug=debug,
        is_test=_flag(env, "PIANO_TEST"),
        home=home,
        secret_key=_secret_key(env, home, debug),
        field_keys=_field_keys(env, home, debug),
        hosts=_hosts(env, debug),
        database=_database(env),
        redis_url=redis_url,
        cache_url=env.get("CACHE_URL") or redis_url,
        site_url=_site_url(env, debug),
        mail=_mail(env),
        proxy_count=_number(env, "PIANO_PROXIES", 0),
        push_key=_push_key(env),
        watch={name: _number(env, f"PIANO_{name}_SECONDS", usual) for name, usual in WATCH_SECONDS.items()},
        alarm_to=[address.strip() for address in env.get("PIANO_ALARM_TO", "").split(",") if address.strip()],
        alarm_phones=_phones(env),
        metrics_token=env.get("PIANO_METRICS_TOKEN", "").strip(),
        gateways=_gateways(env),
        log=_log(env, debug),
        version=_version(),
        commit=_commit(env),
        post_days=_number(env, "PIANO_POST_DAYS", 2),
        mark=_mark(env),
    )


def _mark(env: Mapping[str, str]) -> Path | None:
    """The file that knows how far the database was; its folder has to be there and outlive the container."""
    value = env.get("PIANO_MARK", "").strip()
    if value and not Path(value).parent.is_dir():
        raise stop(f"PIANO_MARK zeigt auf {value}, dort ist kein Ordner.")
    return Path(value) if value else None


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value not in TRUE | FALSE:
        raise stop(f"{name} muss 1 oder 0 sein, nicht „{value}“.")
    return value in TRUE


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip() or str(default)
    if not value.isdigit():
        raise stop(f"{name} muss eine Zahl sein, nicht „{value}“.")
    return int(value)


def _url(env: Mapping[str, str], name: str, schemes: set[str], example: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise stop(f"{name} fehlt, zum Beispiel {example}.")
    if urlsplit(value).scheme not in schemes:
        raise stop(f"{name} muss mit {' oder '.join(sorted(schemes))}:// beginnen.")
    return value


def _database(env: Mapping[str, str]) -> dict[str, object]:
    parts = urlsplit(
        _url(
            env,
            "DATABASE_URL",
            {"postgres", "postgresql"},
            "postgresql://piano@127.0.0.1/piano (oder bin/manage benutzen)",
        )
    )
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise stop("DATABASE_URL nennt keine Datenbank (…/name).")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
    }


def _secret_key(env: Mapping[str, str], home: Path, debug: bool) -> str:
    if env.get("PIANO_SECRET_KEY_FILE"):
        path = Path(env["PIANO_SECRET_KEY_FILE"])
        if not path.is_file():
            raise stop(f"PIANO_SECRET_KEY_FILE zeigt auf {path}, dort liegt keine Datei.")
        key = path.read_text().strip()
        if len(key) < 50:
            raise stop("Der Schlüssel in PIANO_SECRET_KEY_FILE ist kürzer als 50 Zeichen.")
        return key
    if not debug:
        raise stop("PIANO_SECRET_KEY_FILE fehlt (Datei mit mindestens 50 zufälligen Zeichen).")
    return _kept(home / "secret_key", lambda: secrets.token_urlsafe(64))


def _field_keys(env: Mapping[str, str], home: Path, debug: bool) -> Path:
    """The folder of the field keys: one file per key, its name is the key id; the last name in order encrypts."""
    if env.get("PIANO_FIELD_KEYS"):
        folder = Path(env["PIANO_FIELD_KEYS"])
        if not folder.is_dir():
            raise stop(f"PIANO_FIELD_KEYS zeigt auf {folder}, das ist kein Ordner.")
        return folder
    if not debug:
        raise stop("PIANO_FIELD_KEYS fehlt (Ordner mit den Schlüsseln der verschlüsselten Felder).")
    folder = home / "field_keys"
    _kept(folder / "local1", lambda: secrets.token_hex(32))
    return folder


def _kept(path: Path, make: Callable[[], str]) -> str:
    """The content of a private file that is made at the first start; whole at every moment, also when two start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def _phones(env: Mapping[str, str]) -> list[str]:
    """Telephones that hear an alarm by SMS, with + and country."""
    numbers = [number.strip() for number in env.get("PIANO_ALARM_PHONES", "").split(",") if number.strip()]
    for number in numbers:
        if not re.fullmatch(r"\+[0-9]{8,15}", number):
            raise stop(f"PIANO_ALARM_PHONES nennt „{number}“, keine Nummer wie +491705550104.")
    return numbers


def _log(env: Mapping[str, str], debug: bool) -> str:
    """Lines for machines (json) or for eyes (line)."""
    value = env.get("PIANO_LOG", "").strip() or ("line" if debug else "json")
    if value not in ("json", "line"):
        raise stop(f"PIANO_LOG muss json oder line sein, nicht „{value}“.")
    return value


def _version() -> str:
    file = ROOT / "pyproject.toml"
    return str(tomllib.loads(file.read_text())["project"]["version"]) if file.is_file() else ""


def _commit(env: Mapping[str, str]) -> str:
    """Which commit runs here: as the image was told, else as the folder's repository says; empty where nobody knows."""
    told = env.get("PIANO_COMMIT", "").strip()
    return told if re.fullmatch(r"[0-9a-f]{7,40}", told) else _checked_out(ROOT / ".git")


def _checked_out(folder: Path) -> str:
    """Read from files, so that no program is started; a worktree's folder is a file that names it."""
    try:
        if folder.is_file():
            folder = Path(folder.read_text().removeprefix("gitdir:").strip())
        head = (folder / "HEAD").read_text().strip()
        name = head.removeprefix("ref: ")
        if name == head:
            return head
        common = folder / "commondir"
        shared = (folder / common.read_text().strip()).resolve() if common.is_file() else folder
        return (shared / name).read_text().strip()
    except OSError:
        return ""


def _hosts(env: Mapping[str, str], debug: bool) -> list[str]:
    hosts = [host.strip() for host in env.get("PIANO_HOSTS", "").split(",") if host.strip()]
    if not hosts and not debug:
        raise stop("PIANO_HOSTS fehlt (Namen dieses Dienstes, mit Komma getrennt).")
    return hosts or ["localhost", "127.0.0.1", "[::1]", "testserver"]


def _site_url(env: Mapping[str, str], debug: bool) -> str:
    if debug and not env.get("PIANO_SITE_URL"):
        return f"http://localhost:{_number(env, 'PORT', 8000)}"
    return _url(env, "PIANO_SITE_URL", {"http", "https"} if debug else {"https"}, "https://piano.example").rstrip("/")


def _push_key(env: Mapping[str, str]) -> str:
    """The private key of web push: 32 bytes as base64url; without it nothing is pushed."""
    value = env.get("PIANO_PUSH_KEY", "").strip()
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{43}", value):
        raise stop("PIANO_PUSH_KEY ist kein Schlüssel (bin/manage make_push_keys macht einen).")
    return value


def _mail(env: Mapping[str, str]) -> dict[str, object]:
    """SMTP_URL = smtp://user:password@host:port (smtps = TLS from the start, smtp+tls = STARTTLS); none = files."""
    value = env.get("SMTP_URL", "").strip()
    if not value:
        return {}
    parts = urlsplit(_url(env, "SMTP_URL", {"smtp", "smtps", "smtp+tls"}, "smtp+tls://name:wort@mail.example:587"))
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "ssl": parts.scheme == "smtps",
        "tls": parts.scheme == "smtp+tls",
    }


def _gateways(env: Mapping[str, str]) -> dict[str, Gateway]:
    """PIANO_SMS_GATEWAY and PIANO_VOICE_GATEWAY name files that describe a provider; its secret and the key of its callbacks lie
    in files, too.
    """
    named = {name: env.get(f"PIANO_{name.upper()}_GATEWAY", "").strip() for name in ("sms", "voice")}
    return {name: _gateway(env, name, path) for name, path in named.items() if path}


def _gateway(env: Mapping[str, str], name: str, path: str) -> Gateway:
    prefix = f"PIANO_{name.upper()}"
    secret, key = _content(env, f"{prefix}_SECRET_FILE"), _content(env, f"{prefix}_CALLBACK_KEY_FILE")
    description = _content(env, f"{prefix}_GATEWAY")
    try:
        return read_description(description, secret=secret, callback_key=key, speaks=name == "voice")
    except WrongDescription as error:
        raise stop(f"{prefix}_GATEWAY: {path} {error}") from error


def _content(env: Mapping[str, str], name: str) -> str:
    """What stands in the file that a variable names, without blanks around it; "" without the variable."""
    if not env.get(name):
        return ""
    path = Path(env[name])
    if not path.is_file():
        raise stop(f"{name} zeigt auf {path}, dort liegt keine Datei.")
    return path.read_text().strip()
