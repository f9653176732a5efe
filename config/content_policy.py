"""What a page may load, and from where: nothing inline, nothing from anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.csp import CSP

if TYPE_CHECKING:
    from collections.abc import Sequence


def content_policy(*, pictures: Sequence[str]) -> dict[str, Any]:
    """Return the content security policy; `pictures` are the origins where private pictures are given out besides ours."""
    return {
        "default-src": [CSP.NONE],
        "script-src": [CSP.SELF],
        "style-src": [CSP.SELF],
        "img-src": [CSP.SELF, "data:", "blob:", *pictures],
        "font-src": [CSP.SELF],
        "connect-src": [CSP.SELF],
        "manifest-src": [CSP.SELF],
        "frame-src": [CSP.SELF],
        "form-action": [CSP.SELF],
        "base-uri": [CSP.NONE],
        "frame-ancestors": [CSP.NONE],
    }
