"""What the replay server is asked, and what a route answers."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReceivedRequest:
    method: str
    path: str
    query: str
    headers: dict[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int
    media_type: str
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)
