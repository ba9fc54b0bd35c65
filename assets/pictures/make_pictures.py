#!/usr/bin/env python3
"""Makes the demo catalogue's pictures, one a product.

    npm pack @lobehub/fluent-emoji-3d@1.1.0 && tar xzf lobehub-fluent-emoji-3d-1.1.0.tgz
    python3 make_pictures.py package        # needs Pillow, numpy and imagequant

The argument is the unpacked npm package. NOTICE.md tells where its drawings come from.
"""

import csv
import sys
from pathlib import Path

import imagequant

from berries import berries
from drawing import finish
from fruit import fruit
from greens_and_roots import greens_and_roots
from orchard_fruit import orchard_fruit
from packages import packages
from pods_and_gourds import pods_and_gourds
from tropical_fruit import tropical_fruit
from vegetables import vegetables

HERE = Path(__file__).resolve().parent
COLOURS = 256  # a palette keeps the files small


def main(folder):
    fresh = fruit(folder)
    pictures = fresh | vegetables(folder) | packages(folder, fresh) | orchard_fruit()
    for kind in (berries, tropical_fruit, pods_and_gourds, greens_and_roots):
        pictures |= kind(folder)
    with open(HERE.parent / "catalogue" / "demo.csv", encoding="utf-8", newline="") as file:
        wanted = [(row["id"], row["picture"]) for row in csv.DictReader(file)]
    total = 0
    for product, name in wanted:
        tile = imagequant.quantize_pil_image(finish(pictures[product]), 1.0, COLOURS)
        tile.save(HERE / name, optimize=True)
        total += (HERE / name).stat().st_size
    print(len(wanted), "pictures,", total, "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
