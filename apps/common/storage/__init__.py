"""The private files of businesses: on the local disk or in any S3, the same to everybody who keeps one.

Every name is the business's own: what is stored begins with the name of its schema, and no name leads out of that.
Outside a business nothing is kept and nothing found (NoBusiness).
"""

from __future__ import annotations

from apps.common.storage.base import CHUNK, Kept, TenantStorage, files

__all__ = ["CHUNK", "Kept", "TenantStorage", "files"]
