"""One picture a fruit of orchards and citrus groves that fruit.py lacks: drawings."""

import numpy as np

from drawing import (
    DARK_LEAF,
    LEAF,
    WOOD,
    arc,
    blend,
    blob,
    ellipse,
    flat,
    leaf,
    place,
    polygon,
    solid,
    spot,
    stack,
    stroke,
    within,
)
from fruit import half_citrus, seeds


def apricot():
    body = blob(
        [
            (0.42, 0.16),
            (0.62, 0.2),
            (0.74, 0.44),
            (0.66, 0.7),
            (0.42, 0.8),
            (0.18, 0.7),
            (0.1, 0.44),
            (0.22, 0.2),
        ]
    )
    gold = solid(body, ["#dd7a14", "#f9a838", "#fed88a"])
    blush = solid(body, ["#c94a1c", "#ee6a34", "#f9a06a"])
    crease = flat(stroke(arc((0.44, 0.17), (0.4, 0.79), -0.13), 0.018), "#b5560c", 0.55)
    return stack(
        solid(stroke([(0.43, 0.19), (0.4, 0.06)], 0.04), WOOD),
        leaf((0.42, 0.13), (0.74, 0.09), 0.15, LEAF, -0.03),
        blend(gold, blush, spot(0.2, 0.56, 0.14, 0.2) * 0.7),
        within(crease, body),
        solid(ellipse(0.68, 0.67, 0.27), ["#e08a1c", "#f9ae42", "#fdd084"], gleam=0.1),
        solid(ellipse(0.68, 0.67, 0.235), ["#f29a2a", "#fdbf5e", "#ffd88e"], gleam=0.1, rim=0.2),
        solid(ellipse(0.68, 0.68, 0.105, 0.135), ["#6f3e16", "#a0652c", "#cf9a5c"], gleam=0.4),
        flat(stroke(arc((0.7, 0.56), (0.69, 0.8), -0.03), 0.012), "#5a2f0e", 0.6),
    )


def fig():
    skin = ["#24103c", "#542a70", "#8f63a8"]
    body = blob(
        [
            (0.38, 0.08),
            (0.45, 0.1),
            (0.48, 0.28),
            (0.66, 0.5),
            (0.64, 0.74),
            (0.42, 0.84),
            (0.18, 0.74),
            (0.14, 0.5),
            (0.32, 0.28),
        ]
    )
    cut = blob(
        [
            (0.66, 0.34),
            (0.72, 0.34),
            (0.76, 0.48),
            (0.92, 0.64),
            (0.9, 0.84),
            (0.7, 0.93),
            (0.5, 0.84),
            (0.48, 0.64),
            (0.62, 0.48),
        ]
    )
    rind = blob(
        [
            (0.67, 0.4),
            (0.71, 0.4),
            (0.74, 0.52),
            (0.88, 0.66),
            (0.86, 0.82),
            (0.7, 0.89),
            (0.54, 0.82),
            (0.52, 0.66),
            (0.64, 0.52),
        ]
    )
    pulp = ellipse(0.7, 0.72, 0.13, 0.13)
    angles = np.arange(26) * np.pi * (3 - np.sqrt(5))
    reach = 0.11 * np.sqrt((np.arange(26) + 0.5) / 26)
    kernels = list(zip(0.7 + reach * np.cos(angles), 0.72 + reach * np.sin(angles)))
    ribs = [
        flat(stroke(arc((0.41, 0.12), (0.4, 0.83), bow), 0.012), "#c0a0d0", 0.35)
        for bow in (-0.17, -0.06, 0.08, 0.19)
    ]
    return stack(
        solid(stroke([(0.41, 0.14), (0.44, 0.03)], 0.06), ["#4f6a2a", "#7f9a46", "#b0c878"]),
        solid(body, skin),
        *(within(rib, body) for rib in ribs),
        solid(cut, skin, gleam=0.1),
        solid(rind, ["#e6d8b8", "#f6ecd6", "#fffaf0"], gleam=0, rim=0.2),
        solid(pulp, ["#a81c3c", "#dc4658", "#f5888a"], gleam=0.1),
        seeds(kernels, 0.0095, ["#d8a860", "#f2d490", "#fff0c0"]),
    )


def kumquat():
    skin = ["#e0680a", "#fb9526", "#ffc26a"]
    oval = stack(
        solid(ellipse(0.5, 0.5, 0.24, 0.33), skin, gleam=0.5),
        flat(ellipse(0.5, 0.81, 0.03, 0.014), "#a04a08", 0.7),
    )
    return stack(
        leaf((0.46, 0.2), (0.12, 0.1), 0.15, DARK_LEAF, 0.03),
        leaf((0.5, 0.2), (0.86, 0.1), 0.17, DARK_LEAF, -0.03),
        solid(stroke([(0.34, 0.26), (0.48, 0.18), (0.64, 0.26)], 0.035), LEAF),
        place(oval, 0.3, 0.5, 0.8, -14),
        place(oval, 0.62, 0.46, 0.8, 12),
        half_citrus(0.68, 0.74, 0.2, skin, ["#f58a14", "#fda838", "#ffc878"]),
    )


