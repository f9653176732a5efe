"""What the API remembers of people who are to be forgotten: answers that may be asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BinaryField, F, Func, IntegerField, Q, Value

from apps.api.models import IdempotencyRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.clients.policies import Person


class ForgottenAnswers:
    """Kept answers (for a day) that name the person go."""

    name = "api"

    def goes(self) -> Sequence[str]:
        return []

    def stays(self) -> Sequence[str]:
        return []

    def erase(self, person: Person) -> dict[str, int]:
        named = Q(user_id__in=person.user_ids)
        marks = [*person.words, *(str(pk) for pk in person.client_ids)]
        columns = {}
        for number, mark in enumerate(marks):
            columns[f"at{number}"] = Func(
                Value(mark.encode(), output_field=BinaryField()),
                F("body"),
                function="position",
                arg_joiner=" IN ",
                output_field=IntegerField(),
            )
            named |= Q(**{f"at{number}__gt": 0})
        gone, _kinds = IdempotencyRecord.objects.alias(**columns).filter(named).delete()
        return {"kept answers": gone}
