"""PyTorch's side of `cargo xtask bench --train`: the training loop that benches/training.rs runs, as
one writes it in Python.

    python train_worker.py WAY DATA PHOTOS FROZEN WEIGHTS

WAY is `usual` (a DataLoader decodes the photos in every epoch), `channels-last` (the same, with the
network's tensors in that order) or `decoded` (photos are decoded once and lie in memory). DATA is a
folder with a folder for each product, or a list file; PHOTOS the number of photos an epoch; FROZEN
`none` or the number of stages that do not learn; WEIGHTS a safetensors file to begin from, or `none`.
Says `ready`, and answers every line on standard input with lines `STEP PICTURES-A-SECOND` and `done`.
"""

import math
import random
import sys
import time
from pathlib import Path

import torch
from network import EfficientNetLite
from PIL import Image
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torchvision.transforms import v2

THREADS = 2
WORKERS = 2
WARM_UP = 2
# Batches of a round that are only loaded, and that are only learnt.
LOADED, LEARNT = 12, 6
# The recipe of EfficientNet-Lite0.
BATCH, SIZE = 32, 160
LEARNING_RATE, WEIGHT_DECAY = 1e-3, 0.02
SMOOTHING, DROP_CONNECT, DROPOUT = 0.1, 0.1, 0.2
MIX_SHARE, MIXUP_ALPHA = 0.5, 0.4
AVERAGE_DECAY = 0.99
DEGREES, COLOUR, CROP_AREA = 15, 0.2, (0.35, 1.0)
# No photo is decoded to more than this shorter side in memory, as Tillsight keeps them.
KEPT_SIDE = SIZE * 8 // 5


def labelled_photos(data):
    data = Path(data)
    if data.is_dir():
        folders = sorted(path for path in data.iterdir() if path.is_dir())
        return [
            (photo, label)
            for label, folder in enumerate(folders)
            for photo in sorted(folder.rglob("*"))
            if photo.suffix.lower() in (".jpg", ".jpeg", ".png")
        ]
    rows = [line.split(",") for line in data.read_text().splitlines() if line.strip()]
    return [(data.parent / row[0].strip(), int(row[1])) for row in rows]


def decode(path):
    with Image.open(path) as photo:
        return photo.convert("RGB")


def smaller(photo):
    share = KEPT_SIDE / min(photo.size)
    return photo if share >= 1 else photo.resize([round(side * share) for side in photo.size])


class Photos(torch.utils.data.Dataset):
    def __init__(self, rows, keeps):
        self.rows = rows
        self.kept = [smaller(decode(path)) for path, _ in rows] if keeps else None
        self.transform = v2.Compose(
            [
                v2.ToImage(),
                v2.RandomRotation(DEGREES, interpolation=v2.InterpolationMode.BILINEAR),
                v2.RandomResizedCrop(SIZE, scale=CROP_AREA, antialias=True),
                v2.RandomHorizontalFlip(),
                v2.ColorJitter(COLOUR, COLOUR, COLOUR),
                v2.ToDtype(torch.float32, scale=True),
                v2.Normalize([127 / 255] * 3, [128 / 255] * 3),
            ]
        )

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        path, label = self.rows[index]
        return self.transform(self.kept[index] if self.kept else decode(path)), label


def mixed(pictures, targets):
    if random.random() >= MIX_SHARE:
        return pictures, targets
    share = random.betavariate(MIXUP_ALPHA, MIXUP_ALPHA)
    mix = lambda tensor: torch.lerp(tensor, tensor.roll(1, 0), 1 - share)
    return mix(pictures), mix(targets)


class Learner:
    def __init__(self, way, data, photos, frozen, weights):
        rows = labelled_photos(data)
        self.classes = max(label for _, label in rows) + 1
        self.network = EfficientNetLite("efficientnet-lite0", self.classes).train()
        self.network.drop(DROP_CONNECT, DROPOUT)
        self.network.freeze(0 if frozen == "none" else int(frozen))
        self.layout = torch.channels_last if way == "channels-last" else torch.contiguous_format
        if weights != "none":
            self.begin_from(weights)
        self.network = self.network.to(memory_format=self.layout)
        random.Random(1).shuffle(rows)
        self.loader = torch.utils.data.DataLoader(
            Photos(rows[:photos], way == "decoded"),
            batch_size=BATCH,
            shuffle=True,
            drop_last=True,
            num_workers=WORKERS,
            persistent_workers=True,
        )
        learnt = [each for each in self.network.parameters() if each.requires_grad]
        decayed = [each for each in learnt if each.dim() > 1]
        others = [each for each in learnt if each.dim() <= 1]
        groups = [{"params": decayed}, {"params": others, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, LEARNING_RATE, weight_decay=WEIGHT_DECAY)
        averaging = get_ema_multi_avg_fn(AVERAGE_DECAY)
        self.average = AveragedModel(self.network, multi_avg_fn=averaging, use_buffers=True)
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimizer, 10_000)

    def begin_from(self, weights):
        from safetensors.torch import load_file

        found = {name: tensor.float() for name, tensor in load_file(weights).items()}
        found = {name: tensor for name, tensor in found.items() if "classifier" not in name}
        self.network.load_state_dict(found, strict=False)

    def step(self, pictures, labels):
        pictures = pictures.contiguous(memory_format=self.layout)
        targets = F.one_hot(labels, self.classes).float()
        pictures, targets = mixed(pictures, targets)
        loss = F.cross_entropy(self.network(pictures), targets, label_smoothing=SMOOTHING)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.schedule.step()
        self.average.update_parameters(self.network)
        value = loss.item()
        if not math.isfinite(value):
            raise SystemExit("the loss is no number any more")

    def loaded(self):
        batches = iter(self.loader)
        for _ in range(WARM_UP):
            next(batches)
        # Of what the workers have ready by now, the clock must know nothing.
        ahead = WORKERS * 2
        count = min(LOADED, len(self.loader) - WARM_UP - ahead)
        for _ in range(ahead):
            next(batches)
        begun = time.perf_counter()
        for _ in range(count):
            next(batches)
        return count * BATCH / (time.perf_counter() - begun)

    def learnt(self):
        pictures = torch.randn(BATCH, 3, SIZE, SIZE).clamp(-1, 1)
        labels = torch.randint(0, self.classes, (BATCH,))
        for step in range(WARM_UP + LEARNT):
            if step == WARM_UP:
                begun = time.perf_counter()
            self.step(pictures, labels)
        return LEARNT * BATCH / (time.perf_counter() - begun)

    def trained(self):
        for number, (pictures, labels) in enumerate(self.loader, 1):
            self.step(pictures, labels)
            if number == WARM_UP:
                begun = time.perf_counter()
        return (len(self.loader) - WARM_UP) * BATCH / (time.perf_counter() - begun)


def main(way, data, photos, frozen, weights):
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    learner = Learner(way, data, int(photos), frozen, weights)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(f"data {learner.loaded():.2f}")
        print(f"network {learner.learnt():.2f}")
        print(f"together {learner.trained():.2f}")
        print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
