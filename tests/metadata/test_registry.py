"""The table of providers, and the ranking that must have each of them."""

from __future__ import annotations

from linkroll.metadata.providers.registry import all_providers
from linkroll.metadata.ranking import APIS


def test_every_provider_is_ranked():
    assert {provider.name for provider in all_providers({})} <= set(APIS), "add it to ranking.APIS"
