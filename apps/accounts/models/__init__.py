from __future__ import annotations

from apps.accounts.models.email_change import EmailChange
from apps.accounts.models.invitation import Invitation
from apps.accounts.models.recovery import Recovery
from apps.accounts.models.sign_in import SignIn
from apps.accounts.models.team_rules import TeamRules
from apps.accounts.models.user import User

__all__ = ["EmailChange", "Invitation", "Recovery", "SignIn", "TeamRules", "User"]
