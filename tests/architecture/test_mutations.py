"""The places that tests.mutate breaks are in the code as it stands."""

from tests.architecture.house import ROOT
from tests.mutate import edited
from tests.mutations import MUTATIONS


def test_every_mutation_has_its_place():
    for mutation in MUTATIONS:
        edited(mutation, ROOT)  # raises LostPlaceError
