"""Withdrawal and retraction where a source says it in words: in a comment, an abstract, a title.

Three of arXiv's formats mark withdrawal nowhere else, and publishers write it before a title.
People word it freely, so each sentence is read by itself; one that speaks of a journal, of an
earlier version or of another work does not count.
"""

import re
from dataclasses import replace

from preprints.record import Record

SHORTEST_ABSTRACT = 250  # characters; what is shorter in its place is a comment, as a rule

_I = re.IGNORECASE
_IX = re.IGNORECASE | re.VERBOSE

# One of these stands in whatever could count, in small letters: most texts need no closer look.
_STEMS = (
    *("withd", "with-d", "retract", "removed by", "removed at", "removed on", "removed upon"),
    *("removed this", "been removed", "been deleted", "deleted by"),
    *("remove based", "temporarily removed", "removed:", "removal:", "ithrawn", "itdrawn"),
    *("ihdrawn", "idthdrawn", "retir", "ritirat", "zurückgezog", "ingetrokken", "wycofan"),
    *("отозван", "撤", "取り下げ", "取下げ", "철회"),
)
_ASCII_STEMS = tuple(filter(str.isascii, _STEMS))
_NOUN = (
    r"(?:article|chapter|comment|contribution|dissertation|draft|document|e-?print|essay|letter"
    r"|manuscript|note|paper|pre-?print|publication|record|report|study|submission|survey|text"
    r"|thesis|version|work)"
)
# As people also spell it: "has been withdraw", "withdrwan", "with-drawn".
_GONE = (
    r"(?:with-?\s?drawn|withdraw(?:ed)?|withdrw[ao]n|withdr[ao]n|withdrown|withdarwn|withdawn"
    r"|withrawn|witdrawn|wihdrawn|widthdrawn|retracted"
    r"|removed\s(?:by\s(?:the\s)?(?:arxiv(?:\s\w+)?|authors?)|(?:at|on|upon)\sthe\s(?:request|author))"
    r"|deleted\sby\s(?:the\s)?authors?"
    r"|removed?\sbased\son\s(?:the\s)?author\S*\srequest)"
)
_ADVERB = (
    r"(?:\s(?!(?:earlier|formerly|initially|originally|previously)\b)\w+ly"
    r"|\s(?:already|hence|hereby|now|since|therefore|thus))?"
)
_ADJECTIVES = r"(?:(?:current|entire|full|very|preliminary|present|research|whole)\s){0,3}"
_IS = (
    rf"(?:(?:has|have|had){_ADVERB}\sbeen|is|was|is\s(?:being|to\sbe)|(?:needs|has)\sto\sbe"
    rf"|(?:(?:must|shall|should|will){_ADVERB}\s)?be){_ADVERB}"
)
_ASIDE = r"(?:\s?\([^()]{0,200}\)|,[^,.;]{1,80},)?"
_PASSIVE = re.compile(
    # "contains an error and was withdrawn", "was replaced and withdrawn"; but "compares valid and
    # retracted articles" tells of others.
    rf"""\b(?: (?P<this>this) \s (?:{_ADJECTIVES} {_NOUN} {_ASIDE} | is)
               (?: (?P<more> \s (?:[^.;]|\.(?=\S)){{1,100}}? [\s,] (?:and|but|so) ) \s {_IS}
                 | \s {_IS} \s \w+(?:ed|en) \s and
                 | (?:\s {_IS})? )
             | (?:the|our|my) \s {_ADJECTIVES} {_NOUN} {_ASIDE}
               (?P<more_of_the> \s (?:contains?|has|had|includes?|is|was)\s
                 (?:[^.;]|\.(?=\S)){{1,100}}? [\s,] (?:and|but|so) )? \s {_IS} )
         \s (?: {_GONE} \b | (?:deleted|removed) (?=\s*(?:[.;!]|$)) )""",
    _IX,
)
_SERVER = r"(?:\w*rxiv(?:\s\w+)?|research\ssquare|ssrn|preprints\.org|osf|authorea)"
_ENDS_OF_SERVER = r"(?:rxiv|uare|ssrn)"  # of one length each, as looking back asks for
_ACTIVE = re.compile(
    rf"""\b(?: (?:i|we|(?:the\s)?(?P<author>authors?|author\(s\)|submitters?)|{_SERVER})
               (?:['’]d\slike\sto)?
               (?:\s(?:(?:would\slike|wish(?:es)?|wants?|need|had|(?:am|are|is|was|were)\sforced
                        |decided|(?:have|has)(?:\s(?:chosen|decided))?)\sto
                     |have|has|hereby|am|are|is|must|therefore|now)){{0,3}}
             | please )
         \s (?:withdraws?|withdrawn|withdrawing|withdrew|retract(?:s|ed|ing)?
               |(?<={_ENDS_OF_SERVER}\shas\s)removed)
         \s (?:(?:(?P<this>this)|the|our|my|their) \s | (?(author)|(?!)))
         {_ADJECTIVES} {_NOUN} \b""",
    _IX,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\s\d|{_MONTH}\s\d|\d{{4}}[-/.]\d\d?[-/.]\d"
    r"|\d\d?[-/.]\d\d?[-/.]\d\d"
)
# "Paper withdrawn", "Withdrawn by the author": only at the start of a sentence.
_BARE = re.compile(
    rf"""\W* (?:{_ADJECTIVES}(?P<noun>{_NOUN}){_ASIDE} \s (?:{_IS}\s)?)?
         (?:(?:already|been|has|now|temporarily|voluntarily)\s){{0,3}}
         (?: {_GONE} | withdrawal\s(?:requested|of\s(?:this|the)\s{_NOUN}) )
         (?P<after> \s* (?:[.:;!)\]*\u2013\u2014-]|$)
                  | \s(?:after|because|due|following|owing|pending|per|by|at\sthe
                        |(?:up)?on\srequest)\b
                  | \s\((?:by|due|because|error|incorrect|please|see|superseded|wrong)\b
                  | \s(?:on\s)?(?:{_DAY})
                  | \s{_NOUN}\W*$
                  | (?P<loose> , | \s(?:as|for|from|in|on|since|to|until|with)\b) )""",
    _IX,
)
# What only the first words of a comment can mean.
_ALONE = re.compile(rf"\W*(?:it|arxiv:\S{{4,20}})\s{_IS}\s{_GONE}\b", _I)
_ABOUT_THIS = re.compile(rf"\W*(?:this|the|our)\s{_ADJECTIVES}{_NOUN}\b", _I)
# Other languages say it at the start of a sentence, too.
_ABROAD = re.compile(
    r"""\W*(?: (?: (?:cet|cette|ce)\s\w+\s(?:a\sété|est)[^.;]{0,30}?\s | article\s )? retirée?s?\b
                 (?!\s(?:du\s|de\s|d['’])(?!arxiv))
             | (?: (?:este|esta|o|el)\s\w+\s(?:ha\ssido|fue|foi|está)[^.;]{0,30}?\s
                 | art[ií](?:cul|g)o\s )? (?:retirad|retractad)[oa]\b
                 (?!\sd(?:a|e|el|o)\s(?!arxiv))
             | (?: quest\w?['\s]\s?\w+\sè\sstat[oa][^.;]{0,30}?\s | articolo\s )? ritirat[oa]\b
                 (?!\s(?:da|dal|dalla)\s(?!arxiv|autore))
             | (?: (?:diese|der|die|das)\w*\s\w+\s(?:wurde|ist|wird)[^.;]{0,40}?\s | artikel\s )?
                 zurückgezogen (?=\s*[.,:;!)\]–-]|\s*$
                   |\s(?:auf|aufgrund|da|durch|und|vo[nm]|wegen|weil|worden)\b)
             | (?: (?:dit|deze)\s\w+\s(?:is|werd)[^.;]{0,30}?\s )? ingetrokken\b
             | (?: \w+\s\w+\szosta\w+\s | artykuł\s )? wycofan[aeoy]\b (?!\sz)
             | (?: (?:эта|данная|этот)\s )? (?: (?:статья|работа|препринт|рукопись)\s )?
                 (?: был[ао]?\s )? отозван[аоы]?\b (?!\sиз)
             | (?: 本文|该?论文|此文|本稿件?|本論文|該論文 )?
                 [现現已被经由作者\s]{0,8} 撤[回稿销銷]
                 (?!.{0,4}(?:期刊|投稿|论文的|研究|率))
             | (?: この|本 )?論文は[^。]{0,8}(?:撤回|取り?下げ)(?!論文|率|の研究)
             | (?: 이|본 )\s?논문[은이]\s?[^.]{0,8}철회 )""",
    _IX,
)

