from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "apps.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Both need the models, which are loaded by now.
        from apps.api.forgetting import ForgottenAnswers  # noqa: PLC0415 - see above
        from apps.clients.policies import register_erasure  # noqa: PLC0415 - see above

        register_erasure(ForgottenAnswers())
