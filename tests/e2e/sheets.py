"""A sheet of clients to import: shared sample data where it lies beside the project, else one made here."""

from __future__ import annotations

import csv
import os
from pathlib import Path

from faker import Faker

from tests.architecture.files import PROJECT

ROWS = 120


def shared_sheet() -> Path | None:
    """Return the shared sample: in MECTO_SAMPLES, or next to the project or above."""
    named = os.environ.get("MECTO_SAMPLES")
    places = [Path(named)] if named else [folder / "shared" / "data" for folder in PROJECT.parents]
    return next((place / "clients_import.csv" for place in places if (place / "clients_import.csv").exists()), None)


def client_sheet(folder: Path) -> Path:
    """Return the shared sheet, or make one like it: semicolons, a mark at the start, rows that cannot come in."""
    if shared := shared_sheet():
        return shared
    print("Importing a made-up sheet: the shared sample data is not beside the project")  # noqa: T201 - the reason, for who reads the run
    path = folder / "clients.csv"
    Faker.seed(7)
    fake = Faker("en_GB")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file, delimiter=";")
        sheet.writerow(["First Name", "Last Name", "E-mail", "Mobile Phone", "Country", "Goal"])
        for number in range(ROWS):
            sheet.writerow(
                [fake.first_name(), fake.last_name(), f"client{number}@mail.example", "07400 122601", "GB", ""]
            )
        sheet.writerow(["No", "Mail", "not an address", "", "GB", "=1+1"])
    return path