# Before its reason a withdrawal says where from: "withdrawn from ICML because ...".
_REASON = re.compile(
    r"[.;:,()\[\]]|\b(?:and|as|because|but|due|for|in\sfavou?r|in\sorder|owing|since|which)\b", _I
)
_FROM_ELSEWHERE = re.compile(
    r"\bfrom\s(?!(?:the\s|this\s|its\s)?(?:archives?|arxiv|here|pre-?print|public|repository|server|site"
    r"|osf|ssrn|web)\b)",
    _I,
)
_BY_JOURNAL = re.compile(
    r"\bby\s(?:the\s)?(?:conference|editors?|journal|organi[sz]er|program)"
    r"|\bretracted\sby\s(?:the\s)?(?!arxiv|author)(?-i:[A-Z])",
    _I,
)
_AT_REVIEW = re.compile(
    r"\b(?:after|at|before|during|upon)\s(?:[\w-]+\s){0,3}"
    r"(?:acceptance|peer[\s-]?review|rebuttal|(?:in|under|of)\sreview)\b",
    _I,
)
_FAULT = re.compile(
    r"\b(?:bugs?|crucial|errors?|errone\w+|fatal|fault\w*|flaw\w*|gaps?|in(?:accura|complete|correct"
    r"|valid)\w*|mistakes?|mistaken|plagiari\w+|superseded|wrong\w*)\b",
    _I,
)
# "our submission to ICLR", but "withdraw this paper to correct it".
_SUBMITTED_TO = re.compile(r"\s(?:to|at)\s(?:the\s)?(?!arxiv)(?-i:[A-Z])", _I)
_BY_OTHERS = re.compile(
    r"\s(?:by\s(?!(?:\S+\s){0,3}?(?:\w*rxiv|authors?|author\(s\)|us|me|submitters?)\b)|in\s[12]\d{3}\b)",
    _I,
)
# "This guidance document has been withdrawn by the FDA", "this letter … by its sender".
_BY_OWNER = re.compile(
    r"\sby\s(?:an?|its|the|their)\s(?!(?:\S+\s){0,3}?(?:\w*rxiv|admin\w*|authors?|author\(s\)|owners?"
    r"|submitters?|writers?)\b)",
    _I,
)
# "This study was withdrawn early" tells of a trial, "this study has been withdrawn" of a text.
_OF_PATIENTS = re.compile(
    r"\b(?:comment|contribution|letter|study|survey|text)\b(?!.*\b(?:has|have|had)\b.*\bbeen\b)",
    re.IGNORECASE | re.DOTALL,
)
_RESTORED = re.compile(
    r"\b(?:re-?instated|restored|un-?withdrawn"
    r"|(?:no\slonger|not|never|not\sbeen|never\sbeen)\s(?:withdrawn|retracted)"
    r"|now\s(?:corrected|fixed|repaired)|(?:corrected|fixed|replaced)\sin\sv\d\d?"
    r"|this\s(?:\w+\s)?version\s(?:corrects|fixes|repairs)|replaced\sby\sthis)\b",
    _I,
)
# "a version of this paper", "whether this paper": what follows is not said of this work.
_OF_ANOTHER = re.compile(
    r"\b(?:about|before|by|for|from|how|if|in|like|(?<!text\s)of|on|than|to|unless|until|when|whether|why|with"
    r"|(?<!note\s)(?<!notice\s)(?<!regrets\s)(?<!regret\s)(?<!announce\s)(?<!inform\s)"
    r"(?<!request\s)(?<!requests\s)(?<!requested\s)(?<!asked\s)that)\s+$"
    r"|\b(?:how|whether|why)\s(?:\w+\s){1,3}$",
    _I,
)
_ABOUT_ANOTHER = re.compile(
    r"\W*(?:a\s)?(?:comments?|critique|erratum|rebuttal|reply|response)\b", _I
)
_SENT_ELSEWHERE = re.compile(r"\b(?:accepted|appear|conference|journal|review|submitted)\b", _I)
# What people count or label before they say it: "12 pages, 5 figures", "arXiv admin note:".
_LABEL = re.compile(
    r"""(?: [\W\d_] | \bv(?=\d\d?\s?:) | and\s(?=\d)
          | \b(?: about|abstract|admin|appendi(?:x|ces)|arxiv|colou?r
          | comment|edit|eps|fig(?:ure)?s?|important|including|in|latex|no|notes?|notice|one
          | pages?|pdf|pictures?|pp|references?|revtex|status|tables?|tex|total|two|updated?
          | with )\b )*""",
    _IX,
)
_VERSION = re.compile(r"\bv(\d\d?)\s?:", _I)
_PART_NOUN = r"\b(?:appendi(?:x|ces)|(?:fig(?:ure)?|page|picture|reference|table)s?)\.?\s*"
# "Figure 3 withdrawn", "Two figures withdrawn"; but "9 pages, 2 figures withdrawn by the author".
_PART = re.compile(rf"{_PART_NOUN}\d+\s*$|^\W*(?:\w+\s)?{_PART_NOUN}$", _I)
_ENDS_WITH_PART = re.compile(rf"{_PART_NOUN}$", _I)
_SENTENCE_END = re.compile(r"[.!?]+[)\]\"”]*\s+|[;\n]+|[。！]")

