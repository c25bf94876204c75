"""The sources' answers from recordings, over real HTTP on this machine.

In a test use the fixture `replay` (tests/replay/fixtures.py); elsewhere `with ReplayServer() as
replay`, or `python -m tests.replay --port 8900`.
"""

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.server import Failure, ReplayServer

__all__ = ["Failure", "ReceivedRequest", "ReplayServer", "Reply"]
