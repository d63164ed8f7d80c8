"""Writes the golden files with the reference implementation: pip install safetensors==0.8.0; python make.py"""

import ctypes
from pathlib import Path

from safetensors import TensorSpec, serialize

here = Path(__file__).parent

# Less F6_E2M3 and F6_E3M2, which the Python package cannot write. A byte holds two F4.
DTYPES = {
    "uint8": 1, "int8": 1, "bool": 1, "float8_e4m3fn": 1, "float8_e5m2": 1,
    "float8_e8m0fnu": 1, "float8_e4m3fnuz": 1, "float8_e5m2fnuz": 1,
    "int16": 2, "uint16": 2, "float16": 2, "bfloat16": 2,
    "float32": 4, "uint32": 4, "int32": 4,
    "complex64": 8, "float64": 8, "int64": 8, "uint64": 8,
    "float4_e2m1fn_x2": 1,
}  # fmt: skip

kept = []


def spec(dtype, shape, data):
    buffer = ctypes.create_string_buffer(data, max(len(data), 1))
    kept.append(buffer)
    return TensorSpec(dtype=dtype, shape=shape, data_ptr=ctypes.addressof(buffer), data_len=len(data))


def counting(size, start):
    return bytes((start + i) % 256 for i in range(size))


def write(name, tensors, metadata=None):
    (here / name).write_bytes(serialize(tensors, metadata))


# Two elements each, whose bytes count up from 16 times the tensor's place in the list.
tensors = {name: spec(name, [2], counting(2 * size, 16 * i)) for i, (name, size) in enumerate(DTYPES.items())}
tensors["bool"] = spec("bool", [2], bytes([1, 0]))
write("dtypes.safetensors", tensors, {"format": "pt"})

# Names whose orders by UTF-8 byte, by UTF-16 unit and by number differ; a scalar, an empty shape and a matrix by turns.
names = ["b", "a", "10", "9", "\U0001f600", "\uff5e", 'quote"\\', "line\nbreak\x01\x7f", "é", "", "__proto__"]
shapes = [([], 4), ([0, 3], 0), ([1, 2], 8)]
write(
    "names.safetensors",
    {name: spec("float32", shapes[i % 3][0], counting(shapes[i % 3][1], i)) for i, name in enumerate(names)},
)

write("empty.safetensors", {})
