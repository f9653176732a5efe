"""Django's settings, all of them, from one typed environment (`config.environment`)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from config import api_settings
from config.content_policy import content_policy
from config.environment import ROOT, DatabaseLogin, read_environment
from config.observability import sentry
from config.observability.logging import logging_config
from config.rate_limits import RATE_LIMITS

django_stubs_ext.monkeypatch()  # generic views and forms may say what they hold: FormView[SignUpForm]
ENV = read_environment()

SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = ENV.secret_key_fallbacks
DEBUG = ENV.debug
ALLOWED_HOSTS = ["*"]  # tenants.registry.middleware answers only hosts it knows; custom domains cannot be listed here
BASE_DOMAIN = ENV.base_domain
PUBLIC_PORT = ENV.port
DATA_DIR = ENV.data_dir
FAKES_URL = ENV.fakes_url

# --- Rooms -----------------------------------------------------------------------------------------------------------

SHARED_APPS = [
    "django_tenants",
    "tenants.registry",
    "tenants.signup",
    "tenants.console",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "apps.accounts",
]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "rest_framework_simplejwt.token_blacklist",
    "apps.accounts",
    "apps.activity",
    "apps.pictures",
    "apps.clients",
    "apps.availability",
    "apps.sessions",
    "apps.booking",
    "apps.progress",
    "apps.insights",
    "apps.api",
]
LIBRARIES = [
    "apps.common",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "django_filters",
    "django_htmx",
    "django_vite",
    "drf_spectacular",
    "rest_framework",
]
LOCAL_APPS = [] if ENV.is_production else ["seeds"]
INSTALLED_APPS = list(dict.fromkeys([*SHARED_APPS, *TENANT_APPS, *LIBRARIES, *LOCAL_APPS]))

# --- Tenancy ---------------------------------------------------------------------------------------------------------

TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
DATABASE_ROUTERS = ["tenants.registry.routers.OtherServersRouter", "django_tenants.routers.TenantSyncRouter"]


def _connection(login: DatabaseLogin) -> dict[str, Any]:
    return {
        "ENGINE": "tenants.registry.postgres",
        "NAME": login.name,
        "USER": login.user,
        "PASSWORD": login.password,
        "HOST": login.host,
        "PORT": login.port,
        "OPTIONS": {"connect_timeout": 3},
    }


DATABASES = {"default": _connection(ENV.database)}
if ENV.kind != "test":
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": ENV.database_pool_size,
        "timeout": 3,
        "max_idle": 300,
        "reconnect_timeout": 3,  # then the next request tries anew, without the pauses that grow
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASE_SERVERS = ENV.database_servers
NEW_BUSINESS_SERVERS = ENV.new_business_servers
POOL_SIZE = ENV.pool_size
DATABASE_APP_USER = ENV.database.user
# A Postgres backend remembers every business's tables it has touched; the pool replaces it after so many.
DATABASE_BACKEND_MAX_BUSINESSES = ENV.database_backend_max_businesses
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mails are unique without case, by a constraint on lower(email)

# --- Requests --------------------------------------------------------------------------------------------------------

ROOT_URLCONF = "config.urls.business"
PUBLIC_URLCONF = "config.urls.public"
CONSOLE_URLCONF = "config.urls.console"
WSGI_APPLICATION = "config.wsgi.application"
MIDDLEWARE = [
    "config.observability.health.HealthMiddleware",
    "config.observability.requests.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.registry.middleware.TenantMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.accounts.middleware.PersonMiddleware",
    "apps.api.middleware.IdempotencyMiddleware",
    "apps.common.middleware.DomainErrorMiddleware",
]
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
                "apps.common.context_processors.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
SECURE_CSP = content_policy(pictures=ENV.file_store.origins)
SESSION_ENGINE = "apps.accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "apps.common.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
TRUSTED_PROXIES = ENV.trusted_proxies
if ENV.is_production:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- People ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=2).total_seconds())
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = RATE_LIMITS
STAFF_NEED_SECOND_FACTOR = ENV.is_production  # the local demo's staff log in with a password
MFA_ADAPTER = "apps.accounts.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_FORMS = {
    "add_webauthn": "apps.accounts.passkeys.AddForm",
    "authenticate_webauthn": "apps.accounts.passkeys.AuthenticateForm",
    "login_webauthn": "apps.accounts.passkeys.LoginForm",
    "reauthenticate_webauthn": "apps.accounts.passkeys.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies

# --- API ---------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = api_settings.rest_framework(trusted_proxies=ENV.trusted_proxies)
SIMPLE_JWT = api_settings.SIMPLE_JWT
SPECTACULAR_SETTINGS = api_settings.SPECTACULAR_SETTINGS

# --- Redis: cache, tasks, routing news -------------------------------------------------------------------------------

REDIS_URL = ENV.redis_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url,
        "KEY_FUNCTION": "apps.common.cache.tenant_key",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
# kombu has its own words for a unix socket and the number of a database on it.
CELERY_BROKER_URL = ENV.redis_url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_MAX_MEMORY_PER_CHILD = (
    400_000  # kB; a photo of 50 megapixels takes more for seconds, and some of it stays
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_step": 0.2}
CELERY_BEAT_SCHEDULE = {
    "due-work": {"task": "tenants.registry.tasks.sweep_due_work", "schedule": 10.0},
    "schema-pool": {"task": "tenants.registry.tasks.fill_pool", "schedule": 20.0},
    "sign-ups": {"task": "tenants.signup.tasks.sweep_sign_ups", "schedule": 15.0},
}

# --- Mail ------------------------------------------------------------------------------------------------------------

MAILERS = {
    "default": {
        "BACKEND": "apps.integrations.sendgrid.backend.SendGridBackend",
        "OPTIONS": {"api_key": ENV.sendgrid_api_key, "base_url": ENV.sendgrid_base_url},
    }
}
DEFAULT_FROM_EMAIL = ENV.mail_from
TWILIO_ACCOUNT_SID = ENV.twilio_account_sid
TWILIO_AUTH_TOKEN = ENV.twilio_auth_token
TWILIO_BASE_URL = ENV.twilio_base_url

# --- Seeing what happens ----------------------------------------------------------------------------------------------

LOGGING = logging_config()
sentry.start(dsn=ENV.sentry_dsn, environment=ENV.kind)

# --- Language, time, files -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", _("English (United Kingdom)")),
    ("en-us", _("English (United States)")),
    ("en-au", _("English (Australia)")),
]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static" / "dist"]
WHITENOISE_USE_FINDERS = True  # the built front end lies in the image: nothing is collected anywhere else
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = ENV.data_dir / "files"
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": ROOT / "static" / "dist" / "manifest.json"}}
STORAGES = {
    "default": ENV.file_store.backend,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
