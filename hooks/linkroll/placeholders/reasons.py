"""Why an address is doubted: the shape of a reason, and what to do."""

from __future__ import annotations

from typing import Literal, NamedTuple

Code = Literal["placeholder", "suspect"]


class Reason(NamedTuple):
    """Why an address cannot be real (`placeholder`) or may not be (`suspect`).

    ``what`` is said of the address, and follows it in a sentence.
    """

    code: Code
    what: str
    remedy: str


WRITE_IT = "write the whole address, beginning with https://, or take the line out"
PUT_THE_REAL_ONE = "put the real address in its place, or take the line out"
LOOK_IT_UP = "open it, and copy the address from the page that is meant"


def impossible(what: str, remedy: str = PUT_THE_REAL_ONE) -> Reason:
    """Return why an address is a placeholder."""
    return Reason("placeholder", what, remedy)


def suspect(what: str, remedy: str = LOOK_IT_UP) -> Reason:
    """Return why an address is suspect."""
    return Reason("suspect", what, remedy)
