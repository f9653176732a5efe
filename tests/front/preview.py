"""Renders sample pages of all components and layouts, without a database, into a folder to look at.

    python -m tests.front.preview FOLDER
    python -m http.server --directory FOLDER

The built style sheets and scripts are linked into FOLDER/static.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path

from tests.front import samples

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "pages"
THEMES = ("light", "dark")

urlpatterns = [
    path("accounts/logout/", HttpResponse, name="account_logout"),
    path("style/", HttpResponse, name="console_style"),
    path("style/brand.css", HttpResponse, name="console_style_brand"),
]


def template_settings() -> list[dict[str, Any]]:
    """Return a template engine that finds the sample pages and calls no context processor."""
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "DIRS": [ROOT / "templates", PAGES],
            "OPTIONS": {"libraries": {"ui": "apps.common.templatetags.ui"}},
        }
    ]


def page_names() -> list[str]:
    """Return the sample pages and the error pages."""
    errors = (f"errors/{page.name}" for page in (ROOT / "templates" / "errors").glob("*.html"))
    return sorted([*(page.name for page in PAGES.glob("*.html")), *errors])


def configure() -> None:
    """Set Django up with nothing but templates."""
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles", "django.forms", "django_vite"],
        DJANGO_VITE={"default": {"manifest_path": ROOT / "static" / "dist" / "manifest.json"}},
        FORM_RENDERER="django.forms.renderers.TemplatesSetting",
        ROOT_URLCONF="tests.front.preview",
        STATIC_URL="/static/",
        TEMPLATES=template_settings(),
        TIME_ZONE="Europe/Helsinki",
        USE_TZ=True,
    )
    django.setup()


def render_all(folder: Path) -> list[Path]:
    """Write each sample page in each theme and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "static"
    if not link.is_symlink():
        link.symlink_to(ROOT / "static" / "dist")
    (folder / "brand.css").write_text("", encoding="utf-8")
    written = []
    for name in page_names():
        for theme in THEMES:
            file = folder / f"{Path(name).stem}-{theme}.html"
            file.write_text(render_to_string(name, {**samples.context(), "theme": theme}), encoding="utf-8")
            written.append(file)
    return written


if __name__ == "__main__":
    configure()
    for made in render_all(Path(sys.argv[1])):
        sys.stdout.write(f"{made}\n")
