"""Words that never head a group, because they name a protected trait of persons.

The desk infers no trait and files nothing under one. A word on this list may stand in a passage; it is
never a heading, and no ground for setting two statements side by side. The list is English, on purpose wide
(it also stops harmless uses of "orthodox" or "opposition"), and is no list of what persons are.
"""

from __future__ import annotations

_ORIENTATION_AND_GENDER = """
gay gays lesbian lesbians homosexual homosexuals homosexuality bisexual bisexuals bisexuality queer
queers lgbt lgbti lgbtq lgbtqi lgbtqia transgender transgendered transsexual transsexuals trans intersex
nonbinary asexual heterosexual heterosexuals sexuality orientation gender effeminate sodomy sodomite
sodomites
"""
_BELIEF = """
religion religions religious faith faiths belief beliefs believer believers muslim muslims islam islamic
islamist islamists christian christians christianity catholic catholics orthodox protestant protestants
evangelical evangelicals baptist baptists pentecostal adventist jew jews jewish judaism hindu hindus
hinduism buddhist buddhists sikh sikhs sunni sunnis shia shiite shiites sufi sufis salafi salafis
wahhabi ahmadi ahmadis ahmadiyya alawite alawites druze ismaili yazidi yazidis yezidi yezidis
zoroastrian bahai baháʼí baha'i bahá'í atheist atheists atheism agnostic jehovah witnesses mormon
mormons infidel infidels apostate apostates heretic heretics sect sects
"""
_DESCENT = """
ethnic ethnicity ethnically race races racial racially tribe tribes tribal clan clans caste castes dalit
dalits roma romani gypsy gypsies traveller travellers sinti black blacks white whites colored coloured
indigenous aboriginal native natives kurd kurds kurdish tatar tatars uyghur uyghurs uighur uighurs
rohingya hazara hazaras tutsi hutu chechen chechens ingush armenian armenians azerbaijani azerbaijanis
arab arabs persian persians pashtun pashtuns turk turks jewishness slav slavs slavic nationality
nationalities descent skin minority minorities migrant migrants refugee refugees immigrant immigrants
foreigner foreigners
"""
_HEALTH = """
hiv aids disability disabilities disabled handicapped deaf blind autistic autism epileptic epilepsy
schizophrenia schizophrenic psychiatric psychosis depressed depression mentally insane pregnant
pregnancy abortion addict addicts addiction alcoholic alcoholics diabetic diabetes cancer tuberculosis
disease diagnosis illness
"""
_POLITICS = """
political politics politically opposition oppositionist oppositionists dissident dissidents dissenter
dissenters dissenting separatist separatists separatism nationalist nationalists communist communists
communism socialist socialists fascist fascists liberal liberals conservative conservatives monarchist
monarchists anarchist anarchists leftist leftists rightist rightists extremist extremists radical
radicals terrorist terrorists union unionist unionists
"""

_LISTS = (_ORIENTATION_AND_GENDER, _BELIEF, _DESCENT, _HEALTH, _POLITICS)
TRAITS: frozenset[str] = frozenset(word for words in _LISTS for word in words.split())

_PEOPLES = ("ians", "eans", "ans", "ish", "ese", "ites", "ian", "ean")
_LEAST = 5


def names_a_trait(term: str) -> bool:
    """Tell whether a word of ``term`` is on the list (parts of a hyphened word count)."""
    words = term.casefold().replace("’", "'").replace("-", " ").split()
    return any(word in TRAITS or word.removesuffix("'s") in TRAITS for word in words)


def names_a_people(name: str, names: frozenset[str]) -> bool:
    """Tell whether the single capitalised word ``name`` reads as a people or a nationality.

    That is so where it has such an ending ("Velmorans", "Sarnese"), or is another capitalised word of
    ``names`` (case folded) with ``n`` or ``ns`` added ("Velmoran" beside "Velmora").
    """
    word = name.casefold()
    if " " in word or len(word) < _LEAST:
        return False
    made_of = any(word.endswith(end) and word.removesuffix(end) in names for end in ("n", "ns", "i", "is"))
    return made_of or word.endswith(_PEOPLES)
