"""The files that operators use: they parse, they agree with each other, they say nothing of any machine."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.observability.exposition import MULTIPROCESS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose" / "compose.yaml"
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
IMAGE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?(:[A-Za-z0-9.${}_:-]+)?")


def documents() -> list[dict[str, Any]]:
    """Read every Kubernetes object."""
    return [document for path in KUBERNETES for document in yaml.safe_load_all(path.read_text())]


def pods() -> list[dict[str, Any]]:
    """Read the pod of every deployment and job."""
    return [each["spec"]["template"]["spec"] for each in documents() if "template" in each.get("spec", {})]


def test_the_worker_folder_is_named_before_the_library_is_imported() -> None:
    """Else every gunicorn worker would count for itself and most scrapes would miss it."""
    script = (
        "import json, os, runpy, shutil, sys; seen = runpy.run_path('deploy/gunicorn.py');"
        f"folder = os.environ['{MULTIPROCESS}'];"
        "print(json.dumps(['prometheus_client' in sys.modules, os.path.isdir(folder)])); seen['on_exit'](None);"
        "print(json.dumps(os.path.isdir(folder)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own file
    assert [json.loads(line) for line in done.stdout.splitlines()] == [[False, True], False]


def test_compose_is_locked_down() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    ours = {name for name, service in services.items() if str(service.get("image", "")).startswith("mecto")}
    assert ours == {"migrate", "web", "worker", "beat", "pgbouncer"}
    for name in ours:
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    for name, service in services.items():
        assert "limits" in service["deploy"]["resources"], name
        assert IMAGE.fullmatch(service["image"]), name
        assert [
            key for key in service.get("environment", {}) if re.search("PASSWORD$|SECRET_KEY$|_KEY$|TOKEN$", key)
        ] == []
    assert [name for name, service in services.items() if "ports" in service] == ["caddy"]


def test_pgbouncer_keeps_sessions() -> None:
    parser = configparser.ConfigParser(comment_prefixes=(";",), interpolation=None)
    parser.read(DEPLOY / "pgbouncer" / "pgbouncer.ini")
    assert parser["pgbouncer"]["pool_mode"] == "session"
    assert parser["pgbouncer"]["server_reset_query"] == "DISCARD ALL"


def test_the_files_named_in_compose_exist() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    mounts = [volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])]
    contexts = [service["build"]["context"] for service in services.values() if "build" in service]
    wanted = [COMPOSE.parent / path for path in [*mounts, *contexts] if path.startswith(".")]
    assert wanted
    assert [path for path in wanted if not path.exists()] == []


@pytest.mark.parametrize("pod", pods(), ids=lambda pod: pod["containers"][0]["name"])
def test_pods_may_do_little(pod: dict[str, Any]) -> None:
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    (container,) = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert "memory" in container["resources"]["limits"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


def test_compose_and_kubernetes_start_the_same_processes() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    commands = {pod["containers"][0]["name"]: pod["containers"][0]["args"] for pod in pods()}
    for name in ("worker", "beat", "migrate"):
        assert services[name]["command"] == commands[name]
    last = (ROOT / "Dockerfile").read_text().rsplit("CMD ", 1)[1]
    assert json.loads(last) == commands["web"]


def test_one_beat_only() -> None:
    (beat,) = [each for each in documents() if each.get("metadata", {}).get("name") == "beat"]
    assert (beat["spec"]["replicas"], beat["spec"]["strategy"]["type"]) == (1, "Recreate")


@pytest.mark.parametrize("path", ["Dockerfile", "deploy/pgbouncer/Dockerfile"])
def test_dockerfiles_pass_their_linter(path: str) -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, path], cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603 - a development dependency
    assert (done.returncode, done.stdout) == (0, "")
