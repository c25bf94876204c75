"""What somebody declares with a text whose readers also see the name of its writer."""

from django.db import models

from reviews.interests import Interests, words_for_readers


class WithInterests(models.Model):
    """interest_kinds: of `InterestKind`; [] also where only words were declared, before there were
    kinds."""

    interest_kinds = models.JSONField(default=list, blank=True)
    competing_interests = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def interests(self) -> Interests:
        return Interests(tuple(self.interest_kinds), self.competing_interests)

    @property
    def interests_in_words(self) -> str:
        """As readers see them."""
        return words_for_readers(self.interests)
