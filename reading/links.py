from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    url: str
