"""The article's network in Keras on CIFAR-10, to measure ours against: same pictures (JPEG zips with
a folder a class), same layers, same ten epochs, as TensorFlow's CNN tutorial has it.

    python3 -m venv venv && venv/bin/pip install tensorflow-cpu pillow
    venv/bin/python article_cifar10.py TRAIN.zip TEST.zip
"""

import io
import sys
import time
import zipfile

import numpy as np
from PIL import Image
from tensorflow.keras import Sequential, layers, losses

EPOCHS = 10


def read(path: str) -> tuple[np.ndarray, np.ndarray]:
    archive = zipfile.ZipFile(path)
    names = sorted(name for name in archive.namelist() if name.endswith(".jpg"))
    classes = sorted({name.split("/")[-2] for name in names})
    pictures = [np.asarray(Image.open(io.BytesIO(archive.read(name))).convert("RGB")) for name in names]
    labels = [classes.index(name.split("/")[-2]) for name in names]
    return np.stack(pictures).astype("float32") / 255, np.array(labels)


def main() -> None:
    train, test = read(sys.argv[1]), read(sys.argv[2])
    network = Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10),
    ])
    network.compile("adam", losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    begun = time.time()
    network.fit(*train, epochs=EPOCHS, verbose=2)
    seconds = time.time() - begun
    _, accuracy = network.evaluate(*test, verbose=0)
    print(f"test accuracy {accuracy:.4f}, {EPOCHS} epochs in {seconds:.1f} s")


if __name__ == "__main__":
    main()