_MARK = (
    r"(?:withdrawn|retracted|temporarily\sremoved|temporary\sremoval|retirad[ao]|retractado"
    r"|retiré|ritirato|zurückgezogen|отозван[ао]?|撤稿|撤回)"
)
_THIS = r"(?:this\s(?:(?:article|chapter|paper|pre-?print|work)\s(?:has\sbeen|is|was)\s)?)?"
_MARKED = r"(?:\s(?:article|chapter|conference\spaper|manuscript|paper|pre-?print|submission))?"
# As publishers mark a work's own title; the title of a notice says "Retraction note to: ...".
_MARK_IN_FRONT = re.compile(
    rf"\W*(?:[\[({{【]\s*{_THIS}{_MARK}{_MARKED}[^\])}}】\w]{{0,3}}[\])}}】]"
    # A title of one's own goes on in small letters: "Withdrawn: on leaving an experiment"; but
    # "mTOR" and "p53" begin with one.
    rf"|(?:(?:article|paper|pre-?print)\s)?{_MARK}{_MARKED}(?:\s?[:：]|\s[–—]\s)\W*"
    r"(?-i:[^\W_a-z]|[a-z]{1,3}-?[A-Z0-9]))",
    _I,
)
_LOUD_MARK = re.compile(
    r"\W*(?:WITHDRAWN|RETRACTED|REMOVED)"
    r"(?:(?: [A-Z]+){0,2}\s?:|\.\s(?=[A-Z0-9])| ARTICLE (?=[A-Z][a-z])|\s?[-–—]\s|\s?[–—])"
)
_MARK_BEHIND = re.compile(
    rf".*\S\s*(?:[\[({{【]\s*(?-i:(?![a-z])){_THIS}{_MARK}{_MARKED}(?!\s(?:in|since)\s)[^\])}}】]{{0,60}}[\])}}】]"
    r"|\s[-–—]\s?(?:WITHDRAWN|RETRACTED)(?:\s[A-Z]+)?)\W*",
    _I | re.DOTALL,
)
_NOTICE = re.compile(
    r"\W*(?:addendum|comment|correction|corrigendum|editorial|erratum|expression|letter|notice|re"
    r"|removal|reply|response|retraction|statement|withdrawal)\b(?!\W{0,2}$)",
    _I,
)


