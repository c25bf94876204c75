"""Bylines of a journal in other languages, in either gender, abbreviated or with a digit in it."""

import json
import tomllib
from pathlib import Path

import pytest

from accounts.names import is_reserved

ALSO = ("Verso", "Anonymous reviewer")
BYLINES = {
    "romance": "Revisora anónima|Revisor anónimo|Revisores anónimos|Evaluadora anónima|Árbitro"
    "|Relectora|Recensora|Recensente|Éditrice|Editrice|Autrice|Rapporteuse anonyme|Examinateur"
    "|Rédacteur en chef|Avaliadora 2|Parecerista|Comité editorial|Redacción|Par anónimo",
    "germanic": "Rezensentin|Rezensent 2|Anonyme Gutachterin|Herausgeberin|Redakteurin|Granskare"
    "|Bedömare|Beoordelaar|Redaktør|Anmelder|Anonieme recensent",
    "slavic": "Recenzent|Recenzentka|Redakcja|Redaktorka|Autorka|Редколлегия|Рецензентка|Редакция"
    "|Рецензент 1|Анонимная|Главный редактор|Анонімний рецензент",
    "others of Europe": "Toimittaja|Vertaisarvioija|Εκδότης|Κριτής|Ανώνυμη|Szerkesztő|Névtelen",
    "turkish": "Hakem|Anonim hakem|Yazar|Editör|HAKEM|Hakem 2",
    "semitic and persian": "مراجع|المراجع|محررة|مجهول|عضو هيئة التحرير|داور|סוקר|מבקר אנונימי"
    "|מבקרת אנונימית|עורכת|עברית: מבקר אנונימי",
    "of India and Thailand": "समीक्षक|संपादक|ผู้ตรวจสอบ|บรรณาธิการ|সম্পাদক",
    "vietnamese": "Biên tập viên|Phản biện|Phản biện 1",
    "of east Asia": "編集部|編集委員会|編集長|編輯|审稿专家|审稿人二|匿名評審|主编|責任編集"
    "|편집위원회|편집장|심사자 1|レビュアー|编辑 2",
    "abbreviated": "Rev 2|Rev. 2|Ref 1|Peer 1|Peer #3|Peer two|Handling Ed|Chief Ed.|Assoc. Ed"
    "|Managing Ed|Ed. Board|Ed-in-Chief|EIC|E-i-C|AEIC|AE|The Eds",
    "without a name": "Confidential|Double blind|Triple blind|Blind|None|N/A|NA|Null|Undefined"
    "|Hidden|Kept private|Third party|Third party 2|Not applicable|Root",
    "the journal": "Verso Open Review|Open review|Verso Redaktion|Verso Editora",
    "behind an article": "Ein Gutachter|Un relecteur|Une relectrice|Il revisore|El revisor"
    "|O revisor|Uma revisora|L’auteur|De redactie|Bir hakem|Ο κριτής|Unser Gutachter|Наш рецензент",
    "with a number sign": "Gutachter Nr. 2|Рецензент N2|Рецензент №2|Revisor n.º 2|Relecteur n° 2"
    "|Revisor núm. 3|Рецензент номер 2|Gutachter zwei|Reviewer no. 3|Rev no. 2|R3|R 3|R#3|AE 2",
    "external, second": "Revisore esterno|Внешний рецензент|Évaluateur externe|Externer Gutachter"
    "|Dış hakem|외부 심사위원|Deuxième relecteur|Segundo revisor|Второй эксперт|Drugi recenzent"
    "|Unabhängiger Gutachter|Независимый рецензент|Un revisore anonimo|Gutachter (extern)",
    "put together": "Chefredakteur|Chefredakteurin|Zweitgutachter|Redaktionsleiter|Hoofdredactie"
    "|Главред|Шеф-редактор|Päätoimittaja|Főszerkesztő|匿名の査読者|査読者A|2-й рецензент",
    "what was done": "Revisado por Ana Pérez|Relu par Jean Dupont|Reviewed by Jane Doe"
    "|Peer reviewed|Begutachtet von Verso|Проверено Verso|Rivisto da pari|Edited by Jane Doe",
    "a team of the journal": "Équipe Verso|Equipo Verso|Equipe da Verso|Команда Verso|Verso 编辑部"
    "|Verso编辑部|Verso編集部|Verso-Redaktion|Redazione di Verso|Журнал Verso|Revue Verso"
    "|Büro Verso|Membre du comité|Член редколлегии|Le comité",
    "of smaller languages": "Urednik|Urednica|Glavni urednik|Uredništvo|Главни уредник|Toimetaja"
    "|Peatoimetaja|Retsensent|Ritstjóri|Ritrýnir|Opiniodawca|Posuzovatel|Sakkunnig|Bedømmer"
    "|Redaksjonen|Redactor-șef|Revizor|Avaluador|Golygydd|Eagarthóir|Yayın kurulu|Pari revisore",
    "with a space in it": "Ed Itor|Ed. Itor|Ed-Itor|Ed Itor in Chief|Gut Achter|Redak Teur"
    "|Red Akteur|Re Dacteur"
    "|Recen Zent|Re Zensent|Recen Sore|Eval Uador|Reda Ctor|Szer Kesztő|Toim Ittaja|Gransk Are"
    "|Heraus Geber|Ред Актор",
    "with a digit, apart, misspelt": "R3viewer|R3f3r33|3ditor|An onymous|Re viewer|Rewiever",
}
# A word for what was done and one for "by", of each language of `_ACTS`.
DONE_BY = (
    "Vetted by|Aprobado por|Aprovado pelo|Approuvé par|Approvato da|Genehmigt von|Goedgekeurd door"
    "|Godkänd av|Zatwierdzony przez"
)
# People of these names exist or could: a word is a role only where nothing else stands there.
PEOPLE = (
    "Rev Lin|Rev. John Smith|Peer Gynt|Peer Bork|Peer Fischer|Ed Witten|Ed Guest|Ed Harris|Ed Chief"
    "|Mohammad Hakem|Hakem Ahmed|Hakim Bey|David Autor|Mehmet Yazar|Yazar Kemal|Hasan Anonim"
    "|Maria Arbitro|Jan Recenzent|Lektor Novak|Na Li|Na|Ae|Ae Kim|Nil|Nil Köksal|Christopher Null"
    "|Mary Blind|Blind Willie McTell|John Hidden|Lea None|Root Smith|Open Sky|Eric Eic|Ann Edith"
    "|Nikos Ekdotis|Maria Κριτή|Heron 3|3rd Heron|Anna Rev|Rev Patel|Das Gupta|Bas van Dijk"
    "|Una Reader|Gil Autor|Kai Hakem|Li Yazar|Pari Hakem|Bas Hakem|A. Autor|D. Autor|Autor, D. H."
    "|A. A. Hakem|Suwan, Anon|Hakem, Mohammad|Tobias Verleger|A. Verleger|Relu Popescu|Ada Prior"
    "|Tim Verso|Pär Verso|Andre Verso|Chef Verso|Büro Kim|R3 Kim|Ed Two Rivers|Ottavio Direttore"
    "|Primo Levi|Segundo Ruiz|Una Stubbs|Nina Experte|El Greco|Ein Li|No Kim|Nr Khan|Da Rivista"
    "|李明|王编|王作者明|李明A|김편집|編田 明|主税 太郎|سعيد مراجع"
    "|Editha Rosen|Edit Kovács|Refet Kaya|Relja Torić"
    "|Edit Rice|Exa Miner|Anoni Mas|Ver Leger|Edi Tor|Edit Or|Ed Miller|Ad Min|Au Thor|Thor Au"
    "|Ana Urednik|Petr Revizor|Jan Sakkunnig|Red Butler|Gut Meyer"
)


