"""What the website itself keeps: how much of their limits people and addresses have used."""

from django.db import models


class UsedLimit(models.Model):
    """One limit of one person or address, as the moment until which it is used up."""

    key = models.CharField(max_length=150, primary_key=True)
    used_until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