# The abstract of a long text that begins with a mark or ends in an aside.
_BRACKETED = re.compile(r"\W*?[\[({【*]{1,2}\s?(?:withdrawn|retracted)\s?[\])}】*]{1,2}", _I)
_IN_BRACKETS = re.compile(r"\s*[\[(].*[\])]\W*", re.DOTALL)


def says_withdrawn(abstract: str, comment: str) -> bool:
    """Whether the comment or the abstract says that this work was withdrawn."""
    return _comment_says_so(comment) or _abstract_says_so(abstract)


def titled_withdrawn(title: str) -> bool:
    """Whether a title carries the mark of a work that was withdrawn or retracted.

    >>> titled_withdrawn("RETRACTED: On lagoons"), titled_withdrawn("Retraction notice to: On …")
    (True, False)
    """
    if not _may_say_so(title):
        return False
    if _MARK_IN_FRONT.match(title) or _LOUD_MARK.match(title):
        return True
    return _MARK_BEHIND.fullmatch(title) is not None and not _NOTICE.match(title)


def titled_retracted(title: str) -> bool:
    """Whether that mark says "retracted", as publishers write it.

    >>> titled_retracted("RETRACTED: On lagoons"), titled_retracted("WITHDRAWN: On lagoons")
    (True, False)
    """
    return "retracted" in title.lower() and titled_withdrawn(title)


def with_withdrawal(record: Record) -> Record:
    """The record, withdrawn where its title, its abstract or its comment says so."""
    is_withdrawn = (
        record.is_withdrawn
        or titled_withdrawn(record.title)
        or says_withdrawn(record.abstract, record.comment)
    )
    if not is_withdrawn:
        return record
    history = record.history
    if history and history[-1].label == record.source_version:
        history = (*history[:-1], replace(history[-1], is_withdrawn=True))
    return replace(record, is_withdrawn=True, history=history)


def _may_say_so(text: str) -> bool:
    lowered = text.lower()
    stems = _ASCII_STEMS if text.isascii() else _STEMS
    return any(map(lowered.__contains__, stems))


