from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Permission
from apps.activity import kinds
from apps.common import navigation


class BookingConfig(AppConfig):
    name = "apps.booking"
    label = "booking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Both need the models, which are loaded by now.
        from apps.booking import receivers  # noqa: F401, PLC0415 - it registers itself, and needs the models
        from apps.booking.checks import refuse_held  # noqa: PLC0415 - the same
        from apps.booking.forgotten import ForgottenHolds  # noqa: PLC0415 - the same
        from apps.booking.own_acts import acts_of  # noqa: PLC0415 - the same
        from apps.booking.selectors import held_times  # noqa: PLC0415 - the same
        from apps.clients.policies import register_erasure  # noqa: PLC0415 - the same
        from apps.sessions.policies import register_booking_check, register_holds, register_own_acts  # noqa: PLC0415 - the same

        register_booking_check(refuse_held)
        register_holds(held_times)
        register_own_acts(acts_of)
        register_erasure(ForgottenHolds())
        navigation.register(
            navigation.NavItem(_("Book"), "own_booking", "clock", Permission.RECORD_OWN, order=15, phone=True)
        )
        navigation.register_account(
            navigation.AccountLink(_("Booking page"), "booking_setup", "globe", Permission.BUSINESS_EDIT, order=41)
        )
        navigation.register_account(
            navigation.AccountLink(_("Calendar feed"), "calendar_feed", "link", Permission.SESSIONS_VIEW, order=42)
        )
        kinds.register_kind(kinds.Kind("booking", _("Booking page"), ("booking.",), order=91))
