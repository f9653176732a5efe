"""A form field with its label, help and errors. Registered by `ui`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms import RadioSelect
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.utils.safestring import SafeString

FILES = {"file", "clearablefile"}


def layout_of(field: BoundField) -> str:
    """Return how a field is drawn: "hidden", "checkbox", "choices", "file", "input", or by its widget."""
    kind = field.widget_type.removeprefix("long")
    if field.is_hidden:
        return "hidden"
    if kind in FILES:
        return "file"
    if isinstance(field.field.widget, RadioSelect):  # boxes for several choices are a kind of them
        return "choices"
    return kind if kind in {"checkbox", "select", "password", "phone", "token"} else "input"


def field(  # noqa: PLR0913 one tag for every field
    bound: BoundField,
    *,
    label: str = "",
    help: str = "",  # noqa: A002, the tag's argument reads help="…"
    prefix: str = "",
    suffix: str = "",
    style: str = "",
    current: str = "",
    **extra: object,
) -> SafeString:
    """Draw a field: label, control, help and errors, tied together for screen readers.

    Args:
        bound: the form's field, `form.email`.
        label: other words than the form's.
        help: words under the control; the form's own help text when left out.
        prefix: an affix before the value ("€").
        suffix: an affix after it ("kg", ".example.com").
        style: radio buttons: "" a column, "inline" a row, "segmented" a segmented control; a number: "number" puts a
            button for less and one for more beside it, where scripts run; a select: "combobox" finds while one types;
            a file: "photo" shows the picture.
        current: the address of the picture there is now.
        extra: further attributes of the control, underscores for dashes: `autocomplete="email"`, `hx_get=url`.

    """
    return render_to_string(
        "components/field.html",
        {
            "field": bound,
            "control": bound.as_widget(attrs=_attributes(bound, help, extra)),
            "before": bound.as_hidden(only_initial=True) if bound.field.show_hidden_initial else "",
            "layout": layout_of(bound),
            "label": label or bound.label,
            "help": help or bound.help_text,
            "prefix": prefix,
            "suffix": suffix,
            "style": style,
            "current": current,
        },
    )


def _attributes(bound: BoundField, words: str, extra: dict[str, object]) -> dict[str, str | bool]:
    """Return the control's further attributes; help that only the tag gives is tied to it by hand."""
    values: dict[str, str | bool] = {
        name.rstrip("_").replace("_", "-"): value if isinstance(value, bool) else str(value)
        for name, value in extra.items()
        if value is not None
    }
    if words and not bound.help_text and bound.auto_id:
        ids = [f"{bound.auto_id}_helptext", *([f"{bound.auto_id}_error"] if bound.errors else [])]
        values.setdefault("aria-describedby", " ".join(ids))
    return values
