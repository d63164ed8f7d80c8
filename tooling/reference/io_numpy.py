"""Writes packages/io/test/golden/numpy with NumPy: python3 tooling/reference/io_numpy.py

npy.json: files of every dtype, byte order and layout, with their elements in row-major little-endian bytes; files of
dtypes that are refused. *.npz: one archive per way in which NumPy and zipfile write them.
"""

import base64
import io
import json
import pathlib
import zipfile

import numpy as np
from numpy.lib import format as npy

target = pathlib.Path(__file__).parents[2] / "packages/io/test/golden/numpy"

ARRAYS = {
    "bool": np.array([[True, False, True], [False, False, True]]),
    "int8": np.array([[-128, 127, 0], [1, -1, 5]], "i1"),
    "int16": np.array([[-32768, 32767, 0], [1, -1, 258]], "<i2"),
    "int32": np.array([[-(2**31), 2**31 - 1, 0], [1, -1, 66051]], "<i4"),
    "int64": np.array([[-(2**63), 2**63 - 1, 0], [1, -1, 2**40 + 7]], "<i8"),
    "uint8": np.array([[255, 0, 1], [2, 3, 4]], "u1"),
    "uint16": np.array([[65535, 0, 1], [2, 3, 258]], "<u2"),
    "uint32": np.array([[2**32 - 1, 0, 1], [2, 3, 66051]], "<u4"),
    "uint64": np.array([[2**64 - 1, 0, 1], [2, 3, 2**40 + 7]], "<u8"),
    "float16": np.array([[1.5, -0.0, np.inf], [np.nan, 6e-8, 65504]], "<f2"),
    "float32": np.array([[0.1, -0.0, -np.inf], [np.nan, 1e-45, 3.4e38]], "<f4"),
    "float64": np.array([[0.1, -0.0, np.inf], [np.nan, 5e-324, -1.7e308]], "<f8"),
}
SHAPES = {
    "scalar": np.array(2.5, "<f4"),
    "one": np.arange(3, dtype="<f8"),
    "cube": np.arange(24, dtype="<i4").reshape(2, 3, 4),
    "empty": np.zeros((0, 3), "<f4"),
    "large size": np.zeros((12345678, 0), "u1"),
    "ones": np.zeros((1,) * 32, "<i2"),
}
REFUSED = {
    "complex64": np.zeros(2, "<c8"),
    "complex128": np.zeros(2, "<c16"),
    "objects": np.array([{}, None], object),
    "unicode": np.array(["a", "bc"]),
    "bytes": np.array([b"a", b"bc"]),
    "dates": np.array(["2020-01-01"], "datetime64[D]"),
    "spans": np.array([1], "timedelta64[s]"),
    "structure": np.zeros(2, [("x", "<f4"), ("y", "<i4")]),
    "raw": np.zeros(2, "V3"),
    "float128": np.zeros(2, np.longdouble),
}


def file_of(array, version=None):
    out = io.BytesIO()
    npy.write_array(out, array, version=version)
    return out.getvalue()


def text(data):
    return base64.b64encode(data).decode()


def describe(name, array):
    elements = array.astype(array.dtype.newbyteorder("<")).tobytes()
    dtype = array.dtype.newbyteorder("=").name
    return {"name": name, "dtype": dtype, "shape": list(array.shape), "elements": text(elements)}


def entry(name, array, data):
    return {**describe(name, array), "file": text(data)}


def accepted():
    for name, array in {**ARRAYS, **SHAPES}.items():
        big = array.astype(array.dtype.newbyteorder(">"))
        fortran = np.asfortranarray(array)
        yield {**entry(name, array, file_of(array)), "plain": True}
        yield entry(f"{name}, Fortran order", fortran, file_of(fortran))
        yield entry(f"{name}, big-endian", big, file_of(big))
        both = np.asfortranarray(big)
        yield entry(f"{name}, big-endian, Fortran order", both, file_of(both))
    for version in [(2, 0), (3, 0)]:
        array = ARRAYS["float32"]
        yield entry(f"version {version[0]}.0", array, file_of(array, version))


class Unseekable(io.BytesIO):
    """A stream that zipfile cannot go back in: sizes follow the members."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation("seek")

    def tell(self):
        raise io.UnsupportedOperation("tell")


def streamed(zip64):
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in ARCHIVE.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=zip64) as member:
                npy.write_array(member, array)
    return out.getvalue()


ARCHIVE = {
    "a": ARRAYS["float32"],
    "__proto__": ARRAYS["int64"],
    "../outside": ARRAYS["bool"],
    "größe": np.arange(400, dtype="<i4").reshape(20, 20) % 7,
}

if __name__ == "__main__":
    target.mkdir(parents=True, exist_ok=True)
    refused = [{"name": name, "file": text(file_of(array))} for name, array in REFUSED.items()]
    content = {"accepted": list(accepted()), "refused": refused}
    (target / "npy.json").write_text(json.dumps(content, indent=1) + "\n")
    members = [describe(name, array) for name, array in ARCHIVE.items()]
    (target / "npz.json").write_text(json.dumps(members, indent=1) + "\n")
    np.savez(target / "stored.npz", **ARCHIVE)
    np.savez_compressed(target / "compressed.npz", **ARCHIVE)
    (target / "streamed.npz").write_bytes(streamed(False))
    (target / "streamed-zip64.npz").write_bytes(streamed(True))
