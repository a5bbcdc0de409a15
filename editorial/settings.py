"""The one settings module. Everything that differs between machines comes from the environment.

DEBUG           1 for development (default 0; `make run` sets it)
SECRET_KEY      required unless DEBUG
DATABASE_URL    sqlite:///PATH (default var/stet.sqlite3) or postgres://USER:PASSWORD@HOST/NAME
ALLOWED_HOSTS   host names, separated by commas
SITE_URL        the public address, for feeds and mails (default http://127.0.0.1:8000)
TIME_ZONE       the desk's time zone (default Europe/Paris)
EMAIL_HOST      the mail server; without one, mails are only printed. Also EMAIL_PORT (587),
                EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS (1)
FROM_EMAIL      whom mails come from (default Stet <stet@localhost>)
DATA_DIR        where database, pictures and collected files live (default var/)
PAGES_MB        memory of each process for readers' pages (default 64; 0 keeps none)
PROXIES         how many proxies of ours write X-Forwarded-For before Stet (default 0: it is not believed)
REQUIRE_SECOND_FACTOR
                who has to give a code from their telephone: none (default), publisher or everyone
SIGN_INS_A_MINUTE, SEARCHES_A_MINUTE, PREVIEWS_A_MINUTE
                what one caller may do (defaults 20, 60, 240; 0 is any number)
MEDIA_URL       s3://KEY:SECRET@HOST/BUCKET for pictures (default: the folder images in DATA_DIR); s3+http://…
                for a store in the same network that has no certificate
LOG_FORMAT      text (default) or json
METRICS_TOKEN   who gives it gets /metrics (default: nobody)
BACKUP_DIR      where backups are put; `manage.py doctor` looks how old they are
REDIS_URL       redis://HOST/0 where several machines serve the site: how they tell each other of changes,
                and their common cache (default: a file in DATA_DIR, and each process its own memory)
ONE_MACHINE     0 where several machines serve the site without Redis (default 1): see docs/architecture.md
"""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from editorial.databases import database, newer_sqlite
from editorial.environment import Environment
from editorial.logs import config as json_lines
from editorial.storing import pictures

newer_sqlite()
env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY", "only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: give a long random text, or set DEBUG=1 to try Stet out."
    )
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver" if DEBUG else "")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "editorial.admin_site.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "markdownx",
    "series.apps.SeriesConfig",
    "editorial.apps.EditorialConfig",
]
MIDDLEWARE = [
    "editorial.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "editorial.bounded.Bounded",
    "editorial.callers.Limited",
    "editorial.second_factor.Asked",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "editorial.middleware.said",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "editorial.urls"
WSGI_APPLICATION = "editorial.wsgi.application"
FORM_RENDERER = "editorial.forms.rendering.Renderer"
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
            ],
        },
    },
]

DATABASES = {"default": database(env.text("DATABASE_URL"), DATA_DIR / "stet.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PAGES_MB = env.number("PAGES_MB", 64)
REDIS_URL = env.text("REDIS_URL")
if REDIS_URL and not find_spec("redis"):
    raise ImproperlyConfigured("REDIS_URL is set, but the package redis is not installed.")
PAGE_STAMP = REDIS_URL or (str(DATA_DIR / "pages.stamp") if env.flag("ONE_MACHINE", True) else "")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "editorial.shared_cache.SharedCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
PASSWORDS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{PASSWORDS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{PASSWORDS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{PASSWORDS}.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
PROXIES = env.number("PROXIES", 0)
REQUIRE_SECOND_FACTOR = env.choice("REQUIRE_SECOND_FACTOR", ("none", "publisher", "everyone"))
OTP_TOTP_ISSUER = "Stet"
LIMITS = {  # how often a minute one caller may do what costs something
    "sign-in": env.number("SIGN_INS_A_MINUTE", 20),
    "search": env.number("SEARCHES_A_MINUTE", 60),
    "preview": env.number("PREVIEWS_A_MINUTE", 240),
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody locks a colleague out from elsewhere
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "editorial.callers.line"
AXES_LOCKOUT_CALLABLE = "editorial.callers.locked_out"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # who is signed in is on record as sessions

LANGUAGE_CODE = "en"
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "images": pictures(env.text("MEDIA_URL"), DATA_DIR / "images"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
PREPARE_PICTURES = True  # an upload's renditions are made beside it, not by the first reader who asks
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
MOST_ENCODED = 4 * 1024 * 1024  # of a form without files, which takes seventy times that while it is read
MOST_UPLOADED = 140 * 1024 * 1024  # by people of the desk at once; nginx lets a little more through
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 2000  # a folder of posts and portraits

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 5  # seconds that somebody who pressed a button may wait for it
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", "Stet <stet@localhost>")
NOTICES_AT_ONCE = bool(EMAIL_HOST)  # else, and where that fails, `manage.py send_notices` sends them
METRICS_TOKEN = env.text("METRICS_TOKEN")
BACKUP_DIR = env.text("BACKUP_DIR")
if env.choice("LOG_FORMAT", ("text", "json")) == "json":
    LOGGING = json_lines()
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "editorial.admin.expiry.refused"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"  # no other host sets these

MARKDOWNX_MARKDOWNIFY_FUNCTION = "series.markup.html"
MARKDOWNX_URLS_PATH = "/desk/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/desk/upload/"
MARKDOWNX_SERVER_CALL_LATENCY = 600
