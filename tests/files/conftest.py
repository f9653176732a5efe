from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.common.storage.local import LocalStorage
from tenants.registry.context import enter_business

if TYPE_CHECKING:
    from apps.common.business import BusinessRef


@pytest.fixture(autouse=True)
def _no_files(business: BusinessRef, rival: BusinessRef) -> None:
    """What other tests kept on the disk is not there."""
    for one in (business, rival):
        with enter_business(one):
            LocalStorage().remove_everything()
