"""The one settings module. What differs between machines comes from `piano.environment`; nothing else reads os.environ."""

from csp.constants import NONCE, NONE, SELF
from django.templatetags.static import static

from piano.environment import ROOT, read_environment
from piano.panel_look import FELT, IVORY_TO_EBONY

ENV = read_environment()

DEBUG = ENV.debug
IS_TEST = ENV.is_test
SECRET_KEY = ENV.secret_key
FIELD_KEYS = ENV.field_keys
ALLOWED_HOSTS = ENV.hosts
SITE_URL = ENV.site_url
BASE_DIR = ROOT
HOME = ENV.home

INSTALLED_APPS = [
    "piano.kit",
    "piano.messaging",
    "quarters",
    "helpers",
    "volunteers",
    "requests.apps.RequestsConfig",
    "piano.privacy",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "heroicons",
    "pgtrigger",
    "pghistory",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "piano.kit.middleware.traced",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "piano.kit.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "piano.kit.middleware.real_addresses",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "helpers.on_duty.phone_session.bound_to_duty",
    "quarters.middleware.stay_signed_in",
    "quarters.middleware.own_language",
    "quarters.middleware.second_factor",
    "quarters.signing.limited.own_requests_only",
    "piano.kit.middleware.note_who_acts",
    "quarters.middleware.InvalidSignIn",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "piano.urls"
WSGI_APPLICATION = "piano.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "piano.menu.menu",
                "piano.menu.house",
                "piano.menu.display",
            ],
            "builtins": ["piano.kit.templatetags.piano"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database: PostgreSQL is the truth. Every web thread and worker keeps one connection (piano.wsgi, piano.celery).
DATABASES = {
    "default": {
        **ENV.database,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
            "prepare_threshold": 5,  # plans are kept where it is asked for (piano.kit.kept, columns.for_one); Django's own never are
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.cache_url,
        "KEY_PREFIX": "piano",
        "TIMEOUT": 3600,
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # of rest; who works here is signed out sooner (docs/decisions/010)
SESSION_COOKIE_HTTPONLY = True

# People and signing in: a code by e-mail for everybody, a second factor for staff.
AUTH_USER_MODEL = "quarters.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/heim/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "quarters.signing.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 1200
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 1200  # seconds; 180 is too short for our users (docs/decisions)
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_TIMEOUT = 1800  # of the whole way in: the code's life, and ten minutes for the second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = "piAno: "
ACCOUNT_FORMS = {
    "confirm_login_code": "quarters.signing.guessing.LoginCodeForm",
    "confirm_email_verification_code": "quarters.signing.guessing.EmailCodeForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True  # nobody is asked; quarters.signing.staying_in decides
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,10/d/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxy_count
MFA_ADAPTER = "quarters.signing.signing_in.MFAAdapter"
MFA_FORMS = {
    "authenticate": "quarters.signing.guessing.FactorForm",
    "reauthenticate": "quarters.signing.guessing.FactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "piAno"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False
SECOND_FACTOR_REQUIRED = not DEBUG
DEMO_LINKS = DEBUG

# Mail: an SMTP server, or files under .piano/mail/ where none is named.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ENV.home / "mail"
if ENV.mail:
    EMAIL_BACKEND = "piano.messaging.channels.email.smtp.EmailBackend"
    EMAIL_HOST = str(ENV.mail["host"])
    EMAIL_PORT = int(str(ENV.mail["port"]))
    EMAIL_HOST_USER = str(ENV.mail["user"])
    EMAIL_HOST_PASSWORD = str(ENV.mail["password"])
    EMAIL_USE_SSL = bool(ENV.mail["ssl"])
    EMAIL_USE_TLS = bool(ENV.mail["tls"])
GATEWAYS = ENV.gateways  # providers of SMS and calls by name (docs/channels.md)
MARK = ENV.mark  # outside the database: how far it was (`piano.messaging.mark`)
POST_DAYS = ENV.post_days  # working days that a letter takes
EMAIL_TIMEOUT = 8  # seconds for each network step; together below the lease (piano.messaging)
DEFAULT_FROM_EMAIL = "piAno <hilfe@piano.example>"
EMAIL_SUBJECT_PREFIX = "piAno: "

# Web push: without a key nobody is asked. Only the services of the browsers are knocked at.
PUSH_KEY = ENV.push_key
PUSH_ORIGINS = (
    "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com",
    "https://web.push.apple.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
)

# Celery and Redis carry nothing that may be lost: tasks have no arguments that matter and no result.
CELERY_BROKER_URL = ENV.redis_url

# Watching (docs/operating.md): red within a minute of the last sweep, an alarm by mail, figures for a monitor
SILENT_SECONDS, LATE_SECONDS = ENV.watch["SILENT"], ENV.watch["LATE"]
ALARM_AGAIN_SECONDS, WATCH_EVERY_SECONDS = ENV.watch["ALARM_AGAIN"], ENV.watch["WATCH_EVERY"]
ALARM_TO, METRICS_TOKEN = ENV.alarm_to, ENV.metrics_token
ALARM_PHONES = ENV.alarm_phones
BUILD = {"version": ENV.version, "commit": ENV.commit}

# Words and time
LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", "Deutsch"),
    ("de-simple", "Einfache Sprache"),  # not „Leichte Sprache“ before its readers have checked it (docs/decisions/052)
    ("en", "English"),
    ("tr", "Türkçe"),
    ("ru", "Русский"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("bg", "Български"),
]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# The house number that stands on every page, until somebody's own meeting point is known.
DEFAULT_PHONE_LABEL = "Treff Mitte"
DEFAULT_PHONE = "+49561000000"
ANSWERING_SECONDS = 0 if IS_TEST else 10  # how long a process keeps who answers now; only shown, never decided by
REPAIR_PHONE_LABEL = "GWG-Reparatur"
REPAIR_PHONE = "+49561000001"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# The audit trail (piano.kit.audit) has the same clock as everything else.
PGHISTORY_CREATED_AT_FUNCTION = "piano_now()"

# Wall
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique in lower case, by constraint
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxy_count else None
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_NAME = "sessionid" if DEBUG else "__Host-session"
CSRF_COOKIE_NAME = "csrftoken" if DEBUG else "__Host-csrf"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = [
    "piano.kit.photos.LimitedUpload",  # what is too large is thrown away while it arrives
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/verwaltung/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "piano.kit.logs.JsonLines"}, "line": {"()": "piano.kit.logs.PlainLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": ENV.log}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "piano": {"level": "INFO"},
        "requests": {"level": "INFO"},
    },
}

UNFOLD = {
    "SITE_TITLE": "piAno Verwaltung",
    "SITE_HEADER": "piAno",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}],
    "COLORS": {"primary": FELT, "base": IVORY_TO_EBONY},
}
