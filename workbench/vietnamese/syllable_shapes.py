"""Whether a word can be a Vietnamese syllable, by its shape: onset, rhyme and tone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ONSETS = "ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x".split()  # noqa: SIM905
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay
    ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    oc oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu
    uc ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yê yêm yên yêng yêt yêu uăng uyp uyn ôông
    """.split()  # noqa: SIM905
)
_AFTER_QU = frozenset(
    """
    a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăt ân ât ây e en eo et ê êch ên ênh êt i ia ich in inh ip it iu
    oc ôc ơ ơi ơn y ych yên yêt ynh yt
    """.split()  # noqa: SIM905
)
_STOPPED = ("c", "ch", "p", "t")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOPPED_TONES = {"\u0301", "\u0323"}


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """True when the word (NFC, any case) is a possible Vietnamese syllable.

    A shape test, not a dictionary: every real syllable passes, and so do a few that nobody uses.
    """
    if len(word) > 8:
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    rhyme = _rhyme(bare)
    if rhyme is None:
        return False
    # Syllables that end in a stop bear no tone but acute and dot below.
    return not (rhyme.endswith(_STOPPED) and (not tones or tones[0] not in _STOPPED_TONES))


def _rhyme(bare: str) -> str | None:
    for onset in _ONSETS:
        if bare.startswith(onset):
            rest = bare[len(onset) :]
            if rest in (_AFTER_QU if onset == "qu" else _RHYMES):
                return rest
    return bare if bare in _RHYMES else None
