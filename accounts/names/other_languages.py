"""What reviewers, editors and authors of a journal are called in other languages, and "anonymous".

Accents and letter case make no difference. A word is written with its endings: "anonim/o/a" is
"anonimo" and "anonima"; a first "/" stands for none. Some are somebody's family name.
"""

_WITH_ENDINGS = """
revisor//a/es/as/e/i evaluador//a/es/as dictaminador//a/es/as arbitr/o/a/os/as/e/es relator//a/es
avaliador//a/es/as parecerist/a/as redactor//a/es/as/ul redac/cion/cao/tie/teur/trice/tie
autor//a/es/as/in/innen/ka/e/ky/i/zy anonim/o/a/os/as/i/e/no/owy/owa/ni/na/us
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
рецензент//ка/ы/ки/и/ти редактор//ы/ка/ша/и редакц/ия/ии/ія/ії редакционн/ая/ый
редколлеги/я/и редколегі/я/ї автор//ы/ка/ша/и аноним//ный/ная/ные/но/ен/на/ка анонімн/ий/а/і анонім/
уредник/ рецензия/ редакцій/на
κριτ/ης/ες κριτρια/ συντακτ/ης/ρια/ες εκδοτ/ης/ρια/ες επιμελητ/ης/ρια ανωνυμ/ος/η/οι συγγραφ/εας
مراجع//ة/ون المراجع/ محكم//ة/ون المحكم/ محرر//ة/ون المحرر/ التحرير/ تحرير/ مجهول//ة المجهول/ مؤلف//ة
المؤلف/ داور//ان ویراستار/ سردبیر/ ناشناس/ نویسنده/ مدیر/
מבקר//ת/ים סוקר//ת/ים עורך/ עורכ/ת/ים אנונימי//ת/ים מערכת/ המערכת/ מחבר//ת/ים
समीक्षक/ संपादक/ सम्पादक/ अनाम/ गुमनाम/ लेखक/ निर्णायक/ পর্যালোচক/ সম্পাদক/ লেখক/
ผู้ตรวจสอบ/ ผู้ทรงคุณวุฒิ/ ผู้ประเมิน/ บรรณาธิการ/ ไม่ระบุชื่อ/ นิรนาม/ ผู้เขียน/
レビュアー/ レビューアー/ エディター/ リビュアー/ 저자/ 편집인/
"""
# Beside them: "Rédacteur en chef", "Главный редактор".
_BESIDE = """
en chef jefe capo principal principale comite comitato consejo conselho de del della la le el les
los des du da do der die das et y und i e par pairs pares pari paritaria externe externo externa
zweiter erster hauptredaktion wissenschaftlicher wissenschaftliche naczelny naczelna hlavny hlavni
bas главный главная ответственный научный научная эксперт второй первый головний коллегия
عضو هيئة رئيس لجنة عدد רשת ראשי ראשית
"""
# Alone, or with a number behind it.
PHRASES = (
    *("Biên tập viên", "Người phản biện", "Phản biện", "Ẩn danh", "Tác giả", "Tổng biên tập"),
    *("Mitra bestari", "Par anónimo", "Pair anonyme", "Comité de lecture", "Comité editorial"),
    *("Sin nombre", "Sans nom", "Ohne Namen", "Senza nome", "Sem nome", "Без имени"),
)
# Words of scripts without spaces, which are put together: "审稿专家", "編集委員会".
_HAN_ROLES = """
编辑 編輯 编审 編審 审稿 審稿 评审 評審 审查 審查 匿名 編集 査読 查読 主编 主編 评阅 評閱 编委 編委
作者 著者 評者 编者 編者 責編 责编 편집 심사 익명 저자 리뷰어 논문심사
"""
_HAN_BESIDE = """
专家 專家 委员会 委員會 委員会 委员 委員 人 者 部 长 長 员 員 副 责任 責任 外部 同行 学者 學者
第 号 號 位 名 一 二 三 四 五 六 七 八 九 十 甲 乙 丙 丁 总 總 刊 誌 志 杂志 雜誌 期刊
위원회 위원 자 장 부 인 번 호 일 이 삼
"""


def _with_endings(line: str) -> list[str]:
    stem, *endings = line.split("/")
    return [stem + ending for ending in endings]


ROLES_ELSEWHERE = frozenset(word for line in _WITH_ENDINGS.split() for word in _with_endings(line))
BESIDE_ELSEWHERE = frozenset(_BESIDE.split())
PUT_TOGETHER_ROLES = frozenset(_HAN_ROLES.split())
PUT_TOGETHER = PUT_TOGETHER_ROLES | frozenset(_HAN_BESIDE.split())
