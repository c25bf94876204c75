"""The OpenAPI schema in words for readers: operations in groups, shapes with titles."""

import re
from typing import Any

PREFIX = "/api/v1/"
FRONT = "All lists"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDINGS = {"ref": "{}, in short", "detail": "{}, in full", "enum": "{}"}

Json = dict[str, Any]


def name_for_readers(result: Json, **_options: Any) -> Json:
    """Called by drf-spectacular once the schema is made (`POSTPROCESSING_HOOKS`)."""
    groups: dict[str, str] = {}
    shapes = result["components"]["schemas"]
    for name, shape in shapes.items():
        shape["title"] = title_of(name)
    for path, operations in result["paths"].items():
        resource = path.removeprefix(PREFIX).partition("/")[0]
        group = groups.setdefault(resource, resource.capitalize() or FRONT)
        for operation in operations.values():
            operation["tags"] = [group]
            answer = _name_of_answer(operation)
            if answer.startswith("Paginated"):
                shapes[answer]["title"] = f"{group}, one page"
    result["tags"] = [{"name": group} for group in groups.values()]
    return result


def title_of(name: str) -> str:
    """
    >>> title_of("ReviewParts"), title_of("PreprintRef"), title_of("BylineKindEnum")
    ('Review parts', 'Preprint, in short', 'Byline kind')
    """
    *words, last = _CAMEL.sub(" ", name).lower().split()
    sentence = _ENDINGS.get(last, "{}") if words else "{}"
    kept = words if words and last in _ENDINGS else [*words, last]
    return sentence.format(" ".join(kept)).capitalize()


def _name_of_answer(operation: Json) -> str:
    (content,) = operation["responses"]["200"]["content"].values()
    name: str = content["schema"].get("$ref", "").rpartition("/")[2]
    return name
