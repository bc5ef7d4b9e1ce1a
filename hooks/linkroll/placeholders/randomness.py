"""How likely it is that a random identifier comes out as regular as one that is looked at."""

from __future__ import annotations

from math import comb
from operator import eq, sub

# Neighbours on a keyboard get neighbouring numbers; a gap parts the rows.
KEYS = bytes.maketrans(
    b"1234567890qwertyuiopasdfghjklzxcvbnm",
    bytes([*range(130, 140), *range(150, 160), *range(170, 179), *range(190, 197)]),
)
# Lags at which the alphabet, up or down, is looked for: `abcd`, `a1b2c3`, `a1-b2-c3`.
STEP_LAGS = (1, 2, 3)
GUESSERS = 2 * len(STEP_LAGS) + 2 + 3
# From this size on, an alphabet has letters of both cases.
BOTH_CASES = 50


def odds(name: str, alphabet: int) -> float:
    """Bound the probability that a random identifier is at least as regular as this one.

    To be regular is to be guessable. A guesser looks at the characters so far and names the one
    that would come next: the same as k places before (for each k up to half the length); the next
    or the last before it in the alphabet, whatever the case, as seen from 1, 2 or 3 places
    before; the key to the right or the left. In an identifier whose characters are drawn
    independently from A, a guess of c characters is right with probability c/A at most, whatever
    came before. So t guesses hold at least h right ones with probability

        P(h of t) <= C(t, h) * (c/A)**h

    at most: that is the expected number of ways to choose h guesses that are all right. Three
    more ask whether all characters are digits, small letters or capitals: (10/A)**n, (26/A)**n.
    With m guessers the best of them is that good with probability m * min P at most (Boole).
    That product is returned; so for any x, fewer than x of all random identifiers have odds
    below x. No assumption is left but that characters are independent and equally likely.

    Args:
        name: The identifier; ASCII.
        alphabet: How many characters it could be made of: 10, 16, 55, 64.
    """
    length = len(name)
    guessers = length // 2 + GUESSERS
    case = 2 if alphabet >= BOTH_CASES else 1
    least = min(repeats(name, alphabet), steps(name, case / alphabet), one_class(name, alphabet))
    return min(1.0, guessers * least)


def tail(guesses: int, right: int, chance: float) -> float:
    """Bound the probability of at least so many right guesses."""
    return comb(guesses, right) * chance**right


def repeats(name: str, alphabet: int) -> float:
    """Rate the best guesser of "the same as k places before"."""
    length = len(name)
    # Each repeat at one lag makes one distinct character fewer; with few, no lag has many.
    most = length - len(set(name))
    if tail(length - 1, most, 1 / alphabet) > 1 / alphabet:
        return 1.0
    return min(
        (
            tail(length - lag, sum(map(eq, name, name[lag:])), 1 / alphabet)
            for lag in range(1, length // 2 + 1)
        ),
        default=1.0,
    )


def steps(name: str, chance: float) -> float:
    """Rate the best guesser of "the next in the alphabet", or on the keyboard."""
    letters = name.lower().encode("ascii", "replace")
    keys = letters.translate(KEYS)
    best = 1.0
    for row, lag in (*((letters, lag) for lag in STEP_LAGS), (keys, 1)):
        differences = [*map(sub, row[lag:], row)]
        right = max(differences.count(1), differences.count(-1))
        if right > 2:
            best = min(best, tail(len(differences), right, chance))
    return best


def one_class(name: str, alphabet: int) -> float:
    """Rate the guess that all characters are of one class."""
    size = (
        10 if name.isdigit() else 26 if name.isalpha() and (name.islower() or name.isupper()) else 0
    )
    return (size / alphabet) ** len(name) if 0 < size < alphabet else 1.0
