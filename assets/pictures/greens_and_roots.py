"""One picture a leaf, flower or root vegetable that vegetables.py lacks: an emoji or a drawing."""

from drawing import (
    LEAF,
    arc,
    blob,
    bumps,
    ellipse,
    emoji,
    flat,
    leaf,
    place,
    polygon,
    recolour,
    rounded,
    solid,
    stack,
    stroke,
    within,
)

SPINACH = ["#123f1c", "#2a7030", "#5a9f45"]


def cauliflower():
    curd = solid(ellipse(0.5, 0.5, 0.47), ["#d8c9a0", "#f7f0da", "#ffffff"], gleam=0.5, rim=0.75)
    head = blob(
        [
            (0.5, 0.16),
            (0.72, 0.22),
            (0.8, 0.42),
            (0.7, 0.62),
            (0.3, 0.62),
            (0.2, 0.42),
            (0.28, 0.22),
        ]
    )
    curds = rounded(bumps(head, curd, 0.135, 0.19), "#b8a678", 0.5, 0.1)
    back = [
        solid(blob(points), ["#3f7d2a", "#6fae48", "#a9d67c"], gleam=0.2)
        for points in (
            [(0.3, 0.7), (0.04, 0.5), (0.06, 0.22), (0.2, 0.2), (0.32, 0.4)],
            [(0.7, 0.7), (0.96, 0.5), (0.94, 0.22), (0.8, 0.2), (0.68, 0.4)],
        )
    ]
    front = [
        solid(blob(points), ["#4f932e", "#86c250", "#c6e892"], gleam=0.2)
        for points in (
            [(0.5, 0.97), (0.24, 0.92), (0.06, 0.66), (0.1, 0.48), (0.28, 0.6), (0.46, 0.74)],
            [(0.5, 0.97), (0.76, 0.92), (0.94, 0.66), (0.9, 0.48), (0.72, 0.6), (0.54, 0.74)],
            [(0.5, 0.98), (0.36, 0.88), (0.34, 0.7), (0.5, 0.62), (0.66, 0.7), (0.64, 0.88)],
        )
    ]
    ribs = [
        flat(stroke(line, 0.022), "#e8f6cc", 0.85)
        for line in (
            [(0.5, 0.96), (0.5, 0.68)],
            arc((0.42, 0.95), (0.13, 0.58), -0.05),
            arc((0.58, 0.95), (0.87, 0.58), 0.05),
        )
    ]
    return stack(*back, curds, *front, *ribs)


def lettuce(read):
    outer = recolour(read("1f96c"), ["#5f9a24", "#94c83e", "#cfec86"])
    inner = recolour(read("1f96c"), ["#7fb534", "#b4dc5c", "#e6f7ae"])
    back, front = place(outer, 0.5, 0.5, 0.6), place(inner, 0.5, 0.5, 0.64)
    return stack(
        place(back, 0.29, 0.52, 1.0, 84),
        place(back, 0.71, 0.52, 1.0, 6),
        place(back, 0.5, 0.39, 1.0, 45),
        place(front, 0.5, 0.57, 1.0, 45),
    )


def spinach():
    def blade(x, y, turn, scale=1.0):
        shape = blob(
            [
                (0.5, 0.06),
                (0.64, 0.2),
                (0.72, 0.42),
                (0.62, 0.56),
                (0.5, 0.56),
                (0.38, 0.56),
                (0.28, 0.42),
                (0.36, 0.2),
            ]
        )
        veins = [
            [(0.5, 0.54), (0.5, 0.16)],
            [(0.5, 0.46), (0.62, 0.34)],
            [(0.5, 0.46), (0.38, 0.34)],
            [(0.5, 0.34), (0.59, 0.24)],
            [(0.5, 0.34), (0.41, 0.24)],
        ]
        picture = stack(
            solid(stroke([(0.5, 0.5), (0.5, 0.93)], 0.05), ["#5f9a34", "#8cc256", "#c4e696"]),
            solid(shape, SPINACH, gleam=0.3),
            *(flat(stroke(vein, 0.014), "#9fd07a", 0.75) for vein in veins),
        )
        return place(picture, x, y, scale, turn)

    root = polygon([(0.44, 0.86), (0.56, 0.86), (0.53, 0.97), (0.47, 0.97)], 0.01)
    return stack(
        blade(0.36, 0.52, 30, 0.86),
        blade(0.64, 0.52, -30, 0.86),
        blade(0.43, 0.5, 12, 0.94),
        blade(0.57, 0.5, -12, 0.94),
        blade(0.5, 0.52, 0, 0.92),
        solid(root, ["#b03a5c", "#d8688a", "#f0a0b8"]),
    )


def bulb_greens(x, y, tips, width, stops):
    return stack(*(leaf((x, y), tip, width, stops, bow) for tip, bow in tips))


def radishes():
    def radish(x, y, turn):
        body = blob(
            [
                (0.5, 0.4),
                (0.64, 0.42),
                (0.72, 0.58),
                (0.64, 0.73),
                (0.53, 0.82),
                (0.47, 0.82),
                (0.36, 0.73),
                (0.28, 0.58),
                (0.36, 0.42),
            ]
        )
        picture = stack(
            solid(
                stroke([(0.5, 0.78), (0.5, 0.88), (0.53, 0.97)], 0.022),
                ["#c89aa6", "#ecd0d8", "#fff4f6"],
            ),
            bulb_greens(
                0.5,
                0.44,
                [((0.32, 0.1), 0.04), ((0.68, 0.1), -0.04), ((0.5, 0.02), 0.0)],
                0.19,
                LEAF,
            ),
            solid(body, ["#a80c3c", "#e0285c", "#ff7a98"], gleam=0.6),
            within(flat(ellipse(0.5, 0.87, 0.16, 0.11), "#fff0f2", 0.95), body),
        )
        return place(place(picture, 0.5, 0.5, 0.8), x, y, 1.0, turn)

    return stack(radish(0.26, 0.46, -30), radish(0.74, 0.46, 30), radish(0.5, 0.58, 0))


def turnip():
    body = blob(
        [
            (0.5, 0.36),
            (0.76, 0.38),
            (0.9, 0.56),
            (0.78, 0.76),
            (0.56, 0.87),
            (0.5, 0.97),
            (0.44, 0.87),
            (0.22, 0.76),
            (0.1, 0.56),
            (0.24, 0.38),
        ]
    )
    purple = solid(body, ["#6a2470", "#a44ea6", "#dc9adc"])
    cap = blob(
        [(0.0, 0.2), (1.0, 0.2), (1.0, 0.56), (0.75, 0.62), (0.5, 0.57), (0.25, 0.62), (0.0, 0.56)]
    )
    return stack(
        bulb_greens(
            0.5,
            0.4,
            [
                ((0.2, 0.08), 0.05),
                ((0.8, 0.08), -0.05),
                ((0.38, 0.02), 0.02),
                ((0.62, 0.02), -0.02),
                ((0.5, 0.0), 0.0),
            ],
            0.17,
            LEAF,
        ),
        solid(body, ["#c9bcb0", "#f4eee2", "#ffffff"]),
        within(purple, cap),
    )


def greens_and_roots(folder):
    """All pictures by product id."""

    def read(code):
        return emoji(folder, code)

    return {
        "broccoli": recolour(read("1f966"), ["#1d5c2a", "#3f9440", "#8fcb64"]),
        "cauliflower": cauliflower(),
        "lettuce": lettuce(read),
        "radish": radishes(),
        "spinach": spinach(),
        "turnip": turnip(),
    }
