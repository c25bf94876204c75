"""What changed between two texts in HTML, block by block and word by word."""

from text.comparing.compare import HtmlDiff, html_diff

__all__ = ["HtmlDiff", "html_diff"]
