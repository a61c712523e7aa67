"""As much of the protocol-buffer encoding as an Anki collection needs: fields by number, integers and byte strings."""

from collections.abc import Iterator

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message, in order: number and value; those of fixed width are bytes. Raises ValueError where it is none."""
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, place = _varint(data, place)
            yield number, value
            continue
        if kind == _BYTES:
            length, place = _varint(data, place)
        elif kind in (_EIGHT, _FOUR):
            length = 8 if kind == _EIGHT else 4
        else:
            raise ValueError("no protocol buffer")
        if place + length > len(data):
            raise ValueError("the message is cut off")
        yield number, data[place : place + length]
        place += length


def text(data: bytes, number: int) -> str:
    """The last text in the field `number`; empty where there is none. Raises ValueError."""
    found = [value for each, value in fields(data) if each == number and isinstance(value, bytes)]
    return found[-1].decode("utf-8", "replace") if found else ""


def integer(data: bytes, number: int) -> int:
    """The last integer in the field `number`; 0, the default of the encoding, where there is none. Raises ValueError."""
    return next((value for each, value in reversed([*fields(data)]) if each == number and isinstance(value, int)), 0)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(data) and shift < 70:
        byte = data[place]
        value, place, shift = value | (byte & 0x7F) << shift, place + 1, shift + 7
        if byte < 0x80:
            return value, place
    raise ValueError("the message is cut off")
