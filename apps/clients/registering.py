"""What clients put into the registries; imported by the AppConfig once the models are ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Permission
from apps.activity.kinds import Kind, register_kind
from apps.clients import own_words, part_words, policies
from apps.clients.events import ClientInvited
from apps.clients.exported import ExportedClient
from apps.clients.forgetting import ForgottenBelow, ForgottenClient
from apps.clients.intake_events import IntakeLinkSent
from apps.clients.intake_merging import MergedIntake
from apps.clients.merging import MergedRows, MergedTimeline
from apps.clients.services import photos
from apps.common.palette import Page, register_page

own_words.register()
part_words.register()
photos.register()
register_kind(Kind("notes", _("Notes"), ("note.",), order=20))
register_kind(Kind("contacts", _("Contacts"), ("contact.", ClientInvited.name, IntakeLinkSent.name), order=30))
register_kind(Kind("changes", _("Changes"), ("client.", "clients."), order=40))
policies.register_merge(MergedTimeline())
policies.register_merge(MergedIntake())
policies.register_merge(MergedRows())
policies.register_client_export(ExportedClient())
policies.register_erasure(ForgottenBelow())
policies.register_erasure(ForgottenClient())
register_page(Page(_("Possible duplicates"), "client_duplicates", "clients", Permission.CLIENTS_MERGE))
