"""The embargo of a text on HAL, whose end is written in more than one way."""

import re

import pytest

from ingest.errors import WorkNotPublic
from ingest.sources.hal import read_tei
from tests.replay.hal import SAMPLES

ID = "hal-90000004"
TEI = (SAMPLES / "embargo.xml").read_text(encoding="utf-8")
DIGITS = {
    "ASCII": {},
    "Arabic-Indic": str.maketrans(
        "0123456789", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"
    ),
}
NOTATIONS = ["{}-01-02", "{}/01/02", "{}-1-2", "{}", "{}-01", "{}-01-02T03:04:05+06:00", "2 Jan {}"]


def closed_until(day):
    """The work, its embargo ending so."""
    text = re.sub(r"(EndEmbargoed.>)[^<]+", rf"\g<1>{day}", TEI)
    assert f">{day}<" in text
    return read_tei(text.encode(), ID).record()


@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_an_embargo_holds_in_whatever_notation_its_end_is_given(notation, digits):
    with pytest.raises(WorkNotPublic) as refused:
        closed_until(notation.format(2099).translate(digits))
    assert "not public on HAL yet" in str(refused.value.message)
    assert closed_until(notation.format(2020).translate(digits)).location.external_id == ID


@pytest.mark.parametrize("until", ["soon", "2020-13-45", "2020-01-02 2099-01-02", "1/2/2020"])
def test_an_embargo_whose_end_cannot_be_read_holds(until):
    with pytest.raises(WorkNotPublic) as refused:
        closed_until(until)
    assert "not public on HAL yet" in str(refused.value.message)


def test_of_two_ends_the_later_one_counts():
    day = "<date type='whenEndEmbargoed'>2020-01-02</date>"
    later = TEI.replace("<date type=", f"{day}<date type=")
    assert later.index(day) < later.index("2999")
    with pytest.raises(WorkNotPublic):
        read_tei(later.encode(), ID).record()


def test_where_no_end_is_given_there_is_no_embargo():
    for text in (TEI.replace(">2999-01-01<", "><"), re.sub("<date type=.whenEnd.*", "", TEI)):
        assert text != TEI
        assert read_tei(text.encode(), ID).record().location.external_id == ID