def _comment_says_so(comment: str) -> bool:
    if not _may_say_so(comment) or _RESTORED.search(comment):
        return False
    only_this = _ABOUT_ANOTHER.match(comment) is not None
    newest = max(map(int, _VERSION.findall(comment)), default=0)
    earlier = ""
    for sentence in _SENTENCE_END.split(comment):
        version = _VERSION.match(sentence.lstrip())
        is_newest = version is None or int(version[1]) == newest
        if (
            is_newest
            and not _BY_JOURNAL.search(sentence)
            and (
                _states(sentence, only_this=only_this)
                or _stands_alone(sentence, earlier)
                or _opens_with(sentence, may_be_loose=not _SENT_ELSEWHERE.search(earlier))
                or _ends_with(sentence)
            )
        ):
            return True
        earlier += sentence
    return False


def _stands_alone(sentence: str, earlier: str) -> bool:
    """ "It has been withdrawn", where nothing before it could be meant but the work."""
    match = _ALONE.match(sentence)
    is_this = _LABEL.fullmatch(earlier) or _ABOUT_THIS.match(earlier)
    return bool(match and is_this) and _is_from_here(sentence[match.end() :] if match else "")


def _abstract_says_so(abstract: str) -> bool:
    """An abstract may tell of others' works: past its first words only "this paper" counts."""
    if len(abstract) < SHORTEST_ABSTRACT:
        return _comment_says_so(abstract)
    if not _may_say_so(abstract) or _RESTORED.search(abstract):
        return False
    if _BRACKETED.match(abstract):
        return True
    is_opening = True
    sentences = list(filter(None, _SENTENCE_END.split(abstract)))
    for number, sentence in enumerate(sentences, start=1):
        is_aside = number == len(sentences) and _IN_BRACKETS.fullmatch(sentence) is not None
        only_this = not (is_opening or is_aside)
        if _states(sentence, only_this=only_this, is_abstract=True):
            return True
        if is_opening and _opens_with(sentence, may_be_loose=False):
            return True
        is_opening = is_opening and _LABEL.fullmatch(sentence) is not None
    return False


def _states(sentence: str, *, only_this: bool, is_abstract: bool = False) -> bool:
    """is_abstract: where "the report" may be one that others wrote and withdrew."""
    for pattern in (_PASSIVE, _ACTIVE):
        for match in pattern.finditer(sentence):
            groups = match.groupdict()
            more = groups.get("more") or groups.get("more_of_the") or ""
            rest = sentence[match.end() :]
            if (
                (match["this"] or not only_this)
                and not (is_abstract and not match["this"] and _BY_OTHERS.match(rest))
                and not _BY_OWNER.match(rest)
                and not (is_abstract and _OF_PATIENTS.search(match.group()))
                and not _SENT_ELSEWHERE.search(more)
                and not _OF_ANOTHER.search(sentence, 0, match.start())
                and _is_from_here(rest)
            ):
                return True
    return False


def _opens_with(sentence: str, *, may_be_loose: bool) -> bool:
    """may_be_loose: also where nothing but "withdrawn" and a comma, or "in", stands there."""
    label = _LABEL.match(sentence)
    rest = sentence[label.end() :] if label else sentence
    if label and _says_part(label.group(), rest):
        return False
    if _ABROAD.match(rest):
        return True
    match = _BARE.match(rest)
    if match is None or not _is_from_here(rest[match.start("after") :]):
        return False
    is_alone = not match["after"].strip(" .!)]*")
    # "Accepted to a conference; withdrawn due to travel restrictions".
    says_why = match["noun"] or _FAULT.search(rest) or "arxiv" in rest.lower()
    return may_be_loose or not (match["loose"] or is_alone or not says_why)


def _says_part(label: str, rest: str) -> bool:
    """Whether a part of the work was taken out: "appendix withdrawn", "figures removed by us"."""
    if _PART.search(label):
        return not rest[:1].isupper()
    return _ENDS_WITH_PART.search(label) is not None and rest.startswith(("removed", "deleted"))


def _ends_with(sentence: str) -> bool:
    """ "An error was found in section 3, paper withdrawn"."""
    before, comma, last = sentence.rpartition(",")
    match = _BARE.match(last) if comma and not _SENT_ELSEWHERE.search(before) else None
    return match is not None and not match["loose"] and _is_from_here(last[match.start("after") :])


def _is_from_here(rest: str) -> bool:
    """Whether what follows "withdrawn" names no journal or conference that it was sent to."""
    reason = _REASON.search(rest, 1)
    where = rest[: reason.start()] if reason else rest
    if _FROM_ELSEWHERE.search(where) or _SUBMITTED_TO.match(rest):
        return False
    return not _AT_REVIEW.search(rest) or _FAULT.search(rest) is not None
