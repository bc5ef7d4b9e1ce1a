"""Whether two titles can be of one thing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from linkroll.urls.normalize import word_set

# Words that say nothing of what a title is about.
FUNCTION_WORDS = word_set(
    """
    a an the and or nor but of in on at to for from by with without via into onto over under between
    through towards toward about as is are was were be been being do does did can could will would
    should may might must not no it its this that these those there here what which who whom whose
    how why when where we our us you your they their them i my me he his she her if then than so
    such more most less least very just only also both each all any some other another one two three
    vs versus using use used based new have has had make makes let lets get up out off et al part
    """
)
# What a link is called instead of its title, or beside it.
LABELS = word_set(
    """
    abs abstract analysis app arxiv article blog blogpost book chapter code codebase colab course
    data dataset demo doc docs documentation draft explainer forum full github guide homepage html
    huggingface implementation intro introduction lecture lesswrong link links list model notebook
    notes official openreview original page paper papers pdf podcast post poster preprint project
    recording repo repository review seminar site slides source summary supplementary survey talk
    thread tldr transcript tutorial tweet twitter update version video walkthrough web website
    webpage workshop youtube read more see watch open click try findings proceedings spotlight oral
    neurips nips icml iclr acl emnlp naacl eacl coling aaai ijcai tmlr tacl colm conll cvpr iccv eccv
    jmlr spring summer autumn fall winter january february march april june july august september
    october november december university mit stanford coursera berkeley cmu
    """
)
STEM = 6
ENDING = re.compile(r"(?<=\w{4})(?:ings?|ed|es|s|ly)$")


def stem(word: str) -> str:
    """Cut a word to what its forms have in common."""
    return ENDING.sub("", word)[:STEM] if not word.endswith("ss") else word[:STEM]


# Words that so many titles of this field share that sharing them says little.
COMMON = frozenset(
    stem(word)
    for word in word_set(
        """
        ai analysis analyzing approach artificial attention circuit computation computational deep
        explain explaining explanation feature generative gpt intelligence interpret interpretation
        interpretability interpretable interpreting language large layer learn learning machine
        mechanism mechanistic method model natural network neural neuron parameter representation
        reveal simple study token training transformer understanding vision
        """
    )
)
# How the field shortens what it often says.
SHORT_FOR = {
    "sae": "sparse autoencoder",
    "saes": "sparse autoencoders",
    "llm": "large language model",
    "llms": "large language models",
    "lm": "language model",
    "lms": "language models",
    "mi": "mechanistic interpretability",
    "mech": "mechanistic",
    "interp": "interpretability",
    "icl": "in-context learning",
    "cot": "chain of thought",
    "nn": "neural network",
    "nlp": "natural language processing",
    "rl": "reinforcement learning",
    "cv": "computer vision",
    "kg": "knowledge graph",
    "moe": "mixture of experts",
}

# A command of TeX with what it is applied to; the braces and signs around mathematics.
TEX_COMMAND = re.compile(r"\\[a-zA-Z]+\*?")
TEX_SIGN = re.compile(r"[$\\{}^]")
MARKUP = re.compile(r"[*_`~]+")
WORD = re.compile(r"[^\W_]+")
# One letter, or a number: of a version, a part or a year.
SMALL = re.compile(r"\w|\d+")
APOSTROPHE = re.compile(r"['’`](?=s?\b)")
# A name behind a title or instead of one: `(Nanda et al., 2023)`, `Elhage et al.`
CITATION = re.compile(
    r"\(?\b[^\W\d_][\w’'-]+(?:(?:,? (?:and|&)|,) [A-Z][\w’'-]+)* et\.? al\b.?,?(?: \(?\d{4}\w?)?\)?"
)
PERSON = re.compile(
    r"[A-Z][\w’'-]+(?: (?:[A-Z]\.?|van|von|de|der|den|la|di|da|bin|[A-Z][\w’'-]+)){0,2} [A-Z][\w’'-]+"
)
# Function words that are names, or the initials of some, as well.
NAMES_TOO = word_set("a i he an can will you so may do or been such and al more")
# How nouns of titles end, and names do not.
OF_TITLES = re.compile(
    r"\w{4,}(?:tions?|sms?|ness|ics|graphy|logy|works?|odels?|ithms?|encoders?|ization)|\w{6,}ity"
)

# A title has that many words that carry it; less is a name or a label.
FEWEST = 3
# How much of the shorter title, or of both together, has to be shared to be one of them.
OF_SHORTER = 2 / 3
OF_BOTH = 0.45
# How alike the letters are of two spellings of one title.
ALIKE = 0.75
# How alike they may be by chance.
UNLIKE = 0.3
# What is called by a name of its own: digits, capitals in a row or within a word.
NAME = re.compile(r"\d|[A-Z]{2}|[a-z][A-Z]")


def clearly_differ(a: str, b: str) -> bool:
    """Whether two link texts are titles of different things.

    Case, punctuation, TeX, accents, a subtitle, an abbreviation, a word left out or put another
    way make no difference; nor does what is no title: a label such as “Code”, a person's name, a
    citation. When in doubt, they do not differ.
    """
    ours, theirs = carriers(a), carriers(b)
    if is_people(a) or is_people(b) or not shares_script(a, b):
        return False
    if min(len(ours), len(theirs)) < FEWEST:
        return short_differs(*((a, b) if len(ours) < len(theirs) else (b, a)))
    return not are_alike(a, b)


def are_alike(a: str, b: str) -> bool:
    """Whether one title holds the other, or both share enough of the words that carry them."""
    if squeezed(a) in squeezed(b) or squeezed(b) in squeezed(a):
        return True
    ours, theirs = carriers(a), carriers(b)
    return bool(ours and theirs) and overlap(a, b, ours, theirs)


def short_differs(short: str, title: str) -> bool:
    """Whether a short title, such as “Induction Heads”, shares nothing at all with a longer one.

    It has two words that carry it, and is neither a name (`ROME`, `SAELens`, `GPT-2`) nor a part
    of a sentence: such names stand for titles that do not hold them.
    """
    ours, theirs = carriers(short), carriers(title)
    if len(ours) != FEWEST - 1 or len(theirs) < FEWEST or NAME.search(plain(short)):
        return False
    # A title has its own case: each word that counts, or only the first.
    if not plain(short).strip()[:1].isupper() or not ours - COMMON:
        return False
    starts = {word[:4] for word in theirs}
    if any(word[:4] in starts for word in ours) or spelt_out(short, title) + spelt_out(
        title, short
    ):
        return False
    return pairs_alike(squeezed(short), squeezed(title)) < UNLIKE


def overlap(a: str, b: str, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two titles share enough of the words that carry them."""
    short_forms = spelt_out(a, b) + spelt_out(b, a)
    telling = (ours - COMMON) or ours, (theirs - COMMON) or theirs
    shared = len(telling[0] & telling[1]) + short_forms
    fewer, all_words = min(map(len, telling)), sum(map(len, telling))
    if shared >= OF_SHORTER * fewer or 2 * shared >= OF_BOTH * all_words:
        return True
    return pairs_alike(squeezed(a), squeezed(b)) >= ALIKE


