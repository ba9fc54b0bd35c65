"""One picture a pod, gourd, nut or cob: an emoji, or a drawing."""

import numpy as np

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
    rounded,
    solid,
    stack,
    stroke,
    within,
)


def bitter_gourd():
    body = blob(
        [
            (0.5, 0.1),
            (0.57, 0.16),
            (0.635, 0.36),
            (0.635, 0.64),
            (0.58, 0.86),
            (0.5, 0.99),
            (0.42, 0.86),
            (0.365, 0.64),
            (0.365, 0.36),
            (0.43, 0.16),
        ]
    )
    wart = solid(
        ellipse(0.5, 0.5, 0.36, 0.48), ["#3f8a24", "#86c63e", "#d2f08c"], gleam=0.5, rim=0.7
    )
    ridges = [
        flat(stroke(arc((0.5, 0.12), (0.5, 0.97), bow), 0.03), "#c8ec84", 0.5)
        for bow in (-0.1, -0.03, 0.04, 0.1)
    ]
    skin = stack(
        solid(body, ["#2f6f1c", "#5fa32c", "#9ccf52"]),
        within(stack(bumps(body, wart, 0.062, 0.07), *ridges), body),
    )
    gourd = stack(
        solid(stroke(arc((0.5, 0.14), (0.56, 0.02), 0.02), 0.045), LEAF),
        rounded(skin, "#1f5214", 0.6, 0.25),
    )
    return place(gourd, 0.5, 0.5, 1.0, -42)


def bottle_gourd():
    body = blob(
        [
            (0.5, 0.1),
            (0.57, 0.14),
            (0.585, 0.3),
            (0.6, 0.48),
            (0.7, 0.66),
            (0.7, 0.84),
            (0.58, 0.95),
            (0.42, 0.95),
            (0.3, 0.84),
            (0.3, 0.66),
            (0.4, 0.48),
            (0.415, 0.3),
            (0.43, 0.14),
        ]
    )
    rng = np.random.default_rng(4)
    flecks = [
        within(flat(ellipse(x, y, 0.008, 0.011), "#f2fad0", 0.55), body)
        for x, y in rng.uniform((0.27, 0.2), (0.73, 0.92), (46, 2))
    ]
    stalk = stroke(arc((0.5, 0.16), (0.58, 0.02), 0.03), 0.05)
    gourd = stack(
        solid(stalk, ["#4f7a24", "#7fa83c", "#b4d070"]),
        solid(body, ["#7fae4a", "#b4d67c", "#e0f0b4"], gleam=0.4),
        *flecks,
    )
    return place(gourd, 0.5, 0.5, 1.0, -38)


def green_beans():
    pod = ["#2f7a1c", "#5fac30", "#a6db62"]

    def bean(start, end, bow):
        line = arc(start, end, bow)
        return stack(
            solid(stroke([line[-1], line[-1] + (line[-1] - line[-3]) * 0.9], 0.025), LEAF),
            solid(stroke(line, 0.085), pod, gleam=0.3),
            flat(stroke(line[3:-3] - (0.012, 0.016), 0.014), "#d8f5a0", 0.55),
        )

    return stack(
        bean((0.12, 0.62), (0.86, 0.18), 0.1),
        bean((0.16, 0.8), (0.9, 0.4), -0.08),
        bean((0.1, 0.3), (0.84, 0.72), 0.12),
        bean((0.24, 0.14), (0.72, 0.88), 0.08),
    )


def okra_pod(x, y, turn):
    body = blob(
        [
            (0.5, 0.2),
            (0.63, 0.24),
            (0.66, 0.44),
            (0.58, 0.74),
            (0.5, 0.97),
            (0.42, 0.74),
            (0.34, 0.44),
            (0.37, 0.24),
        ]
    )
    ridges = [
        within(flat(stroke(arc((0.5, 0.22), (0.5, 0.95), bow), 0.014), colour, 0.7), body)
        for bow, colour in (
            (-0.1, "#3f7a1c"),
            (-0.03, "#c6ea84"),
            (0.04, "#3f7a1c"),
            (0.11, "#2f6a18"),
        )
    ]
    pod = stack(
        solid(body, ["#3f8222", "#74b53c", "#b6e070"], gleam=0.35),
        *ridges,
        solid(stroke([(0.5, 0.18), (0.5, 0.06)], 0.05), ["#5f7a2a", "#8ca846", "#c0d67c"]),
        solid(ellipse(0.5, 0.2, 0.155, 0.065), ["#4f8228", "#7fb344", "#b8dc78"]),
    )
    return place(pod, x, y, 1.0, turn)


def okra():
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2, 0.16, 0.2)
    disc = list(zip(0.76 + reach * np.cos(angles), 0.74 + reach * np.sin(angles)))
    inner = [(0.76 + (x - 0.76) * 0.78, 0.74 + (y - 0.74) * 0.78) for x, y in disc]
    holes = [(0.76 + 0.085 * np.cos(a), 0.74 + 0.085 * np.sin(a)) for a in angles[::2]]
    return stack(
        okra_pod(0.38, 0.46, 38),
        okra_pod(0.6, 0.46, -10),
        solid(polygon(disc, 0.012), ["#3f8222", "#6aab38", "#a6d466"], gleam=0.1),
        solid(polygon(inner, 0.01), ["#b4d884", "#d8efb0", "#f0fbd8"], gleam=0.1, rim=0.2),
        *(flat(ellipse(x, y, 0.045), "#8fba5c") for x, y in holes),
        *(solid(ellipse(x, y, 0.029), ["#d8ccb0", "#f4ecd8", "#ffffff"]) for x, y in holes),
    )


def pumpkin():
    stops = ["#c2500a", "#f28a1e", "#ffbd62"]
    lobes = [(0.24, 0.19), (0.76, 0.19), (0.36, 0.21), (0.64, 0.21), (0.5, 0.17)]
    layers = [
        solid(
            ellipse(x, 0.6, width, 0.33 if abs(x - 0.5) < 0.2 else 0.28), stops, gleam=0.3, rim=0.6
        )
        for x, width in lobes
    ]
    stalk = blob(
        [(0.44, 0.32), (0.46, 0.16), (0.54, 0.04), (0.63, 0.08), (0.57, 0.18), (0.57, 0.32)]
    )
    return stack(
        *layers,
        solid(stalk, ["#3f6a1c", "#6f9a34", "#a9cc68"]),
        leaf((0.52, 0.28), (0.86, 0.16), 0.2, LEAF, -0.04),
    )


def pods_and_gourds(folder):
    """All pictures by product id."""
    codes = {"chilli": "1f336-fe0f", "corn": "1f33d", "pea": "1fadb", "peanut": "1f95c"}
    return {name: emoji(folder, code) for name, code in codes.items()} | {
        "bitter-gourd": bitter_gourd(),
        "bottle-gourd": bottle_gourd(),
        "green-bean": green_beans(),
        "okra": okra(),
        "pumpkin": pumpkin(),
    }
