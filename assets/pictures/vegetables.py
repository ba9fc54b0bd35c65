"""One picture a vegetable: an emoji, tinted for the variety, or a drawing."""

import numpy as np

from drawing import (
    LEAF,
    RED_HUES,
    blend,
    blob,
    ellipse,
    emoji,
    flat,
    grid,
    place,
    polygon,
    recolour,
    solid,
    stack,
    stroke,
    within,
)


def spear(x, lean):
    stem = stroke([(x - lean, 0.95), (x, 0.24)], 0.085)
    tip = blob(
        [
            (x, 0.05),
            (x + 0.055, 0.16),
            (x + 0.05, 0.3),
            (x, 0.34),
            (x - 0.05, 0.3),
            (x - 0.055, 0.16),
        ]
    )
    layers = [solid(stem, ["#5f9a34", "#86bd4a", "#c9e69a"], gleam=0.2)]
    layers.append(solid(tip, ["#3d5f4a", "#5f8a4c", "#8fb45c"], gleam=0.3))
    for side, y in ((1, 0.42), (-1, 0.55), (1, 0.7)):
        scale = [
            (x + side * 0.035, y - 0.06),
            (x + side * 0.012, y + 0.02),
            (x + side * 0.045, y + 0.01),
        ]
        layers.append(flat(polygon(scale, 0.004), "#4f7a4a"))
    for y in (0.14, 0.21, 0.27):
        leaf = [(x, y - 0.05), (x + 0.03, y + 0.03), (x, y + 0.045), (x - 0.03, y + 0.03)]
        layers.append(flat(polygon(leaf, 0.005), "#4a6a5c", 0.75))
    return stack(*layers)


