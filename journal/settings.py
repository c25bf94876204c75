"""The one settings file. Every value comes from the environment; `.env.example` lists them all.

A name ending in `_FILE` reads the value from that file, for secrets kept outside the environment.
"""

import re
import sys
from pathlib import Path

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environ.fileaware_mapping import FileAwareMapping

from journal import api_settings, embedded

django_stubs_ext.monkeypatch()  # lets `ModelForm[Profile]` and the like stand in the code

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(FileAwareMapping):
    """A file of one secret often ends with a line feed, which is no part of it."""

    def __getitem__(self, name: str) -> str:
        value: str = super().__getitem__(name)
        return value.rstrip("\n")


class Env(environ.Env):
    ENVIRON = Environment()


env = Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- The journal -----------------------------------------------------------------------------

VERSION = "0.1.0"
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
JOURNAL_NAME = env("JOURNAL_NAME", default="Verso")
JOURNAL_SUMMARY = env(
    "JOURNAL_SUMMARY",
    default="Open reviews of work that is already public, and the best of it in issues.",
)
CONTACT_EMAIL = env("CONTACT_EMAIL", default="editors@localhost")
# Of who is signed in, and of a guest who has opened an invitation's link. The link itself has no
# last day: it works while its round is open (docs/reference/limits.md).
JOURNAL_SESSION_DAYS = env.int("JOURNAL_SESSION_DAYS", default=14)
JOURNAL_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

# Without DATABASE_URL the embedded servers under var/ are used: the demo, the tests, a first look.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
# The PDF and EPUB files of issues; web and worker processes need the same folder.
ISSUE_FILES_DIR = Path(env("ISSUE_FILES_DIR", default=str(VAR_DIR / "issue-files")))
# The pictures of posts that are shown in full: a folder, or any other storage that Django knows.
PICTURES_DIR = Path(env("PICTURES_DIR", default=str(VAR_DIR / "pictures")))
PICTURE_STORAGE = env("PICTURE_STORAGE", default="django.core.files.storage.FileSystemStorage")
PICTURE_STORAGE_OPTIONS = env.json("PICTURE_STORAGE_OPTIONS", default={})
IS_EMBEDDED = not (env("DATABASE_URL", default="") or env("DATABASE_URL_FILE", default=""))
TESTING = "pytest" in sys.modules
# `make run` loads the demo journal, pages say that they are a demonstration.
IS_DEMO = env.bool("IS_DEMO", default=IS_EMBEDDED and not TESTING)

if IS_EMBEDDED:
    SECRET_KEY = env("SECRET_KEY", default="") or embedded.secret_key(VAR_DIR)
else:
    SECRET_KEY = env("SECRET_KEY")
    if len(SECRET_KEY) < 32:
        raise ImproperlyConfigured("SECRET_KEY must have at least 32 characters.")
# Older keys: what they signed or sealed is still read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Ed25519, 32 bytes as Base64, which signs the log's checkpoints; "" makes one from SECRET_KEY.
LOG_SIGNING_KEY = env("LOG_SIGNING_KEY", default="")
if LOG_SIGNING_KEY and not re.fullmatch(r"[A-Za-z0-9+/]{43}=", LOG_SIGNING_KEY):
    raise ImproperlyConfigured("LOG_SIGNING_KEY must be 32 bytes as Base64.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
IS_HTTPS = SITE_URL.startswith("https://")

# --- Parts -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "journal.apps.JournalAdminConfig",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "events",
    "mails",
    "accounts",
    "drafts",
    "preprints",
    "ingest",
    "reviews",
    "curation",
    "search",
    "following",
    "reading",
    "privacy",
    "interop",
    "api",
    "demo",
    "web",
]
ORCID_CLIENT_ID = env("ORCID_CLIENT_ID", default="")
ORCID_URL = env("ORCID_URL", default="https://orcid.org").rstrip("/")
# Where public records are read: by default "pub." before the host, as at orcid.org.
ORCID_API_URL = env("ORCID_API_URL", default=ORCID_URL.replace("://", "://pub.", 1))
if ORCID_CLIENT_ID:
    INSTALLED_APPS.append("accounts.orcid_sign_in")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "web.request_gate.RequestGate",
    "web.personal_pages.KeepPersonalPagesPrivate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "web.resending.AcceptResentForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.throttle.Throttle",
    "web.sent_twice.AnswerOnce",
    "journal.rendering_turns.TakeTurns",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reviews.policies.ReadPolicyOnce",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.middleware.KeepTypedText",
    "journal.formats.AnswerInFormats",
]
ROOT_URLCONF = "journal.urls"
WSGI_APPLICATION = "journal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.journal",
                "reviews.context.waiting",
            ],
            "builtins": ["web.templatetags.verso", "django.contrib.humanize.templatetags.humanize"],
        },
    }
]

# --- Database, broker, mail ------------------------------------------------------------------

if IS_EMBEDDED:
    _servers = embedded.addresses(VAR_DIR)
    DATABASE_URL, REDIS_URL = _servers.database_url, _servers.redis_url
    DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
else:
    DATABASES = {"default": env.db("DATABASE_URL")}
    REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
DATABASES["default"]["ENGINE"] = "journal.postgresql"
# A page that waits longer for one answer of the database is a 503; workers and commands may wait.
WEB_STATEMENT_SECONDS = env.float("WEB_STATEMENT_SECONDS", default=10.0)
# How much of the public pages each web process keeps; 0 for none (docs/explanation/page-cache.md).
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=16)
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # seconds
# Sign-in limits count over all processes, also while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE_NAME", default="test_verso")}

