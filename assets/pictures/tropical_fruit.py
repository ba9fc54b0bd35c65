"""One picture a tropical fruit: drawings, most with a cut half in front, and one emoji."""

import numpy as np

from drawing import (
    DARK_LEAF,
    LEAF,
    WOOD,
    arc,
    blob,
    bumps,
    ellipse,
    emoji,
    flat,
    leaf,
    place,
    polygon,
    rounded,
    solid,
    stack,
    stroke,
    within,
)
from fruit import seeds

SEED = ["#0d0a0c", "#2a2226", "#544a50"]


def ring(x, y, radius_x, radius_y, count, start=0.0):
    """Places evenly around an ellipse."""
    angles = start + np.arange(count) * 2 * np.pi / count
    return [(x + radius_x * np.cos(a), y + radius_y * np.sin(a)) for a in angles]


def star(x, y, outer, inner, count):
    """The corners of a star standing on two of its points."""
    start, half = -np.pi / 2, np.pi / count
    tips = ring(x, y, outer, outer, count, start)
    dents = ring(x, y, inner, inner, count, start + half)
    return [corner for pair in zip(tips, dents) for corner in pair]


def sunflower(x, y, radius, count):
    """Places evenly over a disc."""
    turns = np.arange(count) * np.pi * (3 - np.sqrt(5))
    reach = radius * np.sqrt((np.arange(count) + 0.5) / count)
    return [(x + r * np.cos(a), y + r * np.sin(a)) for a, r in zip(turns, reach)]


def custard_apple():
    body = blob(
        [
            (0.4, 0.14),
            (0.64, 0.12),
            (0.76, 0.34),
            (0.68, 0.64),
            (0.4, 0.82),
            (0.14, 0.64),
            (0.06, 0.34),
            (0.17, 0.12),
        ]
    )
    scale = solid(
        polygon(
            [(0.5, 0.02), (0.97, 0.3), (0.9, 0.72), (0.5, 0.98), (0.1, 0.72), (0.03, 0.3)], 0.07
        ),
        ["#54802c", "#9cbf5c", "#dcebaa"],
        gleam=0.3,
        rim=0.7,
    )
    skin = stack(flat(body, "#3f6424"), within(bumps(body, scale, 0.135, 0.15), body))
    pips = [
        place(solid(ellipse(0.5, 0.5, 0.2, 0.36), SEED, gleam=0.6), x, y, 0.13, turn)
        for x, y, turn in (
            (0.6, 0.6, 20),
            (0.77, 0.59, -25),
            (0.68, 0.72, 0),
            (0.56, 0.73, 50),
            (0.8, 0.74, -50),
            (0.66, 0.84, 15),
        )
    ]
    return stack(
        solid(stroke([(0.4, 0.18), (0.43, 0.03)], 0.055), WOOD),
        rounded(skin, "#2f5220", 0.6, 0.2),
        solid(ellipse(0.68, 0.69, 0.27, 0.26), ["#54802c", "#8fb450", "#bcd684"], gleam=0.1),
        solid(
            ellipse(0.68, 0.69, 0.24, 0.23), ["#e4dcc0", "#f8f4e4", "#ffffff"], gleam=0.1, rim=0.3
        ),
        *pips,
    )


def flame(base, tip):
    """One green-tipped scale of a dragon fruit."""
    base, tip = np.array(base), np.array(tip)
    side = np.array([base[1] - tip[1], tip[0] - base[0]]) / np.hypot(*(tip - base)) * 0.075
    blade = polygon(
        [
            base + side,
            base + (tip - base) * 0.5 + side * 0.75,
            tip,
            base + (tip - base) * 0.5 - side * 0.75,
            base - side,
        ],
        0.005,
    )
    green = within(solid(blade, ["#5f9a2a", "#9ac83e", "#d3ec84"], gleam=0.1), ellipse(*tip, 0.085))
    return stack(solid(blade, ["#b01558", "#ee4a8a", "#ff9cc0"], gleam=0.2), green)


