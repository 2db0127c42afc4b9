"""The words of times: one pattern, each kind of time a named group, read by :mod:`…times`.

Every alternative is bounded and begins with a literal or a digit, so a search is linear in the text.
"""

from __future__ import annotations

import re

from khronika.reading.languages.en.holidays import NAMES
from khronika.reading.languages.en.words import MONTHS, WEEKDAYS

NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ],
        start=1,
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
            "twenty-second",
            "twenty-third",
            "twenty-fourth",
            "twenty-fifth",
            "twenty-sixth",
            "twenty-seventh",
            "twenty-eighth",
            "twenty-ninth",
            "thirtieth",
            "thirty-first",
        ],
        start=1,
    )
}
_UNCUT = frozenset({"may", "june", "july"})
_FULL = sorted((n for n in MONTHS if len(n) > len("sept") or n in _UNCUT), key=len, reverse=True)
_CUT = "|".join(sorted((n.capitalize() for n in MONTHS if n not in _FULL), key=len, reverse=True))
_M = rf"(?:(?:{'|'.join(n.capitalize() for n in _FULL)})\b|(?:{_CUT})\b\.?)"
"""A month; only one that is cut short takes the stop behind it along."""
_ANY_M = rf"(?:{_M}|(?:{'|'.join(_FULL)})\b)"
_D = "(?:" + "|".join(name.capitalize() for name in WEEKDAYS) + ")"
_N = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_O = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:19|20)\d\d)\b"
_HOLIDAY = "|".join(
    re.escape(name if name.startswith("the ") else name.title())
    .replace("'S", "['’]s")
    .replace("Al\\-", "al-")
    .replace("\\ ", r"\s")
    .replace("the" + r"\s" + "new" + r"\s" + "year", r"the\s[Nn]ew\s[Yy]ear")
    for name in sorted(NAMES, key=len, reverse=True)
)
_OF_DAY = r"(?:morning|afternoon|evening|night|day)"
TIME = re.compile(
    rf"""
    (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
  | (?P<dotted>\b(?P<t_d>{_DAY})\.(?P<t_m>0[1-9]|1[0-2])\.(?P<t_y>(?:19|20)?\d\d)\b(?!\.?\d))
  | (?P<span>\b(?P<s_m1>{_M}\s)?(?P<s_d1>{_DAY}){_TH}(?:\s(?:of\s)?(?P<s_m2>{_M}))?(?:,?\s(?P<s_y1>{_YEAR}))?
        (?:\s(?:and|to)\s|\s?[–—/-]\s?)(?:the\s)?
        (?:(?P<s_m3>{_M})\s(?P<s_d3>{_DAY}){_TH}|(?P<s_d2>{_DAY}){_TH}\s(?:of\s)?(?P<s_m4>{_M})
          |(?P<s_d4>{_DAY}){_TH}(?![\w,.]*\d|\s[a-z]|%))(?:,?\s(?P<s_y2>{_YEAR}))?)
  | (?P<dmy>\b(?:{_D},?\s)?(?P<a_d>{_DAY}){_TH}\s(?:of\s)?(?P<a_m>{_ANY_M})(?:,?\s(?:(?P<a_y>{_YEAR})|
        (?P<a_r>(?:last|this)\syear\b)))?)
  | (?P<odm>\b(?P<o_d>{_O})\s(?:day\s)?of\s(?P<o_m>{_M})(?:,?\s(?P<o_y>{_YEAR}))?)
  | (?P<mdy>\b(?:{_D},?\s)?(?P<b_m>{_M})\s(?P<b_d>{_DAY}){_TH}\b(?![,.]?\d)(?:,?\s(?:(?P<b_y>{_YEAR})|
        (?P<b_r>(?:last|this)\syear\b)))?)
  | (?P<third>\b(?P<x_p>[Ee]arly|[Mm]id|[Ll]ate)[\s-](?:in\s)?(?P<x_m>{_M})(?:,?\s(?P<x_y>{_YEAR}))?(?!\s\d))
  | (?P<months>\b(?P<m_1>{_M})(?:\s(?P<m_y1>{_YEAR}))?\s(?:and|to|until|through)\s(?P<m_2>{_M})(?:,?\s
        (?:of\s)?(?P<m_y2>{_YEAR}))?(?!\s\d))
  | (?P<my>\b(?P<c_m>{_M}),?\s(?:(?:of\s)?(?P<c_y>{_YEAR})|(?:of\s)?(?P<c_r>(?:last|this)\syear\b)))
  | (?P<part>\b(?P<p_p>(?:very\s)?(?:start|beginning|end|middle|(?:first|second)\shalf|(?:first|second
        |third|fourth|last)\s(?:week|quarter)))
        \s?(?:of\s(?P<p_w>(?:the|this|last|next|that)\s(?:month|year|week|spring|summer|autumn|winter)\b
        |{_M}(?:\s{_YEAR})?|{_YEAR}))
      | \bthe\s(?P<p_q>first|second|third|fourth|last)\squarter\b(?!\s(?:of|century|final|mile)))
  | (?P<season>\b(?:(?P<f_w>[Ll]ast|[Tt]his|[Nn]ext)\s(?P<f_s1>spring|summer|autumn|fall|winter)
        |(?:the\s)?(?P<f_s2>spring|summer|autumn|fall|winter)\sof\s(?P<f_y>{_YEAR})
        |(?:the\s)?(?P<f_s3>spring|summer|autumn|winter))\b(?!\s(?:season|school|term|holidays?|recess
        |months?|session|pastures?|camp|clothes)))
  | (?P<wd>\b(?:(?P<w_w>[Ll]ast|[Tt]his|[Nn]ext|[Ee]very|[Ee]ach|[Oo]ne|an?|the)\s)?(?P<w_d>{_D})\b(?!-))
  | (?P<unit>\b(?:(?P<u_w>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he\s(?:previous|preceding)|[Ee]arlier\sthis
        |[Ll]ater\sthis|[Ss]o\sfar\sthis)
        \s(?P<u_u>week|month|year|weekend|fortnight)\b|(?P<u_e>(?:at|over|by)\sthe\sweekend\b)))
  | (?P<ago>\b(?P<g_n>{_N})\s(?P<g_u>hour|day|night|week|fortnight|month|year)s?\sago\b)
  | (?P<past>\b(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin|of)\sthe\s(?:past|last)\s(?:(?P<h_n>{_N})\s)?
        (?P<h_u>day|week|fortnight|month|year)s?\b(?!\sof))
  | (?P<vague>\b(?:(?<!\b[Aa]s\s)[Rr]ecently\b|[Ii]n\srecent\s(?:days|weeks|months|years)\b
        |[Oo]ver\sthe\spast\s(?:few|several)\s(?:days|weeks|months|years)\b))
  | (?P<near>\b(?:[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Ll]ast\snight|[Tt]his\s(?:morning
        |afternoon|evening|day)
        |[Ee]arlier\stoday|[Ll]ater\stoday)\b|\b[Oo]vernight\b(?=\s*[.,;:!?)”"’]|\s(?:and|or|on|by|in
        |from|to|when|after|at|but|as|that|while|for|with)\b|\s*$))
  | (?P<holiday>\b(?:{_HOLIDAY})\b(?!\s(?:dinner|party|lunch|tree|card|present|market|holiday|cake
        |pudding|shopping|week|bonus)))
  | (?P<decade>\bthe\s(?P<k_y>(?:19|20)\d)0s\b)
  | (?P<years>\b(?P<y_1>{_YEAR})\s(?:(?<=[Bb]etween\s\d\d\d\d\s)and|to|until|through)\s(?P<y_2>{_YEAR})
        |\b(?P<y_3>{_YEAR})\s?[–-]\s?(?P<y_4>{_YEAR}))
  | (?P<m>\b(?P<d_m>{_M})(?!\s\d|[’'-]))
  | (?P<y>(?<![\w.,:/£$€-])(?P<e_y>{_YEAR})(?![\w:/%-]|[.,]\d))
  | (?P<nth>\b[Tt]he\s(?:(?P<n_d>{_DAY})(?:st|nd|rd|th)|(?P<n_o>{_O}))\b(?!\s(?!(?:and|or|the|he|she|it
        |they|we|i|at|in|to|when|after|before|until|with|without|a|an|I)\b)\w|[-’']))
  | (?P<later>\b(?P<l_n>{_N})\s(?P<l_u>day|night|week|month)s?\s(?P<l_w>later|earlier)\b)
  | (?P<within>\b[Ww]ithin\s(?:the\snext\s)?(?P<v_n>{_N})\s(?P<v_u>hour|day|night|week|month)s?\b(?!\sof))
  | (?P<then>\b[Ss]ince\sthen\b)
  | (?P<same>\b(?:[Tt]he\s(?P<q_w>next|following|previous|same)|[Tt]hat(?:\ssame)?)\s{_OF_DAY}\b)
    """,
    re.VERBOSE,
)
BEFORE = re.compile(
    r"""\b(?P<word>[Ss]ince|[Bb]y|[Ii]n|[Dd]uring|[Uu]ntil|[Tt]ill|[Bb]efore|[Aa]fter|[Ff]rom|[Oo]f|[Oo]n
        |[Aa]t|[Tt]hrough|[Bb]etween
        |[Oo]ver|[Ll]ast|[Tt]his|[Nn]ext|[Ee]arly|[Ll]ate|[Mm]id|[Ii]ssue|[Ff]or|[Aa]s|[Ee]very|[Ll]ike
        |[Dd]ated)[\s-]
    (?:(?:at\sleast|about|around|the|very|early|late|mid|end|noon|midnight|on|in|of|night|morning|evening
        |afternoon|hours|feast|start|beginning
        |spring|summer|autumn|winter|[\w']{2,6}\so'clock)[\s-]){0,5}$""",
    re.VERBOSE,
)
SINCE = re.compile(r"\b[Ss]ince\s(?:[\w’'.]+\s){1,7}(?:in|of)\s$")
"""A beginning told by what began: "since the centre opened in 2024"."""
_FIRST = re.compile(r"\w+")
_OPENERS = """a an at by during each earlier early every in last late later mid next of one over overnight recently since so summer
autumn fall winter spring start startof beginning beginningof end endof middle middleof that the this today tomorrow
tonight very within yesterday"""
OPENINGS = frozenset(
    first[0]
    for words in (_OPENERS.split(), MONTHS, WEEKDAYS, NUMBERS, ORDINALS, NAMES)
    for word in words
    if (first := _FIRST.match(word.lower())) is not None
)
"""The first word, in small letters, of whatever ``TIME`` finds that begins with no digit."""


__all__ = ["BEFORE", "NUMBERS", "OPENINGS", "ORDINALS", "SINCE", "TIME"]