def drawn_vegetables(read):
    band = solid(
        polygon([(0.2, 0.6), (0.8, 0.6), (0.8, 0.68), (0.2, 0.68)], 0.01),
        ["#5a58c8", "#7a78e8", "#a5a4f5"],
        gleam=0.1,
    )
    asparagus = stack(
        spear(0.24, -0.06), spear(0.76, 0.06), spear(0.41, -0.02), spear(0.59, 0.02), band
    )
    head = ellipse(0.5, 0.53, 0.42, 0.4)
    veins = [
        [(0.5, 0.92), (0.5, 0.6), (0.47, 0.3)],
        [(0.5, 0.75), (0.36, 0.58), (0.3, 0.44)],
        [(0.5, 0.72), (0.65, 0.56), (0.7, 0.42)],
        [(0.49, 0.55), (0.41, 0.42), (0.39, 0.32)],
        [(0.49, 0.53), (0.57, 0.4), (0.58, 0.3)],
    ]
    outer_left = blob(
        [(0.06, 0.5), (0.14, 0.26), (0.3, 0.2), (0.34, 0.5), (0.5, 0.95), (0.3, 0.94), (0.12, 0.78)]
    )
    outer_right = blob(
        [(0.94, 0.5), (0.86, 0.26), (0.7, 0.2), (0.68, 0.5), (0.5, 0.95), (0.7, 0.94), (0.88, 0.78)]
    )
    cabbage = stack(
        solid(head, ["#7fb544", "#b5dc78", "#e6f6bd"]),
        *(flat(stroke(vein, 0.014), "#f4fbdc", 0.85) for vein in veins),
        solid(outer_left, ["#4f962e", "#86c250", "#bfe68a"], gleam=0.2),
        solid(outer_right, ["#3f8628", "#72b044", "#a9d876"], gleam=0.2),
    )
    leaves = [
        blob([(0.42, 0.5), (0.2, 0.28), (0.1, 0.06), (0.26, 0.1), (0.42, 0.26), (0.5, 0.46)]),
        blob([(0.58, 0.5), (0.8, 0.28), (0.9, 0.06), (0.74, 0.1), (0.58, 0.26), (0.5, 0.46)]),
        blob([(0.43, 0.52), (0.4, 0.24), (0.5, 0.03), (0.6, 0.24), (0.57, 0.52)]),
    ]
    shaft = polygon([(0.4, 0.44), (0.6, 0.44), (0.58, 0.86), (0.42, 0.86)], 0.02)
    roots = [
        flat(stroke([(0.5, 0.86), (0.5 + spread, 0.97)], 0.014), "#e8dcb8")
        for spread in (-0.06, -0.02, 0.02, 0.06)
    ]
    leek = stack(
        *roots,
        solid(leaves[0], ["#1f5c3a", "#3a8a4c", "#74bd6a"], gleam=0.2),
        solid(leaves[1], ["#1a5234", "#307a44", "#62ab5c"], gleam=0.2),
        solid(shaft, ["#dfe5c0", "#e9f2cd", "#9ccb6e"], gleam=0.2, rim=0.3),
        solid(leaves[2], ["#6fb35e", "#4f9f52", "#5fb060"], gleam=0.3),
        solid(ellipse(0.5, 0.86, 0.1, 0.05), ["#e4dcc0", "#f7f3e2", "#ffffff"]),
    )
    stalks = [
        flat(stroke(line, 0.045), "#b01c54")
        for line in (
            [(0.5, 0.42), (0.38, 0.2)],
            [(0.5, 0.42), (0.5, 0.14)],
            [(0.5, 0.42), (0.62, 0.2)],
        )
    ]
    greens = [
        solid(blob(points), LEAF, gleam=0.2)
        for points in (
            [(0.4, 0.26), (0.24, 0.22), (0.2, 0.06), (0.36, 0.04), (0.43, 0.16)],
            [(0.6, 0.26), (0.76, 0.22), (0.8, 0.06), (0.64, 0.04), (0.57, 0.16)],
            [(0.5, 0.24), (0.41, 0.12), (0.5, -0.01), (0.59, 0.12)],
        )
    ]
    beet = blob(
        [
            (0.5, 0.36),
            (0.74, 0.42),
            (0.84, 0.6),
            (0.7, 0.8),
            (0.54, 0.88),
            (0.5, 0.98),
            (0.46, 0.88),
            (0.3, 0.8),
            (0.16, 0.6),
            (0.26, 0.42),
        ]
    )
    rings = [
        flat(stroke([(0.5 - half, y), (0.5, y + 0.02), (0.5 + half, y)], 0.01), "#4d0a2c", 0.5)
        for half, y in ((0.12, 0.8), (0.16, 0.74))
    ]
    return {
        "asparagus": asparagus,
        "cabbage": cabbage,
        "leek": leek,
        "red-beet": stack(*stalks, *greens, solid(beet, ["#4a0828", "#8c1648", "#c23e72"]), *rings),
    }


def zucchini():
    body = blob(
        [
            (0.16, 0.92),
            (0.07, 0.84),
            (0.12, 0.7),
            (0.4, 0.42),
            (0.66, 0.17),
            (0.76, 0.14),
            (0.84, 0.22),
            (0.82, 0.33),
            (0.56, 0.62),
            (0.3, 0.87),
        ]
    )
    flecks = [
        (0.2, 0.74),
        (0.3, 0.62),
        (0.36, 0.72),
        (0.44, 0.54),
        (0.5, 0.6),
        (0.58, 0.4),
        (0.62, 0.5),
        (0.7, 0.3),
        (0.24, 0.84),
        (0.74, 0.36),
    ]
    stem = stroke([(0.76, 0.22), (0.88, 0.1)], 0.085)
    stripes = [
        flat(
            stroke([(0.14 + s, 0.86 + s), (0.42 + s, 0.55 + s), (0.76 + s, 0.22 + s)], 0.012),
            "#8fc46a",
            0.45,
        )
        for s in (-0.05, 0.0, 0.05)
    ]
    return stack(
        solid(stem, ["#7f9a3a", "#a8c258", "#d8e89a"]),
        solid(body, ["#123f1c", "#27692c", "#5a9f45"], gleam=0.45),
        *(within(stripe, body) for stripe in stripes),
        *(flat(ellipse(x, y, 0.01), "#cfe8a0", 0.7) for x, y in flecks),
    )


