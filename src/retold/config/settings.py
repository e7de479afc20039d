"""Django's settings, worked out from the environment (`retold.config.environment` lists every switch)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from retold.config import environment, fetching
from retold.ports import database

database.use_sound_sqlite()  # before Django opens a database

RETOLD_HOME = environment.home()
RETOLD_NAME = environment.text("RETOLD_NAME")
RETOLD_UPLOAD_BYTES = environment.number("RETOLD_UPLOAD_MB", least=1, most=100_000) * 1_000_000
_watched = environment.text("RETOLD_WATCHED_FOLDER")
RETOLD_WATCHED_FOLDER = Path(_watched).resolve() if _watched else None

RETOLD_BACKUP_FOLDER = Path(environment.text("RETOLD_BACKUP_FOLDER") or RETOLD_HOME / "backups").resolve()
RETOLD_BACKUP_HOURS = environment.number("RETOLD_BACKUP_HOURS", least=0, most=8760)
RETOLD_BACKUPS_KEPT = environment.number("RETOLD_BACKUPS_KEPT", least=1, most=1000)
RETOLD_METRICS_TOKEN = environment.text("RETOLD_METRICS_TOKEN")
# What a backup takes along of the settings, so that the archive stands up elsewhere as it was.
RETOLD_SETTINGS_GIVEN = environment.written()

RETOLD_FETCHING, RETOLD_FETCH_PROXY = fetching.terms(), fetching.proxy()

DEBUG = environment.switch("RETOLD_DEBUG")
SECRET_KEY = environment.secret(RETOLD_HOME)
ALLOWED_HOSTS = environment.names("RETOLD_HOSTS")
_https = environment.switch("RETOLD_HTTPS")

INSTALLED_APPS = [
    "retold.interfaces.web",  # first: its templates go before those of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "retold.ports.events",
    "retold.ports.storage",
    "retold.catalog.people",
    "retold.catalog.tags",
    "retold.catalog.works",
    "retold.catalog.credits",
    "retold.importing",
    "retold.operations",
    "retold.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "retold.interfaces.web.frame.middleware.SafetyHeaders",
    "retold.interfaces.web.frame.middleware.BoundedUploads",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "retold.config.urls"
WSGI_APPLICATION = "retold.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "retold.interfaces.web.frame.context.frame",
            ],
        },
    },
]


def _database() -> dict[str, object]:
    address = environment.text("RETOLD_DATABASE")
    if not address:
        return {
            "ENGINE": database.ENGINE,
            "NAME": RETOLD_HOME / "retold.sqlite3",
            # A connection a thread, kept: opening one costs more than most pages.
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": ":memory:"},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # synchronous=FULL: what was acknowledged survives a power cut (safety.md §4).
                "init_command": (
                    # Damage is looked for by `retold verify`; one bad page must not take the rest from its readers.
                    "PRAGMA checksum_verification=OFF; "
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=0; "
                    "PRAGMA cache_size=-32000; PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise environment.WrongSetting("RETOLD_DATABASE takes an address like postgresql://user:password@host/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "retold.interfaces.web.people.adapter.ClosedRegistration"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
# The keeper's first address (keeper@localhost) can receive no mail to be confirmed by.
MFA_ALLOW_UNVERIFIED_EMAIL = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "shelf"
ACCOUNT_LOGOUT_REDIRECT_URL = "shelf"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = RETOLD_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "retold.interfaces.web.frame.errors.csrf_failure"

# A file larger than 1 MB goes to disk while it comes in; a form's own fields stay small, but a long
# story's lines are thousands of fields.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_TEMP_DIR = RETOLD_HOME / "uploads"  # where a start finds what a kill left
SILENCED_SYSTEM_CHECKS = ["files.E001"]  # that folder is made with the home, after Django's checks
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000


def _mail() -> dict[str, object]:
    address = environment.text("RETOLD_MAIL")
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise environment.WrongSetting("RETOLD_MAIL takes an address like smtps://user:password@host:465.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


globals().update(_mail())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("RETOLD_MAIL_FROM")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "memory": {"class": "retold.lib.error_log.ErrorLog", "path": str(RETOLD_HOME / "errors.jsonl")},
    },
    "root": {"handlers": ["stderr", "memory"], "level": "WARNING"},
    "loggers": {"retold": {"level": "INFO"}},
}
