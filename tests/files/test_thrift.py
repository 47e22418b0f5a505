"""Structures of Thrift's compact protocol."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.files.thrift import MalformedError, read_struct


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (b"\x00", {}),
        (b"\x15\x06\x00", {1: 3}),
        (b"\x15\x05\x00", {1: -3}),
        (b"\x16\x80\x01\x16\x02\x00", {1: 64, 2: 1}),
        (b"\x11\x12\x00", {1: 1, 2: 0}),
        (b"\x18\x03abc\x00", {1: b"abc"}),
        (b"\x19\x25\x02\x04\x00", {1: [1, 2]}),
        (b"\x1c\x15\x02\x00\x00", {1: {1: 1}}),
        (b"\x05\x14\x02\x00", {10: 1}),
        (b"\x17" + b"\x00" * 8 + b"\x00", {1: 0}),
        (b"\x1b\x01\x85\x01a\x02\x00", {1: [b"a", 1]}),
        (b"\x1b\x00\x00", {1: []}),
    ],
)
def test_structures(content: bytes, fields: dict[int, object]) -> None:
    """Fields of every type are read, and the place behind the structure is known."""
    assert read_struct(content + b"rest", 0) == (fields, len(content))


def test_structure_in_the_middle() -> None:
    """A structure is read from where it starts."""
    assert read_struct(b"xxx\x15\x06\x00", 3) == ({1: 3}, 6)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x15",
        b"\x15\x06",
        b"\x18\x7fabc\x00",
        b"\x19\xf5\xff\xff\xff\xff\x0f\x00",
        b"\x1f\x00",
        b"\x16" + b"\xff" * 20,
        b"\x1c" * 100,
        b"\x1b\xff\xff\x03\x55\x00",
    ],
)
def test_malformed_structures(content: bytes) -> None:
    """What is cut off, too deep, too long or of an unknown type is refused."""
    with pytest.raises(MalformedError):
        read_struct(content, 0)


def test_start_outside_the_bytes() -> None:
    """A structure that starts outside the bytes is refused."""
    for start in (-1, 5):
        with pytest.raises(MalformedError):
            read_struct(b"\x00", start)


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    """Any bytes are a structure or refused."""
    try:
        _, end = read_struct(content, 0)
    except MalformedError:
        return
    assert 0 < end <= len(content)