def dragon_fruit():
    whole = ellipse(0.4, 0.5, 0.27, 0.36)
    flames = [
        ((0.3, 0.22), (0.18, 0.04)),
        ((0.4, 0.2), (0.42, 0.01)),
        ((0.5, 0.22), (0.66, 0.07)),
        ((0.2, 0.38), (0.05, 0.24)),
        ((0.16, 0.56), (0.02, 0.46)),
        ((0.2, 0.74), (0.05, 0.68)),
        ((0.6, 0.38), (0.76, 0.27)),
        ((0.37, 0.44), (0.3, 0.25)),
        ((0.32, 0.66), (0.2, 0.5)),
        ((0.52, 0.5), (0.54, 0.3)),
        ((0.38, 0.8), (0.33, 0.6)),
    ]
    skin = ["#a8104e", "#e8347c", "#ff7fb0"]
    cut = stack(
        solid(ellipse(0.68, 0.66, 0.27), skin, gleam=0.1),
        solid(ellipse(0.68, 0.66, 0.235), ["#dcdce4", "#f6f6fa", "#ffffff"], gleam=0.1, rim=0.3),
        seeds(sunflower(0.68, 0.66, 0.2, 38), 0.0105, SEED),
    )
    return stack(solid(whole, skin), *(flame(*ends) for ends in flames), cut)


def thorn(stops):
    """A four-sided thorn seen from above, its point off the middle."""
    return stack(
        flat(polygon([(0.5, 0.02), (0.98, 0.55), (0.5, 0.98), (0.02, 0.55)], 0.01), stops[1]),
        flat(polygon([(0.5, 0.02), (0.5, 0.42), (0.02, 0.55)]), stops[2]),
        flat(polygon([(0.5, 0.98), (0.5, 0.42), (0.98, 0.55)]), stops[0]),
    )


def durian():
    body = blob(
        [
            (0.5, 0.16),
            (0.74, 0.24),
            (0.84, 0.5),
            (0.72, 0.78),
            (0.5, 0.88),
            (0.28, 0.78),
            (0.16, 0.5),
            (0.26, 0.24),
        ]
    )
    rim = flat(polygon(star(0.5, 0.52, 0.42, 0.34, 26), 0.004), "#6f7a22")
    spikes = bumps(body, thorn(["#5d6a1c", "#98a53a", "#d2d77a"]), 0.115, 0.135, start=0.02)
    skin = rounded(stack(flat(body, "#5d6a1c"), spikes), "#3d4812", 0.55, 0.15)
    stalk = stroke([(0.5, 0.2), (0.51, 0.06)], 0.085)
    gap = blob([(0.56, 0.42), (0.72, 0.48), (0.74, 0.7), (0.6, 0.84), (0.48, 0.76), (0.46, 0.54)])
    pods = [ellipse(0.6, 0.55, 0.085, 0.085), ellipse(0.6, 0.7, 0.09, 0.09)]
    return stack(
        solid(stalk, WOOD),
        rim,
        skin,
        solid(gap, ["#d8c58c", "#f3e6bd", "#fdf7e0"], gleam=0, rim=0.3),
        *(solid(pod, ["#d99a12", "#f7cf45", "#fdeb9a"], gleam=0.5) for pod in pods),
    )


def guava():
    whole = blob(
        [
            (0.4, 0.12),
            (0.54, 0.18),
            (0.68, 0.42),
            (0.62, 0.7),
            (0.4, 0.8),
            (0.16, 0.7),
            (0.1, 0.42),
            (0.26, 0.18),
        ]
    )
    pulp = ring(0.67, 0.66, 0.125, 0.125, 12) + ring(0.67, 0.66, 0.07, 0.07, 6)
    return stack(
        leaf((0.4, 0.13), (0.72, 0.09), 0.14, LEAF, -0.03),
        solid(stroke([(0.4, 0.16), (0.37, 0.05)], 0.04), WOOD),
        solid(whole, ["#6f9a28", "#aecb4c", "#e0ee96"]),
        solid(ellipse(0.67, 0.66, 0.29), ["#7fa82e", "#b8d456", "#dcec90"], gleam=0.1),
        solid(ellipse(0.67, 0.66, 0.25), ["#f2b8b4", "#fbd8d2", "#ffeae6"], gleam=0.1, rim=0.2),
        solid(ellipse(0.67, 0.66, 0.18), ["#dc4a62", "#f0708a", "#fb9aac"], gleam=0.1, rim=0.3),
        seeds(pulp, 0.017, ["#d8b070", "#f2dca6", "#fff4d4"]),
    )


