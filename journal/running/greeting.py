"""What `make run` prints once the first page is there."""

import tomllib
from pathlib import Path

from demo import DEMO_PASSWORD
from journal.running.console import RULE

SIGN_INS = 6  # the first people of the demo stand for one role each


def greeting(address: str, *, folder: Path, var: Path, is_demo: bool, is_mail_written: bool) -> str:
    """is_mail_written: mail goes to files, as no mail server is named."""
    lines = ["", RULE, f"Verso is ready:  {address}"]
    if is_demo:
        lines += ["", f"Sign in at {address}/accounts/login/ with one of these:", ""]
        lines += demo_sign_ins(folder / "demo" / "content" / "people.toml")
    if is_mail_written:
        lines += ["", f"Mail is not sent but written to {var / 'mail'}."]
    lines += [f"Logs are in {var / 'log'}.  Stop with Ctrl-C.", RULE]
    return "\n".join(lines)


def demo_sign_ins(people: Path) -> list[str]:
    persons = tomllib.loads(people.read_text())["person"][:SIGN_INS]
    width = max(len(person["handle"]) for person in persons)
    rows = [f"  {person['handle']:<{width}}  {person['email']}" for person in persons]
    return [*rows, "", f"  The password of each is:  {DEMO_PASSWORD}"]
