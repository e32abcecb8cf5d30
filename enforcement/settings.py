"""Every setting, read once from the environment. A missing or wrong value stops the start with a sentence naming it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

PREFIX = "ENFORCEMENT_"
SHORTEST_SECRET = 32
MOST = 1_000_000
LAST_DAY_OF_EVERY_MONTH = 28
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class SettingsError(SystemExit):
    """Ends the program with the sentence; an operator reads it in the terminal or the unit's log."""


@dataclass(frozen=True, kw_only=True)
class S3Settings:
    endpoint: str
    access_key: str
    secret_key: str
    bucket: str
    secure: bool


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """`security` is none, starttls or tls."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


@dataclass(frozen=True, kw_only=True)
class WebhookSettings:
    url: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`s3 is None` means the directory store under `data_dir`; without `mail` or `webhook` none is sent."""

    data_dir: Path
    database_url: str
    board_database_url: str
    board_role: str
    app_role: str
    s3: S3Settings | None
    secret_key: str
    signing_key_file: Path
    trusted_hosts: tuple[str, ...]
    secure_cookies: bool
    public_url: str
    ffmpeg: str
    ffprobe: str
    max_upload_bytes: int
    docking_folder: Path | None
    storage_reserve_bytes: int
    fixity_bytes_per_night: int
    fixity_bytes_per_second: int
    upload_quota_officer_bytes: int
    upload_quota_case_bytes: int
    error_report_workdays: int
    backup_dir: Path
    backup_warn_days: int
    drill_warn_days: int
    drill_sample_bytes: int
    postgres_bin: Path | None
    quarter_report_day: int
    board_requests_per_minute: int
    mail: MailSettings | None = None
    webhook: WebhookSettings | None = None
    province: WebhookSettings | None = None
    portal_folder: Path | None = None

    @property
    def staging_dir(self) -> Path:
        return self.data_dir / "staging"