def jackfruit():
    body = blob(
        [
            (0.36, 0.1),
            (0.56, 0.2),
            (0.68, 0.46),
            (0.64, 0.78),
            (0.44, 0.92),
            (0.2, 0.8),
            (0.1, 0.5),
            (0.18, 0.2),
        ]
    )
    bump = solid(ellipse(0.5, 0.5, 0.46), ["#7d8826", "#a9b03c", "#ccca68"], gleam=0.1, rim=0.6)
    skin = stack(flat(body, "#7a8424"), within(bumps(body, bump, 0.068, 0.074), body))
    face = ellipse(0.68, 0.64, 0.27, 0.29)
    pods = [
        place(
            solid(ellipse(0.5, 0.5, 0.2, 0.3), ["#e08a0c", "#fbb92c", "#fedd72"], gleam=0.4),
            x,
            y,
            0.36,
            turn,
        )
        for (x, y), turn in zip(ring(0.68, 0.64, 0.15, 0.165, 7), 90 - np.arange(7) * 360 / 7)
    ]
    return stack(
        solid(stroke([(0.36, 0.13), (0.34, 0.05)], 0.08), WOOD),
        rounded(skin, "#454f10", 0.55, 0.2),
        solid(face, ["#8f9a2c", "#b4b846", "#d8d478"], gleam=0.1),
        solid(ellipse(0.68, 0.64, 0.24, 0.26), ["#e8d9a0", "#f8eec8", "#fffae4"], gleam=0, rim=0.2),
        *pods,
        solid(ellipse(0.68, 0.64, 0.05, 0.06), ["#e8d9a0", "#f4e8bc", "#fdf6dc"], gleam=0, rim=0.2),
    )


def lychee():
    shell, round_body = ["#a3152e", "#dc3f50", "#ff9a96"], ellipse(0.5, 0.5, 0.34, 0.36)
    bump = solid(
        polygon([(0.5, 0.04), (0.96, 0.5), (0.5, 0.96), (0.04, 0.5)], 0.06), shell, 0.3, 0.7
    )
    whole = rounded(
        stack(flat(round_body, "#a3152e"), bumps(round_body, bump, 0.105, 0.12)),
        "#7a0a20",
        0.6,
        0.35,
    )
    torn = polygon(
        [
            (0, 0.52),
            (0.2, 0.46),
            (0.33, 0.56),
            (0.46, 0.45),
            (0.6, 0.56),
            (0.74, 0.46),
            (1, 0.54),
            (1, 1),
            (0, 1),
        ],
        0.01,
    )
    flesh = solid(ellipse(0.5, 0.48, 0.32, 0.34), ["#c9c4d4", "#f1eef6", "#ffffff"], gleam=0.8)
    peeled = stack(flesh, within(whole, torn))
    return stack(
        solid(stroke(arc((0.34, 0.3), (0.5, 0.05), 0.05), 0.035), WOOD),
        leaf((0.46, 0.12), (0.86, 0.18), 0.17, DARK_LEAF, -0.04),
        place(whole, 0.34, 0.46, 0.8),
        place(peeled, 0.66, 0.64, 0.8),
    )


def mangosteen():
    rind = ["#2a0a20", "#5c1c48", "#93457a"]
    lobe = solid(ellipse(0.5, 0.5, 0.34, 0.24), ["#5f8a3a", "#93bb58", "#d2e89c"], gleam=0.4)
    crown = [
        place(lobe, 0.4 + dx, 0.25 + dy, 0.28, turn)
        for dx, dy, turn in ((0, -0.06, 0), (-0.12, 0, 15), (0.12, 0, -15), (0, 0.06, 0))
    ]
    segments = [
        place(
            solid(
                blob([(0.5, 0.16), (0.74, 0.66), (0.5, 0.86), (0.26, 0.66)]),
                ["#d5d0dc", "#f6f3f8", "#ffffff"],
                gleam=0.5,
            ),
            x,
            y,
            0.27,
            turn,
        )
        for (x, y), turn in zip(ring(0.66, 0.66, 0.095, 0.095, 6), 90 - np.arange(6) * 60 + 180)
    ]
    return stack(
        solid(ellipse(0.4, 0.5, 0.33, 0.32), rind),
        *crown,
        solid(stroke([(0.4, 0.25), (0.42, 0.12)], 0.055), WOOD),
        solid(ellipse(0.66, 0.66, 0.29), rind, gleam=0.1),
        solid(ellipse(0.66, 0.66, 0.245), ["#7a1238", "#a8305c", "#c85a80"], gleam=0, rim=0.3),
        solid(ellipse(0.66, 0.66, 0.19), ["#5c0f30", "#7a1c44", "#943258"], gleam=0, rim=0),
        *segments,
    )


