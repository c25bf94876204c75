"""What reviewers, editors and authors of a journal are called in other languages, and "anonymous".

Accents and letter case make no difference. A word is written with its endings: "anonim/o/a" is
"anonimo" and "anonima"; "anonym//e" is "anonym" and "anonyme". Some are somebody's family name.
"""

_WITH_ENDINGS = """
coaut/or/ora/ores/ore/eur/eure espert/o/a experto//s comite//s comitato/ direttor/e/rice
mitautor//in/en koreferent//in referent//in/en berichterstatter//in chefred/ begutachtet/ beirat/
gutachten/ begutachtung/ experte//in/en verleger//in komitee/ utgivare/ utgiver/ udgiver/ uitgever/
redakcyjn/y/a/e komitet/ evaluator/ lektorat/ revisi/on/ones revis/ao/oes revue/ redacao/
secretari/o/a secretaire/ korrektor//in corrector//a/es directeur/ directrice/ директор/
revisor//a/es/as/e/i evaluador//a/es/as dictaminador//a/es/as arbitr/o/a/os/as/e/es relator//a/es
avaliador//a/es/as parecerist/a/as redactor//a/es/as/ul redac/cion/cao/tie/teur/trice/tie
autor//a/es/as/en/in/innen/ka/e/ky/i/zy anonim/o/a/os/as/i/e/no/owy/owa/ni/na/us
anonym//e/er/es/en/a/t/us/ni anoniem//e
recensor/e/a/i recensent//e/en recensente/ recensent/i valut/atore/atrice/atori edit/rice/rici/ore
redatt/ore/rice/ori redazion/e/i autric/e/es/i autor/e/i revision/e
relect/eur/rice/eurs/rices relector//a/es/as examinat/eur/rice/eurs/rices
rapporteu/r/se/rs/ses/re rapportric/e/es evaluat/eur/rice/eurs/rices
edit/eur/rice/eurs/rices/orin redact/eur/rice/eurs/rices/ie redaction/ auteur//e/s/es
rezensent//in/en/innen gutachter//in/innen begutachter//in/innen herausgeber//in/innen
redakteur//in/e/innen redaktor//in/innen/ka/ky/zy redakt/ion/sjon/orka/or/orer redakci/a/ja
redak/cja/ce/cija schriftleit/ung/er/erin verfasser//in/innen
beoordela/ar/ars beoordelaarster/ granskar/e/en bedomar/e/en forfattar/e forfatter//e fagfell/e/er
anmelder//e toimittaj/a/at arvioij/a/at vertaisarvioij/a/at kirjoittaj/a nimeton/ anonyymi/
recenz/ent/entka/enti/entky/ist/or/ori recenzentk/a/i/y oponent//ka/i biral/o/ok szerkeszt/o/ok
nevtelen/ szerz/o/ok hakem//ler/i yazar//lar elestirmen/ degerlendirici/ penyunting/ penelaah/
penulis/ anonim//e/ler
erstautor//in/en hauptautor//in/en letztautor//in/en lektor//in/ka/en prufer//in/innen pruefer/
lect/eur/eurs/rice/rices juez/ jueces/
рецензент//а/ка/ы/ки/и/ти редактор//а/ы/ка/ша/и редакц/ия/ии/ія/ії редакционн/ая/ый
редколлеги/я/и редколегі/я/ї автор//ы/ка/ша/и аноним//ный/ная/ные/но/ен/на/ка анонімн/ий/а/і анонім/
главред/ эксперт//ы/ка соавтор//ы проверен/о/а рецензирован/о/а уредник/ рецензия/ редакцій/на
κριτ/ης/ες κριτρια/ συντακτ/ης/ρια/ες εκδοτ/ης/ρια/ες επιμελητ/ης/ρια ανωνυμ/ος/η/οι συγγραφ/εας
مراجع//ة/ون المراجع/ محكم//ة/ون المحكم/ محرر//ة/ون المحرر/ التحرير/ تحرير/ مجهول//ة المجهول/ مؤلف//ة
المؤلف/ داور//ان ویراستار/ سردبیر/ ناشناس/ نویسنده/ مدیر/
מבקר//ת/ים סוקר//ת/ים עורך/ עורכ/ת/ים אנונימי//ת/ים מערכת/ המערכת/ מחבר//ת/ים
समीक्षक/ संपादक/ सम्पादक/ अनाम/ गुमनाम/ लेखक/ निर्णायक/ পর্যালোচক/ সম্পাদক/ লেখক/
ผู้ตรวจสอบ/ ผู้ทรงคุณวุฒิ/ ผู้ประเมิน/ บรรณาธิการ/ ไม่ระบุชื่อ/ นิรนาม/ ผู้เขียน/
uredni/k/ca/ki/ce urednistv/o/a toimetaj/a/ad peatoimetaja/ toimetus/ retsensent//id ritstjori/
ritstjorn/ ritrynir/ opiniodawc/a/y posuzovatel//ka sakkunnig//a bedømm/er/ere redaksjon//en
revizor//i avaluador//a/s golygydd/ eagarthoir/
レビュアー/ レビューアー/ エディター/ リビュアー/ 저자/ 편집인/
"""
# Beside them: articles, "second", "external", "independent", "invited", "chief", "number".
_BESIDE = """
unser//e notre nos nuestr/o/a noss/o/a nostr/o/a наш//а onze vår per zum zur glavn/i/a главн/и/а sef
eins zwei drei vier deux trois quatre dos tres cuatro due tre dois três два три четыре dwa trzy
twee drie två iki üç mitglied membre membro miembro član член члены publication издания
ein//e/er/es/em/en der die das dem den un//o/a/e/os/as il lo gli el la le//s los las
del//la/le/lo/gli/l de//r/t/i des du da//s do//s di um//a/as uns o//s as a i y e het een en ett et
und bir egy az l ο η οι ένας μία και ال و zweit/e/er/es erst/e/er/es dritt/e/er/es viert/e/er
deuxieme troisieme quatrieme second//e/o/a premi/er/ere segund/o/a primer//o/a tercer//o/a cuart/o/a
prim/o/a terz/o/a quart/o/a primeir/o/a terceir/o/a втор/ой/ая перв/ый/ая трет/ий/ья друг/ий/а
перш/ий/а треті/й/я drug/i/a pierwsz/y/a trzeci/a druh/y/a prvni treti tweede eerste derde forsta
forste tredje ikinci birinci ucuncu masodik elso harmadik toinen ensimmainen kolmas δεύτερ/ος/η
πρώτ/ος/η τρίτ/ος/η extern//e/er/es/en/o/a/os/as/i/y estern/o/a/i/e ekstern//e внешн/ий/яя/ие
зовнішн/ій/я zewnetrzn/y/a kulso ulkopuolinen dış εξωτερικ/ός/ή خارجي//ة חיצוני//ת
independ/iente/ientes/ente/entes/ant/ants/ante indipendent/e/i unabhangig/e/er/en независим/ый/ая/ые
незалежн/ий/а niezalezn/y/a nezavisl/y/a onafhankelijke oberoende uavhengig uafhaengig bagimsiz
fuggetlen riippumaton ανεξάρτητ/ος/η مستقل//ة invite//e eingeladen/e/er invitad/o/a convidad/o/a
invitat/o/a приглашенн/ый/ая uitgenodigde inbjuden inconnu//e desconocid/o/a desconhecid/o/a
sconosciut/o/a unbekannt/e/er неизвестн/ый/ая nieznan/y/a chef chefe jefe jefa capo principal//e/es
consejo conselho responsa/vel/ble/bile par por pairs pares paritaria hauptredaktion
wissenschaftlich/e/er cientific/o/a scientific/o/a scientifique ansvarlig ansvarig ansvarshavande
naczeln/y/a hlavn/y/i baş главн/ый/ая/ого шеф зам заместитель ответственный научн/ый/ая/ого
головн/ий/а коллегия журнал/а/у номер numero num nummer nr nro numer numar رقم מספר عضو هيئة رئيس
لجنة عدد רשת ראשי//ת
"""
# A team, an office or a series, which speaks for the journal where its name stands beside it.
_TEAMS = """
teams equip//e/o/a/os/as squadra gruppo grupo groupe gruppe zespol ekip ekibi csapat tiimi
команд/а/ы коллектив групп/а/ы ομάδα فريق צוות collectif colectivo coletivo kollektiv collettivo
kolektyw bureau buro oficina ufficio kontor kantoor biuro офис geschaftsstelle sekretariat
secretaria//t/do segreteria secretariaat секретариат direction direktion direccion direcao direzione
administra/tion/cion/cao amministrazione verwaltung администрация revue revista rivista zeitschrift
zeitung журнал//а tijdschrift tidsskrift tidskrift czasopismo casopis dergi//si folyoirat περιοδικό
مجلة verlag edition//s uitgeverij forlag//et wydawnictwo издательство books publishing publications
mitarbeiter//in 团队 團隊 小组 小組 チーム 팀 杂志社 雜誌社 出版社 事務局 사무국
"""
# "Reviewed", "edited", "approved", by the words for "by": whoever is named behind them.
_ACTS = {
    "by": "reviewed refereed edited approved endorsed checked vetted evaluated assessed handled",
    "por pelo//s pela//s": """
        revisad/o/a/os/as evaluad/o/a/os/as arbitrad/o/a/os editad/o/a/os aprobad/o/a/os
        avaliad/o/a/os/as revist/o/a/os/as aprovad/o/a""",
    "par": "relu//e/s/es evalue//e/s/es expertise//e/s/es edite//e/s/es approuve//e/s/es",
    "da//l/i/gli/lla": "revisionat/o/a rivist/o/a/i/e valutat/o/a/i/e approvat/o/a curat/o/a",
    "von vom durch": "begutachtet gepruft bewertet genehmigt redigiert herausgegeben",
    "door": "beoordeeld gerecenseerd goedgekeurd",
    "av af": "granskad//e granskat bedomd vurdert bedomt godkjent godkand",
    "przez": "zrecenzowan/y/a/e/o recenzowan/y/a/e/o zatwierdzon/y/a/e/o",
}
# Alone, or with a number behind it.
PHRASES = (
    *("Biên tập viên", "Người phản biện", "Phản biện", "Ẩn danh", "Tác giả", "Tổng biên tập"),
    *("Mitra bestari", "Par anónimo", "Pair anonyme", "Comité de lecture", "Comité editorial"),
    *("Yayın kurulu", "Pari revisore"),
    *("Sin nombre", "Sans nom", "Ohne Namen", "Senza nome", "Sem nome", "Без имени"),
)
# Words of scripts without spaces, which are put together: "审稿专家", "編集委員会".
_HAN_ROLES = """
编辑 編輯 编审 編審 审稿 審稿 评审 評審 审查 審查 匿名 編集 査読 查読 主编 主編 评阅 評閱 编委 編委
审阅 審閱 总编 總編 读者 讀者 読者 평가 독자 審査 評価
作者 著者 評者 编者 編者 責編 责编 편집 심사 익명 저자 리뷰어 논문심사
"""
_HAN_BESIDE = """
专家 專家 委员会 委員會 委員会 委员 委員 人 者 部 长 長 员 員 副 责任 責任 外部 同行 学者 學者
第 号 號 位 名 の 一 二 三 四 五 六 七 八 九 十 甲 乙 丙 丁 总 總 刊 誌 志 杂志 雜誌 期刊
외부 위원회 위원 자 장 부 인 번 호 일 이 삼
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(
        stem + ending
        for stem, *endings in (line.split("/") for line in text.split())
        for ending in endings or [""]
    )


ROLES_ELSEWHERE = _words(_WITH_ENDINGS)
BESIDE_ELSEWHERE = _words(_BESIDE)
TEAMS_ELSEWHERE = _words(_TEAMS)
REVIEWED_BY = tuple((_words(acts), _words(by)) for by, acts in _ACTS.items())
PUT_TOGETHER_ROLES = frozenset(_HAN_ROLES.split())
PUT_TOGETHER = PUT_TOGETHER_ROLES | frozenset(_HAN_BESIDE.split())
