"""All settings, from the environment only (reference: docs/reference/settings.md).

Business policy is never a setting: it is data with a source and a date (see policies/).
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _
from psycopg import Connection

from gridward.core.crypto import new_key
from gridward.web.secrets import secret

ROOT = Path(__file__).resolve().parents[2]


def _flag(name: str) -> bool:
    """``1``/``0`` only: anything else is a mistake worth stopping for."""
    value = os.environ.get(name, "0")
    if value not in {"0", "1"}:
        raise SystemExit(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def _words(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).split(",") if word]


def _shut(connection: Connection[Any]) -> None:
    """Close the second wall on a connection that goes back to the pool."""
    connection.execute("SELECT set_config('gridward.scope', '', false)")
    if not connection.autocommit:
        connection.commit()


def _database(url: str, role: str) -> dict[str, object]:
    """Django's description of a ``postgresql://user:password@host:port/name?host=/socket``."""
    if not url:
        raise SystemExit(
            "DATABASE_URL is not set. Start with `make demo` or `make run`, which bring their own "
            "PostgreSQL, or set DATABASE_URL=postgresql://user:password@host/name."
        )
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options: dict[str, object] = {"application_name": "gridward"}
    if role:
        options["options"] = f"-c role={role}"
        options["pool"] = {"min_size": 1, "max_size": 24, "timeout": 30, "reset": _shut}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(query.get("port") or parts.port or ""),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,  # a restarted database costs one look, not an error page
    }


DATA = Path(os.environ.get("GRIDWARD_DATA", ROOT / "var")).resolve()
_SECRETS = DATA / "secrets"
SECRET_KEY = secret(
    "GRIDWARD_SECRET_KEY", environ=os.environ, folder=_SECRETS,
    make=lambda: secrets.token_urlsafe(64),
)  # fmt: skip
FIELD_KEYS = tuple(
    secret(
        "GRIDWARD_FIELD_KEYS", environ=os.environ, folder=_SECRETS, make=lambda: new_key("k1")
    ).split()
)
DEBUG = _flag("GRIDWARD_DEBUG")
HTTPS = _flag("GRIDWARD_HTTPS")
ALLOWED_HOSTS = _words("GRIDWARD_HOSTS", "localhost,127.0.0.1")
NOTICE = os.environ.get("GRIDWARD_NOTICE", "")  # a line above every page, such as "drill"
PUBLIC_URL = os.environ.get("GRIDWARD_PUBLIC_URL", "")

_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": _database(_URL, "gridward_app"),
    "owner": _database(os.environ.get("DATABASE_OWNER_URL", _URL), ""),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_linear_migrations",
    "procrastinate.contrib.django",
    "gridward.core",
    "gridward.ground.grid",
    "gridward.ground.access",
    "gridward.ground.places",
    "gridward.ground.xforms",
    "gridward.ground.roster",
    "gridward.response.risk",
    "gridward.response.duty",
    "gridward.response.canvass",
    "gridward.response.care",
    "gridward.hq.dashboard",
    "gridward.web",
]
FIRST_PARTY_APPS = [name for name in INSTALLED_APPS if name.startswith("gridward")]
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]  # fmt: skip
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A worker that is killed is noticed soon (web/jobs.py takes its jobs up again after 20 s).
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 5.0, "stalled_worker_timeout": 20.0}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gridward.web.middleware.size_limit",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gridward.web.middleware.content_security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gridward.web.middleware.RefusalMiddleware",
    "gridward.web.middleware.acting",
]
ROOT_URLCONF = "gridward.web.urls"
WSGI_APPLICATION = "gridward.web.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "gridward.web.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "gridward_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DATETIME_FORMAT = "Y-m-d H:i"

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("GRIDWARD_STATIC", DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}  # fmt: skip
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9A-Za-z]{8,12}\..+$"  # esbuild's chunks too

SIGN_IN_URL = LOGIN_URL = "/sign-in"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = _words("GRIDWARD_ORIGINS", "")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 110_000_000  # OpenRosa announces 100 MB; views cap tighter
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "gridward.core.logs.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("GRIDWARD_LOG", "WARNING")},
}
