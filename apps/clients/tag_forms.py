"""The forms of tags. What a name must be like is the services' business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.clients.models import Tag
from apps.clients.models.tag import LONGEST_TAG, Colour
from apps.clients.tags import live_tags

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def swatches() -> list[tuple[str, SafeString]]:
    """Return the palette's colours, each with its dot and its name."""
    dot = '<i class="tag-dot hue-{}"></i> {}'
    return [(colour.value, format_html(dot, number, colour.label)) for number, colour in enumerate(Colour)]


class NewTagForm(forms.Form):
    """One more tag; its colour is chosen for it."""

    name = forms.CharField(label=_("New tag"), max_length=LONGEST_TAG)


class TagForm(forms.Form):
    """Name and colour."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_TAG)
    colour = forms.ChoiceField(label=_("Colour"), choices=swatches, widget=forms.RadioSelect)


class MergeForm(forms.Form):
    """Which tag takes the place."""

    into = forms.ModelChoiceField(label=_("Merge into"), queryset=Tag.objects.none(), empty_label=_("Choose a tag"))

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        if isinstance(into, forms.ModelChoiceField):
            into.queryset = live_tags().exclude(pk=tag.pk)
