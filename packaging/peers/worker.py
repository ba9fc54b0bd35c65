"""The peers' side of `cargo xtask bench --peers`: PyTorch or ONNX Runtime on a version's network.

    python worker.py PEER MODEL ANSWERS PHOTO...

PEER is pytorch or onnxruntime, MODEL a version's folder. Checks the network's answer to the input
in ANSWERS.input against ANSWERS.logits, says `ready`, and answers every line on standard input
with lines `STEP MILLIS...` and `done`; the steps are those of benches/peers.rs.
"""

import io
import json
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

THREADS = 2
# Times that each step is done on each photo in a round, after one that does not count.
REPETITIONS = 5
# How far a logit may be from Tillsight's float32.
TOLERANCE = 1e-3


def pytorch_network(manifest, weights):
    import torch
    from network import load

    torch.set_num_threads(THREADS)
    network = load(manifest, weights)

    def infer(batch):
        with torch.inference_mode():
            return network(torch.from_numpy(batch)).numpy()

    return infer


def onnx_network(manifest, weights):
    """A session for each batch size: fixed shapes are what ONNX Runtime optimises best."""
    import onnxruntime
    import torch
    from network import load

    network = load(manifest, weights)
    size = manifest["preparation"]["size"]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    sessions = {}
    for count in (1, 2):
        file = io.BytesIO()
        blank = torch.zeros(count, 3, size, size)
        torch.onnx.export(network, (blank,), file, dynamo=False, input_names=["pictures"])
        sessions[count] = onnxruntime.InferenceSession(
            file.getvalue(), options, providers=["CPUExecutionProvider"]
        )
    return lambda batch: sessions[len(batch)].run(None, {"pictures": batch})[0]


def decode(path):
    with Image.open(path) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def prepare(picture, preparation):
    """The middle square, resized and normalised: 3 x size x size."""
    size, (width, height) = preparation["size"], picture.size
    side = min(width, height)
    left, top = (width - side) / 2, (height - side) / 2
    box = {
        "crop": (left, top, left + side, top + side),
        "stretch": (0, 0, width, height),
    }.get(preparation["fit"])
    if box is None:
        raise SystemExit(f"the peers cannot prepare by {preparation['fit']}")
    pixels = np.asarray(picture.resize((size, size), Image.Resampling.BILINEAR, box))
    mean, scale = (np.float32(preparation[name]) for name in ("mean", "scale"))
    return np.ascontiguousarray(((pixels - mean) / scale).transpose(2, 0, 1))


def timed(work, millis):
    work()
    for _ in range(REPETITIONS):
        begun = time.perf_counter()
        work()
        millis.append((time.perf_counter() - begun) * 1e3)


def round_of(infer, preparation, photos):
    millis = {"decode": [], "prepare": [], "network": [], "both": []}
    for photo in photos:
        picture = decode(photo)
        one = prepare(picture, preparation)[None]
        both = np.concatenate([one, one[..., ::-1]])
        timed(lambda: decode(photo), millis["decode"])
        timed(lambda: prepare(picture, preparation), millis["prepare"])
        timed(lambda: infer(one), millis["network"])
        timed(lambda: infer(both), millis["both"])
    return millis


def check_answer(infer, manifest, answers):
    size = manifest["preparation"]["size"]
    batch = np.fromfile(answers.with_suffix(".input"), "<f4").reshape(1, 3, size, size)
    expected = np.fromfile(answers.with_suffix(".logits"), "<f4")
    off = np.abs(infer(batch)[0] - expected).max()
    if off > TOLERANCE:
        raise SystemExit(f"this is not Tillsight's network: a logit is off by {off}")


def main(peer, model, answers, *photos):
    from safetensors.torch import load_file

    manifest = json.loads((Path(model) / "manifest.json").read_text())
    weights = load_file(Path(model) / "weights.safetensors")
    networks = {"pytorch": pytorch_network, "onnxruntime": onnx_network}
    infer = networks[peer](manifest, weights)
    check_answer(infer, manifest, Path(answers))
    print("ready", flush=True)
    for _ in sys.stdin:
        for step, millis in round_of(infer, manifest["preparation"], photos).items():
            print(step, *(f"{value:.4f}" for value in millis))
        print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
