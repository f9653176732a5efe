"""Tasks over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.common.api.views import ResourceViewSet
from apps.sessions.models import Task
from apps.sessions.models.task import LONGEST_TEXT, TO_DO
from apps.sessions.services.tasks import add_task, change_task, delete_task, settle_task
from apps.sessions.todo import tasks_visible_to

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

ADD = OpenApiExample(
    "For whoever asks, on a day", request_only=True, value={"text": "Send the holiday plan", "due_on": "2027-01-11"}
)
LATER = OpenApiExample("A week later", request_only=True, value={"due_on": "2027-01-18"})


class TaskSerializer(serializers.ModelSerializer[Task]):
    """A task. `done_at` is null while it is to be done."""

    assignee_name = serializers.CharField(source="assignee.full_name", read_only=True)

    class Meta:
        model = Task
        fields = (
            *("id", "text", "due_on", "assignee", "assignee_name", "author", "client", "session"),
            *("done_at", "done_by", "version", "created_at"),
        )
        read_only_fields = fields


class TaskChangeSerializer(serializers.Serializer[Any]):
    """What can be changed."""

    text = serializers.CharField(max_length=LONGEST_TEXT * 4, required=False, help_text="Up to 300 characters.")
    due_on = serializers.DateField(required=False, help_text="Today or later.")
    assignee = serializers.UUIDField(required=False, help_text="Somebody of the team.")
    client = serializers.UUIDField(required=False, allow_null=True)
    session = serializers.UUIDField(required=False, allow_null=True)


class NewTaskSerializer(TaskChangeSerializer):
    """A task to make: due today and for whoever asks, unless said."""

    text = serializers.CharField(max_length=LONGEST_TEXT * 4, help_text="Up to 300 characters.")


class TaskQuerySerializer(serializers.Serializer[Any]):
    """How to narrow the list."""

    state = serializers.ChoiceField(choices=["to_do", "done"], required=False)
    assignee = serializers.UUIDField(required=False)
    client = serializers.UUIDField(required=False)


@extend_schema(tags=["tasks"])
class TaskViewSet(ResourceViewSet):
    """One's own tasks, and those one gave to others; owner and managers see all."""

    serializer_class = TaskSerializer
    queryset = Task.objects.none()
    required_permissions: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("list", "retrieve", "create", "partial_update", "destroy"),
            *("completion", "reopening", "restoration"),
        ),
        Permission.TASKS_DO,
    )
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"due_on": ("due_on", "id"), "created_at": ("id",)}
    default_ordering = "due_on"
    extra_problems: ClassVar[dict[str, str]] = {"412": "Somebody changed it first (If-Match)."}

    def get_queryset(self) -> QuerySet[Task]:
        if getattr(self, "swagger_fake_view", False):
            return Task.objects.none()
        return tasks_visible_to(person(self.request))

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        query = TaskQuerySerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        asked = dict(query.validated_data)
        if state := asked.pop("state", ""):
            queryset = queryset.filter(TO_DO) if state == "to_do" else queryset.filter(done_at__isnull=False)
        return queryset.filter(**asked)

    @extend_schema(parameters=[TaskQuerySerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Tasks by the day they are due."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=NewTaskSerializer, responses={201: TaskSerializer}, examples=[ADD])
    def create(self, request: Request) -> Response:
        """Make a task. When it is due it stands on Today of whose it is."""
        return self.answer(add_task(by=person(request), **self.validated(NewTaskSerializer)), status=201)

    @extend_schema(request=TaskChangeSerializer, responses=TaskSerializer, examples=[LATER])
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change a task. Honours If-Match."""
        body, version = self.validated(TaskChangeSerializer), self.if_match()
        return self.answer(change_task(task_id=pk, by=person(request), version=version, **body))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete a task; `restoration/` brings it back. Honours If-Match."""
        delete_task(task_id=pk, by=person(request), version=self.if_match())
        return Response(status=204)

    @extend_schema(request=None, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def restoration(self, request: Request, pk: UUID) -> Response:
        """Bring a deleted task back."""
        return self.answer(delete_task(task_id=pk, by=person(request), is_deleted=False))

    @extend_schema(request=None, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def completion(self, request: Request, pk: UUID) -> Response:
        """Say that it is done; again changes nothing."""
        return self.answer(settle_task(task_id=pk, by=person(request)))

    @extend_schema(request=None, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def reopening(self, request: Request, pk: UUID) -> Response:
        """Say that it is still to be done."""
        return self.answer(settle_task(task_id=pk, by=person(request), is_done=False))
