"""A variable that a template uses and nothing gives it is a fault, not an empty word."""


class MissingVariable(str):
    """Django's `string_if_invalid`: asked for the words of a missing variable, it fails instead."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        if str(name) in OF_ALLAUTH:
            return ""
        raise AssertionError(f"a template uses {name!s}, which nothing gives it")


# What a template of django-allauth uses of a person without recovery codes.
OF_ALLAUTH = {
    "authenticators.recovery_codes.generate_codes",
    "authenticators.recovery_codes.get_unused_codes",
}
