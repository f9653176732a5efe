"""Several statements in one network trip, by the protocol that takes only one statement at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg import errors, pq
from psycopg.generators import fetch_many, send

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from psycopg.pq.abc import PGconn, PGresult

FAILED = pq.ExecStatus.FATAL_ERROR


def run_together(
    pgconn: PGconn, first: Sequence[bytes], last: bytes | None = None
) -> Generator[Any, Any, list[PGresult]]:
    """Send constant statements and then one more, all or nothing, and return the last one's results.

    Each is a message of its own (libpq's pipeline mode), so Postgres itself refuses two statements in one: what stands in
    `last` cannot reach back to what `first` has set. Raises what Postgres says of `first`; errors of `last` are in its results.
    """
    statements = (*first, last) if last is not None else tuple(first)
    pgconn.enter_pipeline_mode()
    try:
        for statement in statements:
            pgconn.send_query_params(statement, None)
        pgconn.pipeline_sync()
        yield from send(pgconn)
        answers: list[list[PGresult]] = []
        while len(answers) < len(statements):
            answers.append((yield from fetch_many(pgconn)))
        yield from fetch_many(pgconn)  # the end of the pipeline
        pgconn.exit_pipeline_mode()
    except BaseException:
        pgconn.finish()  # half an answer is under way: nobody may read it as his own
        raise
    for answer in answers[: len(first)]:
        if answer[-1].status == FAILED:
            raise errors.error_from_result(answer[-1])
    return answers[-1]
