from __future__ import annotations

from django import forms

from apps.common.templatetags.fields import field
from tests.front.samples import Everything


class Contact(forms.Form):
    email = forms.EmailField(help_text="We never show it.", widget=forms.EmailInput({"autocomplete": "email"}))
    nick = forms.CharField(required=False, label="<b>Nick</b>")
    secret = forms.CharField(widget=forms.PasswordInput)


def test_label_help_and_error_are_tied_to_the_control() -> None:
    form = Contact({"email": "nobody"})
    html = field(form["email"])
    assert '<label for="id_email">Email' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email_helptext">We never show it.' in html
    assert 'class="error" id="id_email_error"' in html
    assert "Enter a valid email address." in html


def test_a_good_field_is_not_marked_invalid() -> None:
    html = field(Contact({"email": "nora@example.com"})["email"])
    assert "aria-invalid" not in html
    assert "_error" not in html


def test_help_given_by_the_template_is_tied_too() -> None:
    assert 'aria-describedby="id_nick_helptext"' in field(Contact()["nick"], help="As you like.")


def test_what_a_person_typed_and_labels_are_escaped() -> None:
    html = field(Contact({"nick": '"><script>'})["nick"], suffix="<i>")
    assert "<script>" not in html
    assert "&lt;b&gt;Nick&lt;/b&gt;" in html
    assert '<span class="affix">&lt;i&gt;</span>' in html


def test_attributes_reach_the_control() -> None:
    assert 'hx-get="/x/"' in field(Contact()["email"], hx_get="/x/", autocomplete="off")
    assert 'autocomplete="off"' in field(Contact()["email"], autocomplete="off")


def test_a_password_can_be_shown_but_is_not_sent_back() -> None:
    html = field(Contact({"secret": "correct horse"})["secret"])
    assert 'data-reveal="id_secret"' in html
    assert "correct horse" not in html


def test_radio_buttons_are_a_group_with_a_legend() -> None:
    html = field(Everything({})["kind"], style="segmented")
    assert html.count("<fieldset") == 1
    assert "<legend>Kind" in html
    assert 'aria-describedby="id_kind_error"' in html
    assert html.count('type="radio"') == 3


def test_the_form_draws_itself_with_the_same_fields() -> None:
    html = str(Everything({}))
    assert html.count('class="input') == 6
    assert html.count("<fieldset") == 2
    assert html.count('type="hidden"') == 1
    assert "(Hidden field secret)" in html


def test_optional_is_said_and_required_is_not() -> None:
    assert "optional" in field(Contact()["nick"])
    assert "optional" not in field(Contact()["email"])
