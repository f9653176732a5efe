"""Each step's form: what it shows first, and the service that keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.clients.forms import values_of
from apps.clients.intake_forms import (
    ConsentsForm,
    ContactForm,
    DetailsForm,
    HealthForm,
    MeasuresForm,
    StepForm,
    measures_as_typed,
    today_text,
)
from apps.clients.models import Way
from apps.clients.questionnaire import CURRENT
from apps.clients.records import intake_of, screenings_of, standing_of, starting_measures
from apps.clients.services.intake import (
    add_goal,
    answer_screening,
    finish_intake,
    give_consents,
    save_contact,
    save_measures,
)
from apps.clients.services.intake.measures import read_measures
from apps.clients.views.carried import uuid_in
from apps.common.errors import InvalidInput
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from apps.clients.views.intake.desk import Desk

CONTACT = ("emergency_name", "emergency_phone", "emergency_relation", "goal")
DETAILS = ("phone", "date_of_birth")


def make_form(desk: Desk, step: str, **kwargs: Any) -> StepForm:
    """Return the form of a step with what is known so far."""
    match step:
        case "details":
            return DetailsForm(client=desk.client, is_staff=desk.is_staff, initial=_own(desk, DETAILS), **kwargs)
        case "contact":
            return ContactForm(initial={**_own(desk, CONTACT), "goal_key": str(uuid7())}, **kwargs)
        case "health":
            return HealthForm(initial=_answers(desk), **kwargs)
        case "measures":
            return _measures_form(desk, **kwargs)
        case "consents":
            return ConsentsForm(
                standing=standing_of(desk.client.pk),
                is_staff=desk.is_staff,
                **kwargs,
            )
    return StepForm(**kwargs)


def save_step(desk: Desk, step: str, form: Any) -> None:
    """Keep a step. Raises what its service does, with the form's own field names."""
    who: dict[str, Any] = {"client_id": desk.client.pk, "filler": desk.filler}
    match step:
        case "details":
            save_contact(**who, step=step, **form.given())
        case "contact":
            _save_contact(desk, form)
        case "health":
            answer_screening(**who, answers=form.cleaned_data, version=CURRENT.version)
        case "measures":
            known = starting_measures(desk.client.pk).values
            values = read_measures(form.typed(), **desk.units, known=known)
            if not _shows_measures(desk):  # what was not shown was not emptied
                values = {name: value for name, value in values.items() if value is not None}
            save_measures(**who, values=values, measured_on=form.cleaned_data["measured_on"])
        case "consents":
            on_paper = form.cleaned_data.get("on_paper", False)
            name = form.cleaned_data["signed_name"]
            give_consents(**who, version_ids=form.chosen(), signed_name=name, on_paper=on_paper)
        case "finish":
            finish_intake(**who)


def _save_contact(desk: Desk, form: ContactForm) -> None:
    who: dict[str, Any] = {"client_id": desk.client.pk, "filler": desk.filler}
    if goal := form.goal_fields():
        try:
            add_goal(**who, goal_id=uuid_in(form.cleaned_data["goal_key"]), **goal)  # type: ignore[arg-type] # its own names
        except InvalidInput as error:
            raise InvalidInput({f"goal_{name}": texts for name, texts in error.fields.items()}) from error
    save_contact(**who, step="contact", **{name: form.cleaned_data[name] for name in CONTACT})


def _own(desk: Desk, names: tuple[str, ...]) -> dict[str, str]:
    values = values_of(desk.client)
    return {name: values[name] for name in names}


def _answers(desk: Desk) -> dict[str, str]:
    """Return the answers that count; over a link only those that came over it: it shows nothing that the team wrote."""
    latest = screenings_of(desk.client.pk).first()
    if latest is None or latest.questionnaire != CURRENT.version:
        return {}
    link = desk.filler.link
    if link is not None and (latest.way != Way.LINK or latest.created_at < link.created_at):
        return {}
    return dict(latest.answers)


def _shows_measures(desk: Desk) -> bool:
    """Over a link only what came since it was sent."""
    link = desk.filler.link
    return link is None or intake_of(desk.client.pk).steps.get("measures", "") > link.created_at.isoformat()


def _measures_form(desk: Desk, **kwargs: Any) -> MeasuresForm:
    known = starting_measures(desk.client.pk)
    typed = measures_as_typed(known.values, **desk.units) if _shows_measures(desk) else {}
    day = known.on.isoformat() if known.on else today_text()
    return MeasuresForm(**desk.units, initial={**typed, "measured_on": day}, **kwargs)