class _Source:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def text(self, name: str, default: str | None = None) -> str:
        value = self.environment.get(PREFIX + name, "").strip()
        if value or default is not None:
            return value or (default or "")
        return _stop(name, "is not set")

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, str(default)).lower()
        if value not in TRUE | FALSE:
            _stop(name, f"must be one of true/false, found {value!r}")
        return value in TRUE

    def size(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            _stop(name, f"must be a whole number of bytes, found {value!r}")
        return int(value)

    def count(self, name: str, default: int, *, least: int = 0) -> int:
        value = self.text(name, str(default))
        if not (value.isdecimal() and least <= int(value) <= MOST):
            _stop(name, f"must be a whole number from {least} to {MOST:,}, found {value!r}")
        return int(value)


def _stop(name: str, reason: str) -> NoReturn:
    raise SettingsError(f"{PREFIX}{name} {reason}. See the configuration table in README.md.")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    source = _Source(os.environ if environment is None else environment)
    data_dir = Path(source.text("DATA_DIR", "var")).absolute()
    database = source.text("DATABASE_URL", f"sqlite:///{data_dir / 'enforcement.sqlite3'}")
    return Settings(
        data_dir=data_dir,
        database_url=_database("DATABASE_URL", database),
        board_database_url=_database("BOARD_DATABASE_URL", source.text("BOARD_DATABASE_URL", database)),
        board_role=source.text("BOARD_ROLE", ""),
        app_role=source.text("APP_ROLE", ""),
        s3=_store(source),
        secret_key=_secret(source, data_dir),
        signing_key_file=Path(source.text("SIGNING_KEY_FILE", str(data_dir / "journal-signing.key"))),
        trusted_hosts=tuple(host for host in source.text("TRUSTED_HOSTS", "127.0.0.1,localhost").split(",") if host),
        secure_cookies=source.flag("SECURE_COOKIES", default=False),
        public_url=_public_url(source),
        ffmpeg=source.text("FFMPEG", ""),
        ffprobe=source.text("FFPROBE", ""),
        docking_folder=_folder(source, "DOCKING_FOLDER"),
        max_upload_bytes=source.size("MAX_UPLOAD_BYTES", 64 * 1024**3),
        storage_reserve_bytes=source.size("STORAGE_RESERVE_BYTES", 512 * 1024**2),
        fixity_bytes_per_night=source.size("FIXITY_BYTES_PER_NIGHT", 256 * 1024**3),
        fixity_bytes_per_second=source.size("FIXITY_BYTES_PER_SECOND", 64 * 1024**2),
        mail=_mail(source),
        webhook=_webhook(source, "WEBHOOK_URL", "WEBHOOK_KEY"),
        province=_webhook(source, "PROVINCE_URL", "PROVINCE_KEY"),
        portal_folder=_folder(source, "PORTAL_FOLDER"),
        upload_quota_officer_bytes=source.size("UPLOAD_QUOTA_OFFICER_BYTES", 256 * 1024**3),
        upload_quota_case_bytes=source.size("UPLOAD_QUOTA_CASE_BYTES", 1024**4),
        backup_dir=Path(source.text("BACKUP_DIR", str(data_dir / "backups"))).absolute(),
        backup_warn_days=source.count("BACKUP_WARN_DAYS", 2, least=1),
        drill_warn_days=source.count("DRILL_WARN_DAYS", 90, least=1),
        drill_sample_bytes=source.size("DRILL_SAMPLE_BYTES", 1024**3),
        postgres_bin=_folder(source, "POSTGRES_BIN"),
        error_report_workdays=source.count("ERROR_REPORT_WORKDAYS", 5, least=1),
        quarter_report_day=_day_of_month(source, "QUARTER_REPORT_DAY", 15),
        board_requests_per_minute=source.count("BOARD_REQUESTS_PER_MINUTE", 600),
    )


def _day_of_month(source: _Source, name: str, default: int) -> int:
    """Up to the 28th: every month has it."""
    day = source.count(name, default, least=1)
    if day > LAST_DAY_OF_EVERY_MONTH:
        _stop(name, f"must be a day every month has, at most {LAST_DAY_OF_EVERY_MONTH}, found {day}")
    return day


def _database(name: str, url: str) -> str:
    if url.startswith("postgresql://"):
        return "postgresql+psycopg" + url.removeprefix("postgresql")
    if url.startswith(("postgresql+psycopg://", "sqlite:///")):
        return url
    _stop(name, "must begin with postgresql:// or sqlite:///")


def _store(source: _Source) -> S3Settings | None:
    kind = source.text("STORE", "directory")
    if kind == "directory":
        return None
    if kind != "s3":
        _stop("STORE", f"must be directory or s3, found {kind!r}")
    return S3Settings(
        endpoint=source.text("S3_ENDPOINT"),
        access_key=source.text("S3_ACCESS_KEY"),
        secret_key=source.text("S3_SECRET_KEY"),
        bucket=source.text("S3_BUCKET", "enforcement"),
        secure=source.flag("S3_SECURE", default=True),
    )


OFF = "off"
MAIL_PORTS = {"smtp": 587, "smtps": 465}


def _mail(source: _Source) -> MailSettings | None:
    """`smtp://user:password@host:587` speaks STARTTLS, `smtps://` TLS; `?security=none` is for a server inside."""
    given = source.text("MAIL_URL", OFF)
    if given == OFF:
        return None
    url = urlsplit(given)
    security = dict(parse_qsl(url.query)).get("security", "tls" if url.scheme == "smtps" else "starttls")
    if url.scheme not in MAIL_PORTS or not url.hostname or security not in {"none", "starttls", "tls"}:
        _stop("MAIL_URL", "must look like smtp://user:password@host:587 or smtps://user:password@host:465")
    return MailSettings(
        host=url.hostname,
        port=url.port or MAIL_PORTS[url.scheme],
        security=security,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        sender=source.text("MAIL_FROM"),
    )


def _webhook(source: _Source, url_name: str, key_name: str) -> WebhookSettings | None:
    url = source.text(url_name, OFF)
    if url == OFF:
        return None
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        _stop(url_name, "must begin with http:// or https://")
    key = source.text(key_name)
    if len(key) < SHORTEST_SECRET:
        _stop(key_name, "must have at least 32 characters")
    return WebhookSettings(url=url, key=key)


def _folder(source: _Source, name: str) -> Path | None:
    given = source.text(name, "")
    return Path(given).absolute() if given else None


def _secret(source: _Source, data_dir: Path) -> str:
    """A given secret must be long; the embedded default makes its own and keeps it beside the database."""
    given = source.text("SECRET_KEY", "")
    if given:
        if len(given) < SHORTEST_SECRET:
            _stop("SECRET_KEY", "must have at least 32 characters")
        return given
    kept = data_dir / "secret.key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(os.urandom(32).hex(), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _public_url(source: _Source) -> str:
    url = source.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    if urlsplit(url).scheme not in {"http", "https"}:
        _stop("PUBLIC_URL", "must begin with http:// or https://")
    return url