CELERY_BROKER_URL = REDIS_URL
# Journals that share a broker must not take each other's wake-ups.
CELERY_TASK_DEFAULT_QUEUE = DATABASES["default"]["NAME"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker however long it takes
# A wake-up is sent by a thread of its own (events/wakeup.py), which must come to an end, too.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "max_retries": 1,
    "visibility_timeout": 3600,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

_email = env.email_url("EMAIL_URL", default="filemail://" if IS_EMBEDDED else "smtp://localhost:25")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_email.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_email.get("EMAIL_USE_SSL"))
# django-environ drops the slash a path begins with.
_mail_folder = _email.get("EMAIL_FILE_PATH")
EMAIL_FILE_PATH = f"/{_mail_folder}" if _mail_folder else str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{JOURNAL_NAME} <{CONTACT_EMAIL}>")
SERVER_EMAIL = CONTACT_EMAIL

# --- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
if TESTING:  # tests make many people; their passwords need no protection
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{JOURNAL_NAME}] "
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
PASSWORD_RESET_TIMEOUT = 3 * 86_400  # seconds; so long a mailed link to a new password is good
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignupForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
# Behind a proxy the reader's address stands in X-Forwarded-For, this many places from its end.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# Those of web/rate_limits.py; off where a proxy in front has its own, or where speed is measured.
LIMIT_REQUESTS = env.bool("LIMIT_REQUESTS", default=True)
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key", "signup": "20/h/ip"}
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "orcid": {
        "APP": {"client_id": ORCID_CLIENT_ID, "secret": env("ORCID_CLIENT_SECRET", default="")},
    }
}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS

# --- Sources ---------------------------------------------------------------------------------

ARXIV_API_URL = env("ARXIV_API_URL", default="https://export.arxiv.org/api/query")
LESSWRONG_URL = env("LESSWRONG_URL", default="https://www.lesswrong.com")
ALIGNMENT_FORUM_URL = env("ALIGNMENT_FORUM_URL", default="https://www.alignmentforum.org")
# The forum asks programs to come to this host.
EA_FORUM_URL = env("EA_FORUM_URL", default="https://forum-bots.effectivealtruism.org")
ARXIV_OAI_URL = env("ARXIV_OAI_URL", default="https://oaipmh.arxiv.org/oai")
ARXIV_RSS_URL = env("ARXIV_RSS_URL", default="https://rss.arxiv.org")
BIORXIV_API_URL = env("BIORXIV_API_URL", default="https://api.biorxiv.org")
CROSSREF_API_URL = env("CROSSREF_API_URL", default="https://api.crossref.org")
DATACITE_API_URL = env("DATACITE_API_URL", default="https://api.datacite.org")
DOI_URL = env("DOI_URL", default="https://doi.org")
HAL_API_URL = env("HAL_API_URL", default="https://api.archives-ouvertes.fr")
HAL_URL = env("HAL_URL", default="https://hal.science")
ZENODO_API_URL = env("ZENODO_API_URL", default="https://zenodo.org/api")
OSF_API_URL = env("OSF_API_URL", default="https://api.osf.io/v2")
OPENREVIEW_API_URL = env("OPENREVIEW_API_URL", default="https://api2.openreview.net")
OPENREVIEW_V1_API_URL = env("OPENREVIEW_V1_API_URL", default="https://api.openreview.net")
ROR_API_URL = env("ROR_API_URL", default="https://api.ror.org/v2")
INGEST_ALLOWED_HOSTS = env.list("INGEST_ALLOWED_HOSTS", default=[])
# Seconds between two requests to one host; unset: the pace its adapter declares.
INGEST_MIN_INTERVAL = env.float("INGEST_MIN_INTERVAL", default=None)
# What a site's keepers gave us to send: "lesswrong|X-Pass: secret", by pace key; never logged.
INGEST_EXTRA_HEADERS = env.list("INGEST_EXTRA_HEADERS", default=[])
# A harvest stops before it withdraws, empties or rewrites more than this share of the
# works it meets that are known already.
INGEST_MASS_CHANGE_SHARE = env.float("INGEST_MASS_CHANGE_SHARE", default=0.2)
# Hours between two checks of a work with a submission: until its assessment, and after it.
INGEST_CHECK_HOURS_UNDER_REVIEW = env.int("INGEST_CHECK_HOURS_UNDER_REVIEW", default=24)
INGEST_CHECK_HOURS_REVIEWED = env.int("INGEST_CHECK_HOURS_REVIEWED", default=168)

# --- Words, times, files ---------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "web" / "root"  # /favicon.ico, which is asked for by that name
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "pictures": {
        "BACKEND": PICTURE_STORAGE,
        "OPTIONS": (
            {"location": str(PICTURES_DIR), "file_permissions_mode": 0o644}
            if PICTURE_STORAGE.endswith(".FileSystemStorage")
            else {}
        )
        | PICTURE_STORAGE_OPTIONS,
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or TESTING
            else "web.static_files.StaticFilesStorage"
        )
    },
}

# Looking files up beats listing them all for each of a thousand test clients.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or TESTING

# --- Security --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", ORCID_URL] if ORCID_CLIENT_ID else ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_SSL_REDIRECT = IS_HTTPS
# Who watches the process asks it itself, past the proxy and its certificate.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = JOURNAL_SESSION_DAYS * 86_400  # seconds
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "web.typed_text.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- API -------------------------------------------------------------------------------------

REST_FRAMEWORK = api_settings.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api_settings.spectacular_settings(JOURNAL_NAME)

# --- Logs ------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="WARNING")},
}
