"""The page where somebody's photo is chosen, and how far it is; rooms say whose it is and who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View

from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest

ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic"


class PhotoForm(forms.Form):
    """The file; whether it is a photo is the service's to say."""

    photo = forms.FileField(
        label=_lazy("Photo"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text=_lazy(
            "JPEG, PNG, WebP or HEIC, up to 20 MB. Place and camera, as phones write them into the file, are not kept."
        ),
    )


class Whose(View):
    """Whose photo it is: `person` to draw, `urls` (photo, removal, progress, back), and what is on its way."""

    def owner(self) -> Any:
        """Return who it is of, as the page draws them."""
        raise NotImplementedError

    def urls(self) -> dict[str, str]:
        """Return the addresses of the photo's pages and of the one that leads here."""
        raise NotImplementedError

    def underway(self) -> Any:
        """Return the `Picture` that was sent and is not there yet, if any."""
        raise NotImplementedError

    def words(self) -> dict[str, Any]:
        return {"owner": self.owner(), "urls": self.urls(), "picture": self.underway(), "removal": removal_words()}


class PhotoPage(Whose, ServiceFormMixin):
    """Choose a photo, see the one there is, take it away."""

    template_name = "photos/photo.html"
    form_class = PhotoForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.words(), **kwargs)

    def send(self, file: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def perform(self, form: PhotoForm) -> HttpResponse:
        self.send(form.cleaned_data["photo"])
        return redirect(self.urls()["back"])


class PhotoRemoval(Whose):
    """Takes the photo away; asks first where the dialog could not."""

    def remove(self) -> None:
        """Call the service."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("confirmed") != "yes":
            context = {**removal_words(), "back": self.urls()["photo"]}
            return render(request, "layouts/confirm.html", context)
        self.remove()
        messages.success(request, _("The photo is removed."))
        return redirect(self.urls()["back"])


class PhotoProgress(Whose):
    """The part of a page that waits; once the photo is there the page is loaded anew."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = self.words()
        if words["picture"] is None:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "photos/_underway.html", words)


def removal_words() -> dict[str, Any]:
    return {
        "question": _("Remove the photo?"),
        "consequences": [_("Its files are deleted; initials stand in its place.")],
        "yes": _("Remove photo"),
        "no": _("Keep"),
    }
