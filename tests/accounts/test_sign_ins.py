"""Where people are signed in: listed, and ended one by one, at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.accounts.devices import approximate, device_words
from apps.accounts.models import SignIn
from apps.accounts.selectors import live_sign_ins
from apps.activity.models import Activity
from tenants.registry.context import enter_business
from tests.factories.people import PASSWORD, UserFactory
from tests.harness.people import Browser, Machine, host_of

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ClientFor

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"


def browser_of(user: User, business: BusinessRef, agent: str, address: str = "203.0.113.9") -> Browser:
    browser = Browser(SERVER_NAME=host_of(business), HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return browser


def app_of(user: User, business: BusinessRef, agent: str = "TrainerApp/3.1 okhttp/4.12") -> tuple[Machine, Any]:
    machine = Machine(SERVER_NAME=host_of(business), HTTP_USER_AGENT=agent)
    pair = machine.post("/api/v1/token/", {"email": user.email, "password": PASSWORD}, format="json").json()
    machine.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
    return machine, pair


def is_in(browser: Browser) -> bool:
    return bool(browser.get(reverse("account")).status_code == 200)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on macOS"),
        ("TrainerApp/3.1 okhttp/4.12", "TrainerApp"),
        ("curl/8.5.0", "curl"),
        ("<script>alert(1)</script>", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_words_for_devices(agent: str, words: str) -> None:
    assert device_words(agent) == words


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("not an address", ""),
    ],
)
def test_addresses_are_approximated(address: str, kept: str) -> None:
    assert approximate(address) == kept


def test_the_page_lists_browsers_and_apps_and_marks_this_one(trainer: User, business: BusinessRef) -> None:
    here = browser_of(trainer, business, FIREFOX)
    browser_of(trainer, business, SAFARI, "2001:db8:1:2::1")
    app_of(trainer, business)
    page = here.get(reverse("account_sign_ins")).content.decode()
    positions = [
        page.index(words) for words in ("Firefox on Windows", "This browser", "TrainerApp", "Safari on iPhone")
    ]
    assert positions == sorted(positions)
    assert page.count("This browser") == 1
    assert "203.0.113.0/24" in page
    assert "203.0.113.9" not in page


def test_ending_one_browser_ends_it_at_once_and_no_other(trainer: User, business: BusinessRef) -> None:
    here, there = browser_of(trainer, business, FIREFOX), browser_of(trainer, business, SAFARI)
    lost = live_sign_ins(trainer).get(user_agent=SAFARI)
    answer = here.post(reverse("account_sign_in_end", args=[lost.pk]), follow=True)
    assert "Safari on iPhone is signed out." in answer.content.decode()
    assert (is_in(here), is_in(there)) == (True, False)
    event = Activity.objects.get(name="account.sign_in_ended")
    assert event.payload == {"user_id": str(trainer.pk), "device": "Safari on iPhone"}


def test_ending_an_app_ends_access_and_refresh_at_once(trainer: User, business: BusinessRef) -> None:
    here = browser_of(trainer, business, FIREFOX)
    (machine, pair), (kept, _kept_pair) = app_of(trainer, business), app_of(trainer, business, "Other/1.0")
    lost = live_sign_ins(trainer).get(user_agent__startswith="TrainerApp")
    here.post(reverse("account_sign_in_end", args=[lost.pk]))
    refused = machine.get("/api/v1/me/")
    assert (refused.status_code, refused.json()["code"]) == (401, "signed_out")
    machine.credentials()
    again = machine.post("/api/v1/token/refresh/", {"refresh": pair["refresh"]}, format="json")
    assert (again.status_code, again.json()["code"]) == (401, "signed_out")
    assert kept.get("/api/v1/me/").status_code == 200


def test_ending_this_one_logs_out(trainer: User, business: BusinessRef) -> None:
    here = browser_of(trainer, business, FIREFOX)
    answer = here.post(reverse("account_sign_in_end", args=[SignIn.objects.get().pk]))
    assert answer["Location"] == reverse("account_login")
    assert not is_in(here)


def test_all_others(trainer: User, manager: User, business: BusinessRef) -> None:
    here, there = browser_of(trainer, business, FIREFOX), browser_of(trainer, business, SAFARI)
    machine, _pair = app_of(trainer, business)
    colleague = browser_of(manager, business, FIREFOX)
    here.post(reverse("account_sign_ins_end_others"))
    assert (is_in(here), is_in(there), is_in(colleague)) == (True, False, True)
    assert machine.get("/api/v1/me/").status_code == 401
    assert live_sign_ins(trainer).count() == 1


def test_somebody_elses_is_not_found(client_for: ClientFor, trainer: User, manager: User, rival: BusinessRef) -> None:
    browser, victim = client_for(trainer), client_for(manager)
    theirs = live_sign_ins(manager).get()
    assert browser.post(reverse("account_sign_in_end", args=[theirs.pk])).status_code == 404
    assert is_in(victim)
    with enter_business(rival):
        assert not SignIn.objects.exists()


def test_over_the_api(trainer: User, business: BusinessRef) -> None:
    machine, _pair = app_of(trainer, business)
    there = browser_of(trainer, business, SAFARI)
    rows = machine.get("/api/v1/me/sign-ins/").json()["results"]
    assert {(row["kind"], row["device"], row["is_current"]) for row in rows} == {
        ("app", "TrainerApp", True),
        ("browser", "Safari on iPhone", False),
    }
    assert all("session_key" not in row for row in rows)
    (browser_row,) = [row for row in rows if row["kind"] == "browser"]
    assert machine.delete(f"/api/v1/me/sign-ins/{browser_row['id']}/").status_code == 204
    assert not is_in(there)
    there = browser_of(trainer, business, SAFARI)
    assert machine.post("/api/v1/me/sign-ins/others/ending/").status_code == 204
    assert not is_in(there)
    assert machine.get("/api/v1/me/").status_code == 200


def test_renewing_keeps_one_line_and_says_when(trainer: User, business: BusinessRef) -> None:
    machine, pair = app_of(trainer, business)
    later = timezone.now() + timedelta(hours=3)
    with time_machine.travel(later, tick=False):
        machine.credentials()
        machine.post("/api/v1/token/refresh/", {"refresh": pair["refresh"]}, format="json")
    assert SignIn.objects.get().last_seen_at == later


def test_a_browser_is_seen_now_and_then(trainer: User, business: BusinessRef) -> None:
    here = browser_of(trainer, business, FIREFOX)
    begun = SignIn.objects.get().last_seen_at
    here.get(reverse("account"))
    assert SignIn.objects.get().last_seen_at == begun
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        here.get(reverse("account"))
    assert SignIn.objects.get().last_seen_at > begun + timedelta(minutes=10)


def test_logging_out_and_running_out_leave_the_list(trainer: User, business: BusinessRef) -> None:
    browser_of(trainer, business, FIREFOX).post(reverse("account_logout"))
    assert not SignIn.objects.exists()
    browser_of(trainer, business, FIREFOX)
    app_of(trainer, business)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert not live_sign_ins(trainer).exists()
        browser_of(trainer, business, SAFARI)
        assert SignIn.objects.get().user_agent == SAFARI


def test_a_new_password_keeps_this_line_only(trainer: User, business: BusinessRef) -> None:
    here, there = browser_of(trainer, business, FIREFOX), browser_of(trainer, business, SAFARI)
    body = {"oldpassword": PASSWORD, "password1": "quite another sentence", "password2": "quite another sentence"}
    assert here.post(reverse("account_change_password"), body).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert [sign_in.user_agent for sign_in in live_sign_ins(trainer)] == [FIREFOX]


def test_platform_staff_have_lines_too(client_for: ClientFor, staff: User) -> None:
    from tenants.registry.context import enter_public

    client_for(staff)
    with enter_public():
        assert live_sign_ins(staff).count() == 1


def test_a_person_of_the_same_id_elsewhere_is_not_signed_in(
    trainer: User, business: BusinessRef, rival: BusinessRef
) -> None:
    _machine, pair = app_of(trainer, business)
    with enter_business(rival):
        UserFactory(pk=trainer.pk, email=trainer.email)
    stolen = Machine(SERVER_NAME=host_of(rival), HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
    assert stolen.get("/api/v1/me/sign-ins/").status_code == 401
