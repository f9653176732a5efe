from __future__ import annotations

from apps.clients.services.imports.checking import check_import
from apps.clients.services.imports.running import run_import, start_run
from apps.clients.services.imports.undoing import start_undo, undo_import
from apps.clients.services.imports.uploading import remap_import, upload_import

__all__ = ["check_import", "remap_import", "run_import", "start_run", "start_undo", "undo_import", "upload_import"]
