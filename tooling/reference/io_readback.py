"""NumPy reads what @nn/io writes: python3 tooling/reference/io_readback.py

Has packages/io/test/readback.test.ts write files, then checks each: npy and npz with NumPy, safetensors with the strict reader in
io_safetensors.py and, where it is installed, with the safetensors package. Prints a line per file.
"""

import json
import os
import pathlib
import subprocess
import tempfile

import numpy as np

import io_safetensors

try:
    import safetensors.numpy as reference
except ImportError:
    reference = None

root = pathlib.Path(__file__).parents[2]

ARRAYS = {
    "bool": np.array([True, False, True]),
    "int8": np.array([-128, 127], "i1"),
    "int16": np.array([[-32768], [32767]], "<i2"),
    "int32": np.array([[-(2**31), 2**31 - 1]], "<i4"),
    "int64": np.array([-(2**63), 2**63 - 1], "<i8"),
    "uint8": np.array([0, 255], "u1"),
    "uint16": np.array([0, 65535], "<u2"),
    "uint32": np.array([0, 2**32 - 1], "<u4"),
    "uint64": np.array([0, 2**64 - 1], "<u8"),
    "float16": np.array([1.5, -0.0, np.inf], "<f2"),
    "float32": np.array([[0.1, -0.0], [np.nan, -np.inf]], "<f4"),
    "float64": np.array(0.1),
    "empty": np.zeros((0, 3), "<f4"),
    "größe": np.arange(400, dtype="<i4").reshape(20, 20) % 7,
}
TENSORS = {
    "0.weight": np.array([[0.1, -0.0, np.nan], [-np.inf, 5, 6]], "<f4"),
    "0.bias": np.array([0.1, 5e-324]),
    "steps": np.array(7, "<i4"),
    "pixels": np.array([[1], [255]], "u1"),
    "mask": np.array([True, False, True]),
    "none": np.zeros((0, 4), "<f4"),
}


def same(name, found, expected):
    assert found.dtype == expected.dtype, f"{name}: {found.dtype}, expected {expected.dtype}"
    assert found.shape == expected.shape, f"{name}: {found.shape}, expected {expected.shape}"
    assert found.tobytes() == expected.tobytes(), f"{name}: {found}, expected {expected}"


def same_all(path, found, expected):
    assert set(found) == set(expected), f"{path}: {sorted(found)}, expected {sorted(expected)}"
    for name, array in expected.items():
        same(f"{path}: {name}", found[name], array)
    print("ok", path.name, len(expected))


def read_safetensors(path):
    arrays, metadata = io_safetensors.read(path)
    if reference is not None:
        same_all(path, reference.load_file(path), arrays)
    return arrays, metadata


def check(folder):
    for name, array in ARRAYS.items():
        path = folder / f"{name}.npy"
        same(path, np.load(path), array)
        written = folder / "numpy.npy"
        np.save(written, array)
        assert path.read_bytes() == written.read_bytes(), f"{path}: other bytes than NumPy's"
        print("ok", path.name, "byte for byte")
    same_all(folder / "stored.npz", dict(np.load(folder / "stored.npz")), ARRAYS)
    same_all(folder / "compressed.npz", dict(np.load(folder / "compressed.npz")), ARRAYS)
    same(folder / "tensor.npy", np.load(folder / "tensor.npy"), TENSORS["0.weight"])
    same_all(folder / "tensors.npz", dict(np.load(folder / "tensors.npz")), TENSORS)

    path = folder / "plain.safetensors"
    arrays, metadata = read_safetensors(path)
    same_all(path, arrays, TENSORS)
    assert metadata == {"format": "pt"}

    path = folder / "model.safetensors.index.json"
    index = json.loads(path.read_text())
    assert index["metadata"] == {"total_size": sum(array.nbytes for array in TENSORS.values())}, index
    shards = {name: read_safetensors(folder / name)[0] for name in sorted(set(index["weight_map"].values()))}
    assert list(shards) == [f"model-{i + 1:05}-of-{len(shards):05}.safetensors" for i in range(len(shards))], index
    same_all(path, {name: shards[shard][name] for name, shard in index["weight_map"].items()}, TENSORS)
    assert sum(map(len, shards.values())) == len(TENSORS)

    path = folder / "checkpoint.safetensors"
    arrays, metadata = read_safetensors(path)
    same_all(path, arrays, {f"model.{name}": array for name, array in TENSORS.items()})
    tree = json.loads(metadata["nn.checkpoint"])
    assert tree == {
        "version": 1,
        "tree": {
            "step": 3,
            "model": {name: f"$tensor:model.{name}" for name in TENSORS},
            "history": [0.5, "$number:NaN", "$number:-0"],
            "note": "$$5",
        },
    }, tree


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        command = ["node_modules/.bin/vitest", "run", "--project", "io", "test/readback.test.ts"]
        subprocess.run(command, cwd=root, env={**os.environ, "IO_READBACK_FOLDER": folder}, check=True)
        check(pathlib.Path(folder))
    print("all files read" + ("" if reference else " (safetensors package not installed)"))
