"""The journal of acts on a whole business."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from apps.common.models import BaseModel


class Operation(BaseModel):
    """One import, move or drop, from its first step to its last. Killed anywhere, the next run finds here how far it was."""

    class Kind(models.TextChoices):
        IMPORT = "import"
        MOVE = "move"
        DROP = "drop"

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="operations")
    kind = models.CharField(max_length=10, choices=Kind)
    phase = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tenants_operation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(finished_at=None), name="tenants_operation_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.tenant_id}: {self.phase}"

    def reach(self, phase: str, **facts: Any) -> None:
        """Write down that a phase is reached, and what is known by then."""
        self.phase, self.facts = phase, self.facts | facts
        self.save()

    def finish(self, phase: str = "done", **facts: Any) -> None:
        self.finished_at = timezone.now()
        self.reach(phase, **facts)