def roots_and_bulbs(read):
    potato, mushroom = read("1f954"), read("1f344")
    russet = recolour(potato, ["#5f3d22", "#94683f", "#c09565"])
    waxy = recolour(potato, ["#b8862c", "#e3bd5a", "#f7e09a"])
    cap = recolour(mushroom, ["#7a4a2c", "#9a6440", "#b98560"])
    foot = np.clip((grid()[1] - 0.6) * 40, 0, 1)
    stem = recolour(mushroom, ["#b08e6a", "#dcc3a2", "#f0dec6"])
    gill = solid(
        blob([(0.2, 0.6), (0.5, 0.57), (0.8, 0.6), (0.5, 0.66)]),
        ["#5a3420", "#6f442c", "#85573a"],
        gleam=0,
        rim=0,
    )
    dome = solid(
        blob(
            [
                (0.13, 0.56),
                (0.17, 0.3),
                (0.36, 0.12),
                (0.64, 0.12),
                (0.83, 0.3),
                (0.87, 0.56),
                (0.7, 0.62),
                (0.5, 0.63),
                (0.3, 0.62),
            ]
        ),
        ["#5f3820", "#94633f", "#c99b72"],
        gleam=0.4,
    )
    return {
        "floury-potato": stack(
            place(russet, 0.36, 0.42, 0.72, 20), place(russet, 0.62, 0.6, 0.72, -30)
        ),
        "solid-potato": waxy,
        "sweet-potato": read("1f360"),
        "brown-cap-mushroom": stack(blend(cap, stem, foot), gill, dome),
        "carrots": read("1f955"),
        "garlic": read("1f9c4"),
        "ginger": read("1fada"),
        "yellow-onion": read("1f9c5"),
    }


def fruiting_vegetables(read):
    pepper, tomato = read("1fad1"), read("1f345")
    body = (82, 260)
    small = place(tomato, 0.5, 0.5, 0.56)
    vine = [
        flat(stroke(line, 0.03), "#5b9a2c")
        for line in (
            [(0.1, 0.12), (0.35, 0.16), (0.62, 0.13), (0.9, 0.2)],
            [(0.3, 0.15), (0.27, 0.36)],
            [(0.7, 0.15), (0.74, 0.34)],
            [(0.5, 0.15), (0.5, 0.56)],
        )
    ]
    ribs = [
        flat(stroke(line, 0.016), "#9c0f2c", 0.4)
        for line in (
            [(0.36, 0.5), (0.27, 0.68), (0.33, 0.86)],
            [(0.64, 0.5), (0.73, 0.68), (0.67, 0.86)],
            [(0.5, 0.52), (0.5, 0.7), (0.5, 0.9)],
        )
    ]
    ripe = recolour(tomato, ["#b01a2a", "#e0402f", "#f77a4c"], RED_HUES)
    return {
        "green-bell-pepper": pepper,
        "orange-bell-pepper": recolour(pepper, ["#b8500a", "#f07a14", "#ffab4a"], body),
        "red-bell-pepper": recolour(pepper, ["#7f0c1c", "#cc1f2c", "#f0584c"], body),
        "yellow-bell-pepper": recolour(pepper, ["#c98a08", "#f5c21c", "#fde56c"], body),
        "beef-tomato": place(
            stack(ripe, *(within(rib, tomato.getchannel("A")) for rib in ribs)),
            0.5,
            0.5,
            0.84,
            stretch=1.19,
        ),
        "regular-tomato": tomato,
        "vine-tomato": stack(
            *vine,
            place(small, 0.26, 0.5, 0.96),
            place(small, 0.74, 0.48, 0.96),
            place(small, 0.5, 0.72, 0.96),
        ),
        "aubergine": recolour(read("1f346"), ["#1f0c3d", "#43207a", "#7a52b5"], (220, 300)),
        "cucumber": read("1f952"),
        "zucchini": zucchini(),
    }


def vegetables(folder):
    """All pictures by product id."""

    def read(code):
        return emoji(folder, code)

    pictures = {}
    for kind in (drawn_vegetables, roots_and_bulbs, fruiting_vegetables):
        pictures.update(kind(read))
    return pictures
