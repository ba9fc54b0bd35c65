#!/usr/bin/env python3
"""Draws icon.png, the application's mark: a price tag that looks at an apple.

python3 make_icon.py        # needs Pillow and numpy
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "pictures"))

from drawing import blob, ellipse, flat, polygon, solid, stack, stroke, within  # noqa: E402

SIZE = 256


def rounded_square(inset, bend=5.0):
    """A squircle: |x|^n + |y|^n = r^n."""
    angles = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    reach = 0.5 - inset
    across = np.sign(np.cos(angles)) * np.abs(np.cos(angles)) ** (2 / bend) * reach
    down = np.sign(np.sin(angles)) * np.abs(np.sin(angles)) ** (2 / bend) * reach
    return polygon(np.stack([0.5 + across, 0.5 + down], -1))


def shadow(mask, radius, opacity, drop):
    soft = flat(mask, "#06302f", opacity).filter(ImageFilter.GaussianBlur(radius))
    layer = Image.new("RGBA", soft.size, (0, 0, 0, 0))
    layer.paste(soft, (0, drop))
    return layer


def arc(x0, x1, y, rise, steps=40):
    """Half an eyelid: a parabola between two corners."""
    line = np.linspace(0, 1, steps)
    return [(x0 + (x1 - x0) * t, y - rise * 4 * t * (1 - t)) for t in line]


def tag():
    """The tag: a rounded card with its two upper corners cut, and a hole."""
    return polygon(
        [(0.36, 0.13), (0.64, 0.13), (0.84, 0.34), (0.84, 0.87), (0.16, 0.87), (0.16, 0.34)], 0.028
    )


def icon():
    ground = rounded_square(0.01)
    card = tag()
    eye = polygon(arc(0.22, 0.78, 0.59, 0.2) + arc(0.78, 0.22, 0.59, -0.2), 0.006)
    apple = blob(
        [
            (0.5, 0.475),
            (0.57, 0.455),
            (0.635, 0.5),
            (0.64, 0.6),
            (0.585, 0.71),
            (0.53, 0.725),
            (0.5, 0.715),
            (0.47, 0.725),
            (0.415, 0.71),
            (0.36, 0.6),
            (0.365, 0.5),
            (0.43, 0.455),
        ]
    )
    leaf = blob([(0.505, 0.455), (0.52, 0.385), (0.595, 0.355), (0.6, 0.42), (0.56, 0.455)])
    lid = arc(0.22, 0.78, 0.59, 0.2)
    return stack(
        solid(ground, ["#0a4a4c", "#128078", "#35b39a"], gleam=0.12, rim=0.2),
        within(shadow(card, 12, 0.5, 9), ground),
        solid(card, ["#d3dcdd", "#f4f6f4", "#ffffff"], gleam=0.2, rim=0.2),
        solid(ellipse(0.5, 0.245, 0.052), ["#2b9b88", "#148078", "#0c5f5e"], gleam=0, rim=0),
        flat(eye, "#e3f1ec"),
        within(solid(apple, ["#a3122c", "#e33a3f", "#fb7a62"], gleam=0.45), eye),
        flat(stroke(lid, 0.03), "#0f5c5b"),
        flat(stroke(arc(0.22, 0.78, 0.59, -0.2), 0.03), "#0f5c5b"),
        flat(stroke([(0.5, 0.48), (0.505, 0.43)], 0.02), "#6b4423"),
        solid(leaf, ["#3f8a2a", "#6fbf3a", "#a8e06a"], gleam=0.2),
    )


if __name__ == "__main__":
    icon().resize((SIZE, SIZE), Image.LANCZOS).save(HERE / "icon.png", optimize=True)
