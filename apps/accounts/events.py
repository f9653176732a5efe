"""What happens to people and their log-ins. No secret ever stands in a payload: receivers derive links themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """What only the person themselves should have done: their letter says from where, as far as it is known."""

    user_id: str
    device: str = ""
    address: str = ""

    def sentence(self) -> str:
        """Say what was done; every one of them does."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Event):
    """Somebody was asked to join the team; sent again with another nonce, which makes the earlier link worthless."""

    name: ClassVar[str] = "member.invited"

    invitation_id: str
    email: str
    role: str
    nonce: str


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    name: ClassVar[str] = "invitation.withdrawn"

    invitation_id: str
    email: str


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """An invitation was accepted."""

    name: ClassVar[str] = "member.joined"

    user_id: str
    invitation_id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    """A client accepted an invitation to the app and has a log-in; who the client is, the rooms above know."""

    name: ClassVar[str] = "account.opened"

    user_id: str
    invitation_id: str
    client_id: str


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(Event):
    name: ClassVar[str] = "member.role_changed"

    user_id: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class MemberDeactivated(Event):
    name: ClassVar[str] = "member.deactivated"

    user_id: str


@dataclass(frozen=True, kw_only=True)
class MemberReactivated(Event):
    name: ClassVar[str] = "member.reactivated"

    user_id: str


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """A person edited themselves: the names of the fields, not their values."""

    name: ClassVar[str] = "account.profile_changed"

    user_id: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class EmailConfirmationRequested(Event):
    """A log-in waits for its address to be confirmed; the mail goes out with a fresh link."""

    name: ClassVar[str] = "account.email_confirmation_requested"

    user_id: str


@dataclass(frozen=True, kw_only=True)
class EmailConfirmed(Event):
    name: ClassVar[str] = "account.email_confirmed"

    user_id: str


@dataclass(frozen=True, kw_only=True)
class PasswordResetRequested(Event):
    name: ClassVar[str] = "account.password_reset_requested"

    user_id: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Guarded, Event):
    name: ClassVar[str] = "account.password_changed"
    icon: ClassVar[str] = "key"

    def sentence(self) -> str:
        return _("Changed the password")


@dataclass(frozen=True, kw_only=True)
class SecondFactorAdded(Guarded, Event):
    """A log-in takes a second step from now on, or has one more: `kind` is `totp` or `webauthn`."""

    name: ClassVar[str] = "account.second_factor_added"
    icon: ClassVar[str] = "shield"

    kind: str

    def sentence(self) -> str:
        return _("Set up an authenticator app") if self.kind == "totp" else _("Added a passkey")


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Guarded, Event):
    """One is gone: `kind` is `totp`, `webauthn`, or `all` when somebody else took them away for a lost phone."""

    name: ClassVar[str] = "account.second_factor_removed"
    icon: ClassVar[str] = "shield"

    kind: str

    def sentence(self) -> str:
        words = {"totp": _("Removed the authenticator app"), "webauthn": _("Removed a passkey")}
        return words.get(self.kind, _("Took two-step sign-in away"))


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesRenewed(Guarded, Event):
    name: ClassVar[str] = "account.recovery_codes_renewed"
    icon: ClassVar[str] = "key"

    def sentence(self) -> str:
        return _("Made new recovery codes")


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Guarded, Event):
    """A recovery code stood in for the phone: `left` of them are."""

    name: ClassVar[str] = "account.recovery_code_used"
    icon: ClassVar[str] = "key"

    left: int

    def sentence(self) -> str:
        return _("Used a recovery code") if self.left else _("Used the last recovery code")


@dataclass(frozen=True, kw_only=True)
class SignInEnded(Event):
    """Somebody was signed out in one place from another: `device` is what people call it."""

    name: ClassVar[str] = "account.sign_in_ended"
    icon: ClassVar[str] = "logout"

    user_id: str
    device: str

    def sentence(self) -> str:
        return _("Signed out: %(device)s") % {"device": self.device}


@dataclass(frozen=True, kw_only=True)
class SignedOutEverywhere(Event):
    name: ClassVar[str] = "account.signed_out_everywhere"

    user_id: str


@dataclass(frozen=True, kw_only=True)
class SecondStepRuled(Event):
    """The owner asks the team for two-step sign-in from a time on, or no longer: then `starts_at` is empty."""

    name: ClassVar[str] = "team.second_step_ruled"
    icon: ClassVar[str] = "shield"

    starts_at: str

    def sentence(self) -> str:
        return _("Asked the team for two-step sign-in") if self.starts_at else _("Left two-step sign-in to everybody")


@dataclass(frozen=True, kw_only=True)
class SecondStepAsked(Event):
    """Somebody of the team has to set up a second step by then."""

    name: ClassVar[str] = "account.second_step_asked"
    icon: ClassVar[str] = "shield"

    user_id: str
    starts_at: str

    def sentence(self) -> str:
        return _("Has to set up two-step sign-in")


@dataclass(frozen=True, kw_only=True)
class EmailChangeAsked(Guarded, Event):
    """Somebody who knew the password asked for another address; both addresses get a letter."""

    name: ClassVar[str] = "account.email_change_asked"
    icon: ClassVar[str] = "mail"

    change_id: str

    def sentence(self) -> str:
        return _("Asked for another e-mail to sign in with")


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Event):
    """The new address was confirmed and is the log-in's from now on."""

    name: ClassVar[str] = "account.email_changed"
    icon: ClassVar[str] = "mail"

    user_id: str
    change_id: str

    def sentence(self) -> str:
        return _("Signs in with another e-mail")


@dataclass(frozen=True, kw_only=True)
class EmailChangeTakenBack(Event):
    """Whoever reads mail at the old address took it back: that is the log-in's, and nobody is signed in any more."""

    name: ClassVar[str] = "account.email_change_taken_back"
    icon: ClassVar[str] = "shield"

    user_id: str
    change_id: str

    def sentence(self) -> str:
        return _("Took another e-mail for signing in back")