def loquat(x, y, turn):
    body = blob(
        [
            (0.5, 0.2),
            (0.6, 0.24),
            (0.72, 0.5),
            (0.66, 0.74),
            (0.5, 0.8),
            (0.34, 0.74),
            (0.28, 0.5),
            (0.4, 0.24),
        ]
    )
    crown = polygon(
        [
            (0.44, 0.75),
            (0.47, 0.79),
            (0.5, 0.75),
            (0.53, 0.79),
            (0.56, 0.75),
            (0.55, 0.82),
            (0.45, 0.82),
        ],
        0.004,
    )
    fruit = stack(
        solid(body, ["#d9850c", "#f7b53a", "#fde08c"], gleam=0.45), flat(crown, "#4f3010", 0.9)
    )
    return place(fruit, x, y, 0.86, turn)


def loquats():
    twig = [
        solid(stroke(line, 0.035), WOOD)
        for line in (
            [(0.52, 0.04), (0.5, 0.3)],
            [(0.51, 0.16), (0.3, 0.34)],
            [(0.51, 0.16), (0.72, 0.32)],
        )
    ]
    return stack(
        leaf((0.52, 0.18), (0.98, 0.24), 0.2, DARK_LEAF, -0.05),
        leaf((0.5, 0.18), (0.04, 0.2), 0.2, DARK_LEAF, 0.04),
        *twig,
        loquat(0.27, 0.5, -18),
        loquat(0.74, 0.48, 18),
        loquat(0.5, 0.62, 0),
    )


def persimmon():
    body = blob(
        [
            (0.5, 0.3),
            (0.76, 0.27),
            (0.92, 0.5),
            (0.82, 0.78),
            (0.5, 0.87),
            (0.18, 0.78),
            (0.08, 0.5),
            (0.24, 0.27),
        ]
    )
    lobes = [
        leaf((0.5, 0.33), tip, 0.24, ["#6a7a28", "#98a444", "#c8cc78"], bow)
        for tip, bow in (
            ((0.2, 0.24), 0.03),
            ((0.8, 0.24), -0.03),
            ((0.36, 0.5), 0.02),
            ((0.68, 0.48), -0.02),
        )
    ]
    return stack(
        solid(body, ["#d04a08", "#f57a1c", "#ffb060"]),
        *lobes,
        solid(stroke([(0.5, 0.33), (0.52, 0.17)], 0.06), WOOD),
    )


def pomelo():
    rind = ["#9db428", "#d3db56", "#f1f2a0"]
    whole = blob(
        [
            (0.42, 0.1),
            (0.58, 0.17),
            (0.75, 0.36),
            (0.78, 0.58),
            (0.66, 0.78),
            (0.42, 0.85),
            (0.18, 0.78),
            (0.06, 0.58),
            (0.09, 0.36),
            (0.26, 0.17),
        ]
    )
    wedges = []
    for angle in np.arange(10) * np.pi / 5:
        rays = [
            (angle + turn, reach)
            for turn, reach in (
                (-0.27, 0.185),
                (0, 0.205),
                (0.27, 0.185),
                (0.2, 0.04),
                (-0.2, 0.04),
            )
        ]
        wedge = [(0.68 + reach * np.cos(ray), 0.66 + reach * np.sin(ray)) for ray, reach in rays]
        wedges.append(
            solid(polygon(wedge, 0.005), ["#e8c65a", "#f7e08c", "#fff2bc"], gleam=0.2, rim=0.2)
        )
    return stack(
        solid(stroke([(0.42, 0.12), (0.4, 0.04)], 0.045), WOOD),
        leaf((0.42, 0.12), (0.78, 0.13), 0.15, DARK_LEAF, -0.035),
        solid(whole, rind),
        solid(ellipse(0.68, 0.66, 0.29), rind, gleam=0.1),
        solid(ellipse(0.68, 0.66, 0.265), ["#f0ecd8", "#fbf9ee", "#ffffff"], gleam=0.1, rim=0.2),
        *wedges,
    )


def orchard_fruit():
    """All pictures by product id."""
    return {
        "apricot": apricot(),
        "fig": fig(),
        "kumquat": kumquat(),
        "loquat": loquats(),
        "persimmon": persimmon(),
        "pomelo": pomelo(),
    }
