"""Two kinds of work never wait for each other because their locks have one number."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

from events.locks import LockKind
from web.sent_twice import _LOCKS

# `web` stands on the floor of `events`, and cannot read its module.
WITH_NAMES = {"events/locks.py", "web/sent_twice.py"}


def test_the_forms_of_web_have_a_number_that_no_other_kind_of_lock_has():
    assert _LOCKS not in set(LockKind)


def test_no_other_module_makes_a_lock_of_a_name():
    ours = [Path(app.path) for app in apps.get_app_configs()]
    ours = [folder for folder in ours if folder.parent == settings.BASE_DIR]
    modules = [module for folder in ours for module in folder.rglob("*.py")]
    found = [module for module in modules if "hashtextextended" in module.read_text()]
    assert {str(module.relative_to(settings.BASE_DIR)) for module in found} == WITH_NAMES
