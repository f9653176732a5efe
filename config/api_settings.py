"""Settings of the API's libraries: DRF, tokens, OpenAPI."""

from __future__ import annotations

from datetime import timedelta
from typing import Any


def rest_framework(*, trusted_proxies: int) -> dict[str, Any]:
    """Return DRF's settings; `trusted_proxies` decides whose address a rate limit counts."""
    return {
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "apps.accounts.api.authentication.BusinessJWTAuthentication",
            "rest_framework.authentication.SessionAuthentication",
        ],
        "DEFAULT_PERMISSION_CLASSES": ["apps.accounts.api.permissions.HasPermission"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PARSER_CLASSES": [
            "apps.common.api.parsers.StrictJSONParser",
            "rest_framework.parsers.MultiPartParser",
        ],
        "DEFAULT_PAGINATION_CLASS": "apps.common.api.pagination.KeysetPagination",
        "DEFAULT_SCHEMA_CLASS": "apps.common.api.schema.ProblemAutoSchema",
        "DEFAULT_THROTTLE_CLASSES": ["apps.common.api.throttling.RequestThrottle"],
        "DEFAULT_THROTTLE_RATES": {
            "request": "600/min",
            "token": "30/min",
            "account": "10/min",
            "password": "10/hour",
            "refresh": "60/min",
            "signup": "10/hour",
        },
        "EXCEPTION_HANDLER": "apps.common.api.problems.problem_handler",
        "DEFAULT_VERSIONING_CLASS": None,
        "NUM_PROXIES": trusted_proxies,
        "PAGE_SIZE": 25,
        "COERCE_DECIMAL_TO_STRING": True,
        "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
        "TEST_REQUEST_DEFAULT_FORMAT": "json",
    }


SIMPLE_JWT = {
    "AUTH_TOKEN_CLASSES": ("apps.accounts.tokens.BusinessAccessToken",),
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": False,
    "USER_ID_CLAIM": "sub",
    "AUTH_HEADER_TYPES": ("Bearer",),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "MectoFitness API",
    "DESCRIPTION": "Everything the pages do, for machines. Errors are RFC 9457 problems; lists are keyset-paginated.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # the documentation page shows the values beside the type
    # One name for each set of choices that fields of different names, or fields of one name with different choices, have.
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "apps.accounts.roles.Role",
        "MembersRoleEnum": "apps.accounts.api.serializers.MEMBERS_ROLES",
        "InvitableRoleEnum": "apps.accounts.api.serializers.INVITABLE_ROLES",
        "WeightUnitEnum": "apps.accounts.units.WeightUnit",
        "LengthUnitEnum": "apps.accounts.units.LengthUnit",
        "RelationKindEnum": "apps.clients.models.relation.Relation.Kind",
        "CustomFieldKindEnum": "apps.clients.models.custom_field.CustomField.Kind",
        "WayEnum": "apps.clients.models.Way",
        "ContactWayEnum": "apps.clients.models.ClientContact.Way",
        "LoggedWayEnum": "apps.clients.note_forms.WAYS",
        "GoalKindEnum": "apps.clients.models.Goal.Kind",
        "GoalStateEnum": "apps.clients.models.Goal.State",
        "DocumentKindEnum": "apps.clients.models.ConsentDocument.Kind",
        "ClearanceEnum": "apps.clients.models.Clearance",
        "ClearanceDecisionEnum": "apps.clients.api.intake_shapes.DECISIONS",
        "MeasurementUnitEnum": "apps.progress.api.serializers.TYPED",
        "SettlementEnum": "apps.sessions.models.rules.Settlement",
        "TurnEnum": "apps.sessions.models.waiting.Turn",
        "AttendanceEnum": "apps.sessions.models.states.Attendance",
        "MarkEnum": "apps.sessions.api.groups.MARKS",
        "CreditEnum": "apps.sessions.models.states.Credit",
        "BookableKindEnum": "apps.booking.models.bookable.BookableKind",
        "CancelledByEnum": "apps.sessions.models.states.CancelledBy",
        "SetKindEnum": "apps.sessions.models.log.SetKind",
    },
    "APPEND_COMPONENTS": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
    "SECURITY": [{"token": []}],
    "AUTHENTICATION_WHITELIST": [],
}
