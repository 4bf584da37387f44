"""M-of-N logic against counting."""

from hypothesis import given
from hypothesis import strategies as st

from openiads.physics.track_logic import STARTED, history_after, hits_in, is_confirmed


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 32))
def test_history_counts_as_a_list_would(hits, looks):
    history, said = STARTED, [True, *hits]
    for hit in hits:
        history = history_after(history, hit)
    assert hits_in(history, looks) == sum(said[-looks:])
    assert is_confirmed(history, 2, looks) == (sum(said[-looks:]) >= 2)
