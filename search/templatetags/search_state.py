"""How far search is behind, for the pages of apps that stand below it."""

from django import template

from search import services
from search.services import Lag

register = template.Library()


@register.simple_tag
def search_lag() -> Lag:
    return services.lag()
