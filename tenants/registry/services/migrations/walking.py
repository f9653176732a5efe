"""Taking one schema along a path, leg by leg, with patience for locks and for a Postgres that went away."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
from django.db import Error as DjangoError
from psycopg import errors

from tenants.registry.services.migrations import shape
from tenants.registry.services.migrations.paths import CodeLeg, SqlLeg
from tenants.registry.services.migrations.results import Outcome, Result
from tenants.registry.services.migrations.sending import Sender
from tenants.registry.services.migrations.standing import ELSEWHERE, read_applied

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from apps.common.business import BusinessRef
    from tenants.registry.services.migrations.finding import Candidate
    from tenants.registry.services.migrations.paths import Path

PAUSES = (0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds; a restart of Postgres fits in
PASSING = (
    errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure, errors.TooManyConnections,
    errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow, errors.OutOfMemory, OSError,
)  # fmt: skip


class Walker:
    """Takes schemas of one server along."""

    def __init__(self, database: str, lock_timeout: int, *, refs: Mapping[str, BusinessRef], full: bool) -> None:
        self._sender = Sender(database, lock_timeout, refs)
        self._full = full

    def walk(self, path: Path, candidates: Collection[Candidate]) -> list[Result]:
        """Return one result a candidate. Those that met a lock are tried again after the others."""
        trips = [Trip(path, candidate, self._sender) for candidate in candidates]
        left = trips
        for pause in (*PAUSES, None):
            self._look(path, [trip for trip in left if not trip.looked])
            left = [trip for trip in left if not trip.go()]
            left += self._settle(trips)
            if not left or pause is None or any(trip.result.disk_full for trip in trips):
                break
            time.sleep(pause * random.uniform(0.75, 1.25))  # noqa: S311 - so that two do not meet again
        for trip in left:
            trip.give_up()
        return [trip.result for trip in trips]

    def close(self) -> None:
        self._sender.close()

    def is_cut_off(self) -> bool:
        """Tell whether the server does not answer."""
        try:
            self._sender.session.execute("SELECT 1")
        except (psycopg.OperationalError, OSError):
            self._sender.recover()
            return True
        return False

    def _settle(self, trips: list[Trip]) -> list[Trip]:
        """Make durable what was reached: the register, maybe on another server, must never know more than the disk.

        Return those that have to be looked at again, because Postgres may have crashed since they were done.
        """
        done = [trip for trip in trips if trip.is_unsettled]
        if not done:
            return []
        try:
            self._sender.settle()
        except (psycopg.OperationalError, OSError) as error:
            self._sender.recover()
            for trip in done:
                trip.doubt(error)
            return done
        for trip in done:
            trip.settle(self._sender.life)
        return [trip for trip in done if not trip.is_settled]

    def _look(self, path: Path, trips: list[Trip]) -> None:
        """Compare what the schemas are made of, all in one query."""
        if not trips:
            return
        try:
            found = shape.digests(self._sender.session, [trip.schema for trip in trips], full=self._full)
        except (psycopg.OperationalError, OSError) as error:
            self._sender.recover()
            for trip in trips:
                trip.put_off(error)
            return
        wanted = path.full_shape if self._full else path.shape
        for trip in trips:
            trip.compare(found.get(trip.schema), wanted)


class Trip:
    """One schema on its way."""

    def __init__(self, path: Path, candidate: Candidate, sender: Sender) -> None:
        self.schema = candidate.schema_name
        self.looked = self.is_settled = False
        self.result = Result.of(candidate, Outcome.CURRENT)
        self._life = 0  # of the session that saw it done
        self._done = self._is_other = False
        self._path, self._sender = path, sender
        self._leg = 0

    def compare(self, found: str | None, wanted: str) -> None:
        self.looked, self._is_other = True, found != wanted
        if found is None:
            self._end(Outcome.FAILED, "the schema is not there")

    def go(self) -> bool:
        """Go as far as possible; False when it is worth coming back."""
        if self._done or not self.looked:
            return self._done
        started = time.perf_counter()
        try:
            self._go()
        except Exception as error:  # noqa: BLE001 - a data migration may raise anything; the others go on
            self._judge(error)
        self.result.ms += (time.perf_counter() - started) * 1000
        return self._done

    def put_off(self, error: BaseException) -> None:
        self.result.retries += 1
        self.result.error = _told(error)

    @property
    def is_unsettled(self) -> bool:
        return self._done and self.result.moved and not self.is_settled

    def settle(self, life: int) -> None:
        """Hear that everything is on the disk that was committed in that session."""
        self.is_settled = life == self._life
        if not self.is_settled:
            self.doubt(ConnectionError("Postgres went away before it was on the disk"))

    def doubt(self, error: BaseException) -> None:
        """Begin again: what was done may be there, in part, or not at all."""
        self.looked = self._done = False
        self._leg, self.result.steps, self.result.outcome = 0, [], Outcome.CURRENT
        self.put_off(error)

    def give_up(self) -> None:
        self._end(Outcome.FAILED, f"gave up after {self.result.retries} attempts: {self.result.error}")

    def _go(self) -> None:
        if self._is_other and self._find_place() and self._explain():
            return
        self._is_other = False
        try:
            self._legs()
        except (psycopg.Error, DjangoError) as error:
            if ELSEWHERE not in str(error):
                raise
            self._find_place()

    def _legs(self) -> None:
        legs = self._path.legs
        if not legs:
            self._sender.check(self.schema, self._path.start)
        while self._leg < len(legs) and not self._done:
            leg = legs[self._leg]
            if isinstance(leg, SqlLeg):
                self._sender.send(self.schema, leg)
            elif isinstance(leg, CodeLeg):
                self._sender.run(self.schema, leg)
            self._arrive(self._leg + 1)
        self._end(self.result.outcome)

    def _arrive(self, leg: int) -> None:
        for passed in self._path.legs[self._leg : leg]:
            self.result.steps += [f"{app}.{name}" for app, name in passed.keys]
            self.result.outcome = Outcome.MIGRATED
        self._leg = leg

    def _find_place(self) -> bool:
        """Look where it stands; True when that is where it was expected.

        When an answer to COMMIT was lost, or Postgres, it is further. Else an earlier run was killed half way.
        """
        applied = read_applied(self._sender.session, self.schema)
        leg = self._path.leg_at(applied)
        if leg is not None and leg > self._leg and self.result.retries:
            self._arrive(leg)
        elif leg != self._leg:
            self._end(Outcome.ELSEWHERE)
            self.result.stands_at = applied
        return leg == self._leg

    def _judge(self, error: Exception) -> None:
        cause = _cause(error)
        lost = isinstance(cause, psycopg.OperationalError) and (cause.sqlstate is None or self._sender.is_lost)
        if isinstance(cause, errors.DiskFull):
            self.result.disk_full = True
            self._end(Outcome.FAILED, _told(cause))
        elif isinstance(cause, PASSING) or lost:
            self._sender.recover()
            self.put_off(cause)
        else:
            self._end(Outcome.FAILED, _told(cause))
            with suppress(psycopg.Error):
                self._explain()

    def _explain(self) -> bool:
        """Say that the schema was altered by hand, and how, if it was."""
        found = shape.differences(self._path.lines, self._sender.lines(self.schema)) if self._leg == 0 else []
        if found:
            self._end(Outcome.ALTERED, "; ".join(["altered by hand", *found[:3]]))
            self.result.differences = found
        return bool(found)

    def _end(self, outcome: Outcome, error: str = "") -> None:
        self.result.outcome, self.result.error, self._done = outcome, error, True
        self._life = self._sender.life


def _cause(error: BaseException) -> BaseException:
    """Return what the driver raised, under Django's own."""
    return error.__cause__ if isinstance(error, DjangoError) and error.__cause__ else error


def _told(error: BaseException) -> str:
    """Return the first line of what Postgres said: the next ones may quote rows."""
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0]}" if said else type(error).__name__