def star_fruit():
    skin = ["#b89a10", "#ead23a", "#f9f08e"]
    wings = [
        leaf((0.08, 0.1), (0.78, 0.76), width, skin, bow)
        for width, bow in ((0.24, 0.16), (0.24, -0.16), (0.22, 0.0))
    ]
    slice_points = star(0.6, 0.62, 0.37, 0.17, 5)
    spokes = [
        flat(
            stroke([(0.6, 0.62), (0.6 + (x - 0.6) * 0.8, 0.62 + (y - 0.62) * 0.8)], 0.014),
            "#d8b818",
            0.7,
        )
        for x, y in slice_points[::2]
    ]
    kernels = ring(0.6, 0.62, 0.085, 0.085, 5, -np.pi / 2 + np.pi / 5)
    return stack(
        *wings,
        solid(polygon(slice_points, 0.03), ["#b8a414", "#dccb30", "#efe468"], gleam=0.1),
        solid(
            polygon(star(0.6, 0.62, 0.32, 0.14, 5), 0.026),
            ["#efd24a", "#faea84", "#fff8c0"],
            gleam=0.1,
            rim=0.2,
        ),
        *spokes,
        seeds(kernels, 0.018, ["#6f4a14", "#96692a", "#c2965a"]),
    )


def plantain(x, y, turn):
    body = blob(
        [
            (0.06, 0.3),
            (0.14, 0.3),
            (0.3, 0.5),
            (0.56, 0.6),
            (0.84, 0.5),
            (0.93, 0.5),
            (0.94, 0.58),
            (0.76, 0.74),
            (0.5, 0.8),
            (0.24, 0.68),
            (0.09, 0.44),
        ]
    )
    ridge = flat(stroke(arc((0.12, 0.37), (0.9, 0.55), 0.2), 0.014), "#3d6a14", 0.55)
    tip = polygon([(0.88, 0.4), (1, 0.4), (1, 0.7), (0.91, 0.62)])
    fruit = stack(
        solid(stroke([(0.06, 0.2), (0.11, 0.36)], 0.075), ["#6f7a2a", "#96a03c", "#bcc468"]),
        solid(body, ["#4f8218", "#86b52c", "#c3dc5c"], gleam=0.4),
        within(ridge, body),
        within(flat(tip, "#3a3a16", 0.85), body),
    )
    return place(fruit, x, y, 0.9, turn)


def date(x, y, turn):
    body = ellipse(0.5, 0.5, 0.17, 0.31)
    wrinkles = [
        flat(stroke(arc((0.5 + shift, top), (0.5 + shift, foot), bow), 0.012), "#35130a", 0.5)
        for shift, top, foot, bow in (
            (-0.07, 0.3, 0.66, 0.04),
            (0.0, 0.4, 0.76, 0.03),
            (0.06, 0.28, 0.56, -0.03),
            (0.09, 0.5, 0.7, -0.03),
            (-0.02, 0.24, 0.36, 0.02),
        )
    ]
    fruit = stack(
        solid(ellipse(0.5, 0.2, 0.065, 0.045), ["#a87a3a", "#d0a45c", "#ecc98c"]),
        solid(body, ["#3d160a", "#7c3a1a", "#c07a45"], gleam=0.6),
        *wrinkles,
    )
    return place(fruit, x, y, 0.95, turn)


def tropical_fruit(folder):
    """All pictures by product id."""
    return {
        "coconut": emoji(folder, "1f965"),
        "custard-apple": custard_apple(),
        "date": stack(date(0.3, 0.42, 28), date(0.52, 0.6, -8), date(0.72, 0.4, -38)),
        "dragon-fruit": dragon_fruit(),
        "durian": durian(),
        "guava": guava(),
        "jackfruit": jackfruit(),
        "lychee": lychee(),
        "mangosteen": mangosteen(),
        "plantain": stack(plantain(0.5, 0.38, 6), plantain(0.5, 0.56, -8)),
        "star-fruit": star_fruit(),
    }
