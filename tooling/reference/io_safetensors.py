"""The safetensors format written and read by hand, after https://github.com/huggingface/safetensors#format

Independent of packages/io, so that each proves the other. `read` refuses whatever the format forbids.
"""

import json
import struct

import numpy as np

DTYPES = {
    "BOOL": np.dtype("?"),
    "U8": np.dtype("u1"),
    "I8": np.dtype("i1"),
    "U16": np.dtype("<u2"),
    "I16": np.dtype("<i2"),
    "F16": np.dtype("<f2"),
    "U32": np.dtype("<u4"),
    "I32": np.dtype("<i4"),
    "F32": np.dtype("<f4"),
    "U64": np.dtype("<u8"),
    "I64": np.dtype("<i8"),
    "F64": np.dtype("<f8"),
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def write(path, arrays, metadata=None):
    """`arrays` maps names to numpy arrays. The widest items come first, so that every tensor is aligned."""
    header = {} if metadata is None else {"__metadata__": metadata}
    chunks = []
    offset = 0
    for name, array in sorted(arrays.items(), key=lambda item: (-item[1].dtype.itemsize, item[0])):
        data = array.astype(array.dtype.newbyteorder("<"), order="C").tobytes()
        header[name] = {
            "dtype": NAMES[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(data)],
        }
        chunks.append(data)
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def _unique(pairs):
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"a key stands twice: {names}"
    return dict(pairs)


def read(path):
    """(arrays by name, metadata)"""
    data = path.read_bytes()
    assert len(data) >= 8, "too short"
    (length,) = struct.unpack("<Q", data[:8])
    assert length <= 100_000_000 and 8 + length <= len(data), f"header of {length} bytes"
    text = data[8 : 8 + length]
    assert text[:1] == b"{", "the header starts with {"
    assert (8 + length) % 8 == 0, "the data is aligned"
    header = json.loads(text.decode("utf-8", "strict"), object_pairs_hook=_unique)
    metadata = header.pop("__metadata__", {})
    assert all(isinstance(value, str) for value in metadata.values()), "metadata are strings"
    body = data[8 + length :]
    arrays = {}
    covered = 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        assert set(entry) == {"dtype", "shape", "data_offsets"}, f"{name}: {entry}"
        begin, end = entry["data_offsets"]
        assert begin == covered, f"{name}: a gap or an overlap at {begin}, expected {covered}"
        dtype = DTYPES[entry["dtype"]]
        items = int(np.prod(entry["shape"], dtype=object))
        assert end - begin == items * dtype.itemsize and end <= len(body), f"{name}: {entry}"
        arrays[name] = np.frombuffer(body[begin:end], dtype).reshape(entry["shape"])
        covered = end
    assert covered == len(body), "every byte belongs to a tensor"
    return arrays, metadata
