import pytest

from benchmarks.measuring import Answer, in_child
from benchmarks.peers.contract import PEERS

EXTRA = "{} is not installed; it comes with the extra 'bench'"


@pytest.fixture(params=sorted(PEERS))
def peer(request: pytest.FixtureRequest) -> str:
    """Name of a peer that is installed."""
    name: str = request.param
    pytest.importorskip(PEERS[name].package, reason=EXTRA.format(name))
    return name


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """File of the tiny program."""
    path = str(tmp_path_factory.mktemp("peers") / "tiny.npz")
    in_child("write_source", size="tiny", path=path)
    return path


@pytest.fixture(scope="module")
def ours() -> dict[str, Answer]:
    """What our own process answers, by shape."""
    return {size: in_child("build_ours", size=size, times=1) for size in ("tiny", "S")}


def test_a_peer_hands_over_a_program_of_our_size(peer: str, tiny: str, ours: dict[str, Answer]):
    """A tiny model in a peer has as many columns, rows and nonzeros in HiGHS as ours."""
    theirs = in_child("build_peer", peer=peer, size="tiny", path=tiny, times=1)
    assert theirs["counts"] == ours["tiny"]["counts"]


def test_a_peer_has_our_optimum(peer: str, tiny: str):
    """A tiny model solved to the end has the same optimum from a peer as from our arrays."""
    mine = in_child("solve_peer", peer="ours", path=tiny, limit=60)
    theirs = in_child("solve_peer", peer=peer, path=tiny, limit=60)
    assert (mine["status"], theirs["status"]) == ("optimal", "optimal")
    assert theirs["value"] == pytest.approx(mine["value"], rel=1e-9, abs=1e-9)


def test_a_peer_takes_no_less_memory(peer: str, ours: dict[str, Answer], tmp_path):
    """The process that builds shape S in a peer has a higher peak of memory than ours."""
    path = str(tmp_path / "s.npz")
    in_child("write_source", size="S", path=path)
    theirs = in_child("build_peer", peer=peer, size="S", path=path, times=1)
    assert theirs["peak"] / ours["S"]["peak"] >= 1
