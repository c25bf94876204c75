"""The table of columns names every way from the database to a person."""

from django.apps import apps
from django.db import models

from accounts.models import User
from privacy.columns import PEOPLE, Fate, named_texts

TEXT = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)


def keys_of(model):
    return [field for field in model._meta.concrete_fields if field.related_model is User]


def leading_to_people():
    return [model for model in apps.get_models(include_auto_created=True) if keys_of(model)]


def test_every_foreign_key_to_a_person_has_its_fate():
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in leading_to_people()
        for field in keys_of(model)
    }
    assert "reviews.Review.reviewer" in keys
    assert keys == PEOPLE.keys()


def test_every_text_of_a_row_that_stays_is_named():
    texts = {
        f"{model._meta.label}.{field.name}"
        for model in leading_to_people()
        if any(
            PEOPLE[f"{model._meta.label}.{key.name}"].fate is not Fate.DELETED
            for key in keys_of(model)
        )
        for field in model._meta.concrete_fields
        if isinstance(field, TEXT) and not field.choices
    }
    gone = {text for text in texts if text.startswith("accounts.RightsChange.")}  # the person's own
    assert len(gone) == 3
    assert texts - gone == named_texts()


def test_what_is_exported_are_fields_that_lead_to_nobody_else():
    for column, what in PEOPLE.items():
        label, _dot, _name = column.rpartition(".")
        model = apps.get_model(label)
        fields = [model._meta.get_field(name) for name in what.exports]
        assert [field.name for field in fields if field.related_model is User] == [], column