@lru_cache(maxsize=4096)
def plain(title: str) -> str:
    """Write a title without TeX, markup, accents and citations."""
    text = CITATION.sub(" ", title)
    text = TEX_SIGN.sub("", TEX_COMMAND.sub("", MARKUP.sub(" ", text)))
    text = unicodedata.normalize("NFKD", APOSTROPHE.sub("", text))
    return "".join(character for character in text if not unicodedata.combining(character))


@lru_cache(maxsize=4096)
def tokens(title: str) -> tuple[str, ...]:
    """Return the words of a title, in lower case, with short forms spelt out."""
    found = []
    for word in WORD.findall(plain(title).lower()):
        found += SHORT_FOR.get(word, word).replace("-", " ").split()
    return tuple(found)


@lru_cache(maxsize=4096)
def carriers(title: str) -> frozenset[str]:
    """Return the stems of the words that carry a title."""
    return frozenset(
        stem(word)
        for word in tokens(title)
        if word not in FUNCTION_WORDS and word not in LABELS and not SMALL.fullmatch(word)
    )


def squeezed(title: str) -> str:
    """Return the letters and digits of a title in a row."""
    return "".join(tokens(title))


def spelt_out(a: str, b: str) -> int:
    """Count the words of one title that are the initials of words in the other."""
    initials = "".join(word[0] for word in tokens(b))
    telling = "".join(word[0] for word in tokens(b) if word not in FUNCTION_WORDS)
    return sum(
        len(word) > 2 and (word in initials or word in telling)
        for word in set(tokens(a)) - set(tokens(b)) - FUNCTION_WORDS
    )


def pairs_alike(a: str, b: str) -> float:
    """Return how many pairs of neighbouring letters two texts share, from 0 to 1 (Dice)."""
    ours, theirs = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (a, b))
    return 2 * len(ours & theirs) / max(1, len(ours) + len(theirs))


def is_people(text: str) -> bool:
    """Whether a text is nothing but names, as authors are listed."""
    names = re.split(r",? (?:and|&) |, ", text.strip())
    return all(map(PERSON.fullmatch, names)) and not any(map(is_of_titles, tokens(text)))


def is_of_titles(word: str) -> bool:
    """Whether a word, in lower case, stands in titles and is nobody's name."""
    if word in FUNCTION_WORDS:
        return word not in NAMES_TOO
    return stem(word) in COMMON - {"deep"} or OF_TITLES.fullmatch(word) is not None


def shares_script(a: str, b: str) -> bool:
    """Whether both titles, or neither, are written in Latin letters."""
    return is_latin(a) == is_latin(b)


def is_latin(text: str) -> bool:
    """Whether most letters of a text are Latin; so are those of most titles, and of all names."""
    letters = [letter for letter in plain(text) if letter.isalpha()]
    return 2 * sum(letter.isascii() for letter in letters) >= len(letters)
