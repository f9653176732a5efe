"""The demo's tags, fields of its own, further trainers and a family."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.clients.models import Client, Relation, Tag
from apps.clients.services.custom.fields import add_field
from apps.clients.services.views import save_view, show_tags

if TYPE_CHECKING:
    from apps.accounts.models import User

TAGS = (("Morning", "gold", 3), ("Online", "sky", 7), ("Knee", "coral", 5), ("Competition", "violet", 9))
VIEWS = {
    "At risk with no session booked": {"view": "at_risk", "ordering": "last_session"},
    "New this month": {"added_within": "30", "ordering": "-member_since"},
}
HEARD = ("A friend", "Instagram", "Walked past")
ASSISTED_EVERY = 8
CHILD, PARENT, OTHER_PARENT = "Tobi Adeyemi", "Marcus Adeyemi", "Folake Adeyemi"
CHILDS_AGE = timedelta(days=5_600)  # 15 years


def organise(clients: list[Client], trainers: list[User]) -> None:
    """Sort the client book by tags, answer the fields, let some be trained by two, and make one family."""
    tags = [Tag(colour=colour) for _name, colour, _every in TAGS]
    for tag, (name, _colour, _every) in zip(tags, TAGS, strict=True):
        tag.rename(name)
    Tag.objects.bulk_create(tags)
    answers = _fields(trainers[0])
    for number, client in enumerate(clients):
        held = [tag.pk for tag, (_name, _colour, every) in zip(tags, TAGS, strict=True) if number % every == 0]
        client.tags = sorted(held, key=str)
        client.custom = {key: choices[number % len(choices)] for key, choices in answers.items() if number % 4}
        others = [trainer.pk for trainer in trainers if trainer.pk != client.trainer_id]
        client.assistants = others[:1] if number % ASSISTED_EVERY == 0 else []
        if client.full_name == CHILD:
            client.date_of_birth = timezone.localdate() - CHILDS_AGE
    Client.objects.bulk_update(clients, ["tags", "custom", "assistants", "date_of_birth"])
    show_tags(by=trainers[0], on_list=True)
    for name, query in VIEWS.items():
        save_view(by=trainers[0], name=name, query=query, is_shared=True)
    _family({client.full_name: client for client in clients})


def _fields(by: User) -> dict[str, list[object]]:
    """Return what is answered, by the field's id."""
    pulse = add_field(
        by=by,
        name="Resting pulse",
        kind="number",
        unit="bpm",
        minimum=25,
        maximum=220,
        audience="coaches",
        on_list=True,
        help_text="Sitting, before training.",
    )
    heard = add_field(by=by, name="Heard of us through", kind="choice", choices=HEARD, on_intake=True)
    shirt = add_field(by=by, name="Shirt size", kind="choice", choices=("S", "M", "L", "XL"), own="edit")
    keys = {field.key: [choice["key"] for choice in field.choices] for field in (heard, shirt)}
    return {pulse.key: [58, 64, 71, 52, 66], **keys}


def _family(people: dict[str, Client]) -> None:
    child, parent = people.get(CHILD), people.get(PARENT)
    if not child or not parent:
        return
    kind = Relation.Kind.GUARDIAN
    Relation.objects.create(client=child, other=parent, kind=kind, is_primary=True, pays=True)
    Relation.objects.create(
        client=child,
        kind=kind,
        contact_name=OTHER_PARENT,
        contact_email="folake.adeyemi@mail.example",
        contact_phone="+447700900999",
    )
