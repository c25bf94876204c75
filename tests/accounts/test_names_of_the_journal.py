"""Names that read as the journal, or as a role that is written with a slip or in other words."""

import pytest

from accounts.errors import NameNotAvailable
from accounts.names import is_reserved
from accounts.services import set_pseudonym
from tests.factories.accounts import UserFactory

ALSO = ("Verso", "Anonymous reviewer")
BYLINES = {
    "the journal": "Verso 2|Verso’s own|Verso Foundation|Verso AI|Verso experts|Verso Ltd|Verso HQ"
    "|Mail Verso|Verso Inc.|Verso News|Verso Security|Verso Integrity|Verso Member",
    "a slip": "Reviewr 2|Rewiewer 2|Reviever 1|Edtior|Edditor|Editorr|Refereee|Anonimous 2"
    "|The edtior|Guest Edtior",
    "abbreviated": "Rev. A|Rev A|Ref A|AEs|Eds.|A.E.|E-in-C",
    "those who judge": "Program Committee|The committee|Programme committee 2|Expert 1|Expert #2"
    "|Panel Member 3|Judge 2|Juror 3"
    "|External expert|Expert panel|The publisher|Advisory board|Panelist 2",
    "a heading": "Consensus review|Official comment|Retraction notice|Correction|Removed|Deleted"
    "|Identity hidden|Name hidden",
    "elsewhere": "Erstautor|Hauptautorin|Lektor|Prüfer|Lecteur 2|Juez"
    "|审阅人|总编|読者|평가자|독자|審査員",
}
PEOPLE = (
    "Maria Verso|Verso Maria|Ludovica de Verso|M. Verso|Anna Versova|Jane Foundation|Mike Judge"
    "|A. Prüfer|D. Juez|Lektor Novak|Ray Committee|Lex Luthor|Luthor|Arthur|Edito Rossi|Editha"
    "|Edi Tormann|Ana Reviere|Reviere|Rev. Anna|Rev Lin|Refa Lin|Eddie|Ed|Aes Sedai|Ein Chan"
    "|Ana Correction|Ines Removed|Wanda Panel|王总|读书人|김평"
)


@pytest.mark.parametrize("kind", BYLINES)
def test_a_name_that_reads_as_the_journal_or_a_role_is_nobodys(kind):
    names = BYLINES[kind].split("|")
    assert [name for name in names if is_reserved(name, also=ALSO)] == names


def test_people_with_such_a_word_stay_free():
    assert [name for name in PEOPLE.split("|") if is_reserved(name, also=ALSO)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Maria Verso", "VERSO Heron", "Blue Vers0"])
def test_no_pseudonym_has_the_journals_name_in_it(name):
    user = UserFactory()
    with pytest.raises(NameNotAvailable):
        set_pseudonym(user, name)
    set_pseudonym(user, "Blue Versova")