@pytest.mark.parametrize("bylines", BYLINES.values(), ids=BYLINES)
def test_a_byline_in_another_language_is_nobodys_name(bylines):
    names = bylines.split("|")
    assert [name for name in names if is_reserved(name, also=ALSO)] == names


@pytest.mark.parametrize("done_by", DONE_BY.split("|"))
def test_whoever_is_named_behind_what_was_done_is_nobody(done_by):
    act, by = done_by.split()
    names = [f"{done_by} Anna Rossi", f"Anna {act} Rossi", f"Anna {by} Rossi"]
    assert [name for name in names if is_reserved(name, also=ALSO)] == names[:1]


def test_an_article_counts_beside_a_word_that_is_no_family_name():
    names = ["A Autor", "O Autor", "A. Gutachter", "Una revisora", "Una redaktion"]
    assert [name for name in names if is_reserved(name, also=ALSO)] == names


def test_no_author_of_the_demo_has_a_reserved_name():
    lines = Path("demo/content/arxiv_works.jsonl").read_text(encoding="utf-8").splitlines()
    authors = [author for line in lines for author in json.loads(line)["authors"]]
    names = {f"{author.get('forenames', '')} {author['keyname']}" for author in authors}
    names |= {f"{author['keyname']}, {author.get('forenames', '')}" for author in authors}
    assert len(names) > 300
    assert [name for name in sorted(names) if is_reserved(name, also=ALSO)] == []


def test_no_person_of_the_demo_has_a_reserved_name_or_pseudonym():
    people = tomllib.loads(Path("demo/content/people.toml").read_text(encoding="utf-8"))["person"]
    names = [person[key] for person in people for key in ("name", "pseudonym") if key in person]
    assert len(names) > len(people) > 10
    assert [name for name in names if is_reserved(name, also=ALSO)] == []


def test_real_names_with_such_words_stay_free():
    assert [name for name in PEOPLE.split("|") if is_reserved(name, also=ALSO)] == []
