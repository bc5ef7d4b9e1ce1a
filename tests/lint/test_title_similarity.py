"""Which titles can be of one thing: pairs from public lists, each guarding a rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkroll.lint.title_similarity import clearly_differ

TOY = "Toy Models of Superposition"
ROME = "Locating and Editing Factual Associations in GPT"
IOI = "Interpretability in the Wild: a Circuit for Indirect Object Identification in GPT-2 small"
MONO = "Towards Monosemanticity: Decomposing Language Models With Dictionary Learning"
OTHELLO = "Actually, Othello-GPT Has A Linear Emergent World Representation"

SAME = [
    ("case", IOI, IOI.upper()),
    ("punctuation", OTHELLO, "Actually Othello GPT has a linear, emergent world representation."),
    ("subtitle left out", MONO, "Towards Monosemanticity"),
    ("only the subtitle", MONO, "Decomposing Language Models with Dictionary Learning"),
    ("TeX", r"AtP$^*$: An efficient and scalable method for localizing {LLM} behaviour to components", "AtP*: An Efficient and Scalable Method for Localizing LLM Behaviour to Components"),
    ("accents", "Étude of naïve Bayes circuits in vision", "Etude of naive Bayes Circuits in Vision"),
    ("citation behind", ROME + " (Meng et al., 2022)", ROME),
    ("venue behind", ROME + " (NeurIPS'22)", ROME),
    ("label before", "Paper: " + IOI, IOI),
    ("short form spelt out", "Do SAEs find canonical units of analysis?", "Do Sparse Autoencoders find canonical units of analysis?"),
    ("initials", "Automatic discovery of IOI circuits with patching", "Patching automatically discovers indirect object identification circuits"),
    ("paraphrase", "Interpreting Othello GPT", OTHELLO),
    ("paraphrase by an editor", "A practical example of Mechanical Interpretation", "Explaining the Transformer Circuits Framework by Example"),
    ("hyphen inside a word", "Sparse auto-encoders find interpretable features", "Sparse autoencoders find interpretable features"),
    ("British spelling", "Localising model behaviour with path patching", "Localizing Model Behavior with Path Patching"),
    ("series", "200 COP in MI: Interpreting Algorithmic Problems", "Interpreting Algorithmic Problems"),
    ("a label", "Code", IOI),
    ("labels", "Paper and notebook", IOI),
    ("a person", "Neel Nanda", IOI),
    ("people", "Kevin Meng, David Bau, Alex Andonian and Yonatan Belinkov", IOI),
    ("people whose names are function words", "Drew A. Hudson and Kaiming He", IOI),
    ("a first name that titles have too", "Deep Ganguli, Been Kim and Will Hathaway", IOI),
    ("a citation", "Elhage et al. (2022)", TOY),
    ("term and lecturer", "Spring 2016, by Ankur Moitra", "6.854 - Advanced Algorithms, MIT"),
    ("another script", "叠加的玩具模型与神经网络的可解释性", TOY + " in Neural Networks"),
    ("nothing", "", IOI),
]  # fmt: skip

DIFFERENT = [
    ("one paper's title on another's number", "Dissecting Recall of Factual Associations in Auto-Regressive Language Models (EMNLP'23)", ROME + " (NeurIPS'22)"),
    ("words every title has do not join", "Interpreting Transformers with Mechanistic Reasoning", "PEFT: Parameter-Efficient Fine-Tuning for Transformers"),
    ("four titles on one number", "Pythia: A Suite for Analyzing Large Language Models Across Training and Scaling", "Sparse Autoencoders Find Highly Interpretable Features in Language Models"),
    ("large language models do not join", "Can Large Language Models Explain Themselves?", "Emergent and Predictable Memorization in Large Language Models"),
    ("a title in capitals is no list of people", "Proximal Policy Optimization Algorithms", "Deep Residual Learning for Image Recognition"),
    ("one shared word of many", TOY, "Superposition, Memorization, and Double Descent"),
    ("two works of one author", MONO, "In-context Learning and Induction Heads in Transformers"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "a", "b"), SAME)
def test_no_clear_difference(rule: str, a: str, b: str) -> None:
    assert not clearly_differ(a, b), rule
    assert not clearly_differ(b, a), rule


@pytest.mark.parametrize(("rule", "a", "b"), DIFFERENT)
def test_clear_difference(rule: str, a: str, b: str) -> None:
    assert clearly_differ(a, b), rule
    assert clearly_differ(b, a), rule


@given(st.text(), st.text())
def test_any_texts_compare(a: str, b: str) -> None:
    assert not clearly_differ(a, a)
    assert clearly_differ(a, b) == clearly_differ(b, a)
