"""docker-compose.yml: every setting reaches the parts, secrets by file, every part has a check."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SETTINGS = re.findall(r"^# ([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
OURS = ("migrate", "web", "worker", "scheduler")
# What the compose file itself decides; all else comes from `.env` as it stands there.
DECIDED = {"REDIS_URL", "STATIC_ROOT", "VAR_DIR", "ISSUE_FILES_DIR", "PICTURES_DIR"}
SECRET = {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "ORCID_CLIENT_SECRET"}


@pytest.mark.parametrize("part", OURS)
@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_of_the_example_reaches_every_part(part, name):
    service = COMPOSE["services"][part]
    assert service["env_file"] == [".env"]
    given = service["environment"]
    if name in SECRET:
        file = given[f"{name}_FILE"]
        assert file.removeprefix("/run/secrets/") in service["secrets"]
        assert name not in given
    elif name in given and name not in DECIDED:
        assert f"${{{name}:" in given[name], f"{name} of .env is overruled"


def test_secrets_are_files_made_once(tmp_path):
    environment = {**os.environ, "EMAIL_URL": "smtp://mail.example.org:25"}
    command = [ROOT / "docker/make-secrets", tmp_path]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    files = {name: ROOT / entry["file"] for name, entry in COMPOSE["secrets"].items()}
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == {path.name for path in files.values()} == set(files)
    assert re.fullmatch("[A-Za-z0-9]{64}", made["secret_key"])
    assert f"verso:{made['postgres_password']}@database:5432/verso" in made["database_url"]
    assert made["email_url"] == "smtp://mail.example.org:25"
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    again = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert again.stdout.count("kept") == len(made)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made


def test_every_part_that_stays_says_how_it_is():
    stay = {name for name, service in COMPOSE["services"].items() if service["restart"] != "no"}
    assert stay == set(COMPOSE["services"]) - {"migrate"}
    assert [name for name in stay if "healthcheck" not in COMPOSE["services"][name]] == []


def test_the_secrets_go_into_no_image():
    assert "secrets" in (ROOT / ".dockerignore").read_text().splitlines()
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_settings_are_read_from_files_that_end_with_a_line(tmp_path):
    values = {
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": "postgres://verso:word@database:5432/verso",
        "EMAIL_URL": "smtp+tls://somebody:word@mail.example.org:587",
    }
    environment = dict(os.environ)
    for name, value in values.items():
        (tmp_path / name).write_text(f"{value}\n")
        environment[f"{name}_FILE"] = str(tmp_path / name)
        environment.pop(name, None)
    script = (
        "import json; from journal import settings as s; database = s.DATABASES['default'];"
        "print(json.dumps([s.SECRET_KEY, database['NAME'], database['PASSWORD'],"
        " s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.IS_EMBEDDED]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found == ["k" * 40, "verso", "word", "mail.example.org", 587, True, False]
