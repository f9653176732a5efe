"""Cache keys carry the tenant by themselves."""

from __future__ import annotations

from apps.common.business import schema_name


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """Build the stored key: two businesses never share one."""
    return f"{schema_name()}:{key_prefix}:{version}:{key}"
