"""Adding somebody to a client's household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clients.models.relation import LONGEST_WORD

if TYPE_CHECKING:
    from apps.clients.models import Client

ROLES = (
    ("guardian", _("Guardian of this client")),
    ("dependant", _("Dependant: this client is their guardian")),
    ("payer", _("Pays for this client")),
    ("paid_for", _("Paid for by this client")),
    ("partner", _("Partner")),
    ("sibling", _("Sibling")),
    ("other", _("Other")),
)
TURNED = {"dependant": "guardian", "paid_for": "payer"}


class RelationForm(forms.Form):
    """Who, and what they are to the client. `who` is one of the clients found, or empty for somebody who is none."""

    who = forms.ChoiceField(label=_("Who"), required=False, widget=forms.RadioSelect)
    contact_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    contact_email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.TextInput({"inputmode": "email"})
    )
    contact_phone = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=forms.TextInput({"type": "tel"})
    )
    kind = forms.ChoiceField(label=_("They are"), choices=ROLES)
    word = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST_WORD,
        required=False,
        help_text=_("For “other”: coach, neighbour, school."),
    )
    pays = forms.BooleanField(
        label=_("Pays too"),
        required=False,
        help_text=_("A guardian or partner pays for this client; for a dependant this client pays."),
    )

    def __init__(self, *args: Any, found: list[Client], **options: Any) -> None:
        super().__init__(*args, **options)
        who = self.fields["who"]
        if isinstance(who, forms.ChoiceField):
            people = [(str(one.pk), f"{one.full_name} · {one.email or one.phone or ''}".strip(" ·")) for one in found]
            who.choices = [*people, ("", _("Somebody who is no client"))]

    def values(self, client: Client) -> dict[str, Any]:
        """Return what the service takes: from the other's side where the client is the guardian or pays."""
        given = self.cleaned_data
        other = UUID(given["who"]) if given["who"] else None
        common = {"kind": TURNED.get(given["kind"], given["kind"]), "word": given["word"], "pays": given["pays"]}
        if given["kind"] in TURNED and other:
            return {"client_id": other, "other_id": client.pk, **common}
        contact = {name: given[f"contact_{name}"] for name in ("name", "email", "phone")} if not other else None
        return {"client_id": client.pk, "other_id": other, "contact": contact, **common}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") in TURNED and not given.get("who"):
            self.add_error("kind", _("Somebody who is no client cannot be a dependant or be paid for."))
        return given
