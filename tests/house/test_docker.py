"""Dockerfile and docker-compose.yml, read as data: what they name exists, and nobody runs as root."""

import re
import shlex
from importlib.metadata import entry_points
from pathlib import Path

import django
import pytest
import yaml

from piano.local.up import processes

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)
RUNNING = ["beat", "engine", "watchdog", "web", "worker", "worker-urgent"]


def dockerfile() -> list[tuple[str, str]]:
    """Instructions as (word, rest), continued lines joined, comments left out."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


def last_stage() -> list[tuple[str, str]]:
    steps = dockerfile()
    start = max(index for index, (word, _) in enumerate(steps) if word == "FROM")
    return steps[start:]


def rests(steps: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for name, rest in steps if name == word]


def known_commands() -> set[str]:
    folders = [Path(django.__file__).parent / "core", *ROOT.glob("*"), *ROOT.glob("piano/*")]
    return {path.stem for folder in folders for path in folder.glob("management/commands/[a-z]*.py")}


def test_the_last_user_is_not_root():
    assert rests(last_stage(), "USER")[-1] == "10001:10001"


def test_every_stage_names_its_version():
    assert all(re.match(r"python:3\.\d+-slim-bookworm", rest) for rest in rests(dockerfile(), "FROM"))


def test_the_health_check_asks_whether_the_service_is_ready():
    assert "/health/ready" in rests(last_stage(), "HEALTHCHECK")[-1]


def test_dependencies_are_installed_by_hash():
    installs = [rest for rest in rests(dockerfile(), "RUN") if "pip install" in rest]
    assert installs
    assert all("--require-hashes" in rest for rest in installs)


def test_static_files_are_collected_while_building():
    assert any("manage.py collectstatic --noinput" in rest for rest in rests(dockerfile(), "RUN"))


def test_all_that_is_copied_exists_and_reaches_the_builder():
    copies = [shlex.split(rest) for rest in rests(dockerfile(), "COPY") if "--from=" not in rest]
    sources = [source for words in copies for source in words[:-1]]
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if f"!{source}" not in allowed] == []


def test_every_room_is_copied():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    copied = {shlex.split(rest)[0] for rest in rests(dockerfile(), "COPY")}
    assert rooms - copied == set()


def test_no_image_is_left_to_chance():
    images = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    assert all(re.search(r":\d", image) for image in images)
    assert SERVICES["database"]["image"].startswith("postgres:18")


def test_all_processes_of_bin_up_run_here_too():
    assert set(processes(Path("/home"), 8000)) <= set(RUNNING)
    assert set(RUNNING) <= set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_its_command_exists(name):
    words = shlex.split(SERVICES[name]["command"])
    if words[:2] == ["python", "manage.py"]:
        assert words[2] in known_commands()
    else:
        assert words[0] in {script.name for script in entry_points(group="console_scripts")}


def test_the_workers_take_the_queues_that_bin_up_takes():
    local = processes(Path("/home"), 8000)["worker"]
    here = [shlex.split(SERVICES[name]["command"]) for name in ("worker", "worker-urgent")]
    queues = [set(words[words.index("-Q") + 1].split(",")) for words in here]
    assert set.union(*queues) == set(local[local.index("-Q") + 1].split(","))
    assert queues[1] == {"urgent"}


def test_the_broker_refuses_and_the_cache_forgets():
    assert "--maxmemory-policy noeviction" in SERVICES["broker"]["command"]
    assert "--maxmemory-policy allkeys-lru" in SERVICES["cache"]["command"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_whatever_it_waits_for_exists_and_can_be_waited_for(name):
    for other, wish in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        if wish["condition"] == "service_healthy":
            assert "test" in SERVICES[other]["healthcheck"]


@pytest.mark.parametrize("name", [*RUNNING, "database", "broker", "cache"])
def test_what_falls_gets_up_again(name):
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_it_may_do_nothing_it_need_not(name):
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "user" not in service


def test_secrets_come_from_files_that_are_not_in_the_repository():
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"secrets/", "piano.env"} <= set(ignored)
    assert all(secret["file"].startswith("./secrets/") for secret in COMPOSE["secrets"].values())
    assert all(SERVICES[name]["env_file"] == "piano.env" for name in OURS)


def test_only_the_web_can_be_reached_and_only_from_this_machine():
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_named_volumes_are_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert {name for name in used if not name.startswith((".", "/"))} == set(COMPOSE["volumes"])


def test_the_example_environment_names_all_that_operation_needs():
    example = (ROOT / "piano.env.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE))
    assert {"DATABASE_URL", "REDIS_URL", "CACHE_URL", "PIANO_HOSTS", "PIANO_SITE_URL", "SMTP_URL"} <= named
