"""Small drawings from numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 92.0, 30.0, 3.0


def spark_points(numbers: Sequence[float]) -> list[tuple[float, float]]:
    """Return the points of a sparkline in a 92 by 30 box; the lowest number touches the bottom margin.

    Equal numbers lie on the middle line. A single number is one point at the right edge.
    """
    if not numbers:
        return []
    low, high = min(numbers), max(numbers)
    inner = HEIGHT - 2 * MARGIN
    step = WIDTH / (len(numbers) - 1) if len(numbers) > 1 else 0.0
    return [
        (
            round(WIDTH - step * (len(numbers) - 1 - index), 1),
            round(HEIGHT - MARGIN - inner * ((number - low) / (high - low) if high > low else 0.5), 1),
        )
        for index, number in enumerate(numbers)
    ]


def spark_path(points: Sequence[tuple[float, float]]) -> str:
    """Return the `d` of the path through `points`."""
    return "M" + "L".join(f"{x} {y}" for x, y in points) if points else ""
