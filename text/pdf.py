"""PDF and pictures by Typst: a template of ours, and values that no text can turn into commands."""

import json
from pathlib import Path
from typing import Any


def make_pdf(template: Path, values: dict[str, Any], *, attachment: bytes = b"") -> bytes:
    """template: a `.typ` file, which reads `sys.inputs.values` as JSON. attachment: what it may
    attach, in `sys.inputs.attachment`.

    Nothing but the template is read, and nothing is asked for of the network.
    """
    # The compiler is loaded when the first PDF is made: most processes make none.
    import typst

    inputs = {"values": json.dumps(values), "attachment": attachment.decode()}
    made: bytes = typst.compile(template.read_bytes(), sys_inputs=inputs)
    return made


def make_pictures(template: Path, values: dict[str, Any], *, pixels_per_inch: float) -> list[bytes]:
    """The pages as PNG."""
    import typst

    inputs = {"values": json.dumps(values)}
    made: bytes | list[bytes] = typst.compile(
        template.read_bytes(), format="png", ppi=pixels_per_inch, sys_inputs=inputs
    )
    return made if isinstance(made, list) else [made]
