"""Tasks carry their tenant by themselves: in a header, put there and read here, never an argument to forget."""

from __future__ import annotations

from typing import Any

from celery import Task
from celery.exceptions import Ignore
from django.db import DatabaseError, close_old_connections

from apps.common.business import TASK_HEADER as HEADER
from apps.common.business import business_id
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import Tenant
from tenants.registry.routing import is_stale


class BusinessGone(Ignore):
    """The task's business no longer exists or is not running: the task is dropped, not retried.

    Its one line in the log says so, with the outcome `ignored`; the sweeper parks or removes what is still due.
    """


class TenantTask(Task[..., Any]):
    """Every task of the project: it runs in the business that its sender was in."""

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:  # type: ignore[override] # passes all options on
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault(HEADER, business_id())
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        close_old_connections()
        try:
            with enter_public():
                return self._run_in(self._sender(), args, kwargs)
        finally:
            close_old_connections()

    def _sender(self) -> str:
        request = self.request
        headers = getattr(request, "headers", None) or {}
        return str(headers.get(HEADER) or getattr(request, HEADER, "") or "")

    def _run_in(self, business_id: str, args: Any, kwargs: Any) -> Any:
        if not business_id:
            return self.run(*args, **kwargs)
        tenant = Tenant.objects.filter(pk=business_id, state=Tenant.State.READY).first()
        if tenant is None:
            raise BusinessGone(business_id)
        business = tenant.as_ref()
        try:
            with enter_business(business):
                return self.run(*args, **kwargs)
        except DatabaseError as error:
            if is_stale(business):
                raise self.retry(exc=error, countdown=2) from error
            raise
