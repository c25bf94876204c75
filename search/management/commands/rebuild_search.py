from typing import Any

from django.utils import timezone
from tqdm import tqdm

from events.commands import DatabaseCommand
from preprints.models import Preprint
from search.services import rebuild


class Command(DatabaseCommand):
    help = "Make the whole search index anew, while searches go on; safe to repeat."

    def handle(self, **_options: Any) -> None:
        done = 0
        with tqdm(total=Preprint.objects.count(), unit="work", disable=None) as bar:
            for done in rebuild(now=timezone.now()):
                bar.update(done - bar.n)
        self.stdout.write(f"{done} works indexed.")
