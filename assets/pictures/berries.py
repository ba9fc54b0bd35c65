"""One picture a kind of berry, and cherries and grapes: an emoji, or a drawing."""

from drawing import (
    DARK_LEAF,
    LEAF,
    arc,
    blob,
    bumps,
    ellipse,
    emoji,
    flat,
    leaf,
    place,
    rounded,
    solid,
    stack,
    stroke,
    within,
)


def calyx(x, y, reach):
    """Five green sepals and a stalk on top of a berry."""
    tips = [(-1, 0.2), (-0.62, 0.75), (0, 0.95), (0.62, 0.75), (1, 0.2)]
    sepals = [
        leaf((x, y), (x + reach * across, y + reach * 0.62 * down), reach * 0.55, LEAF)
        for across, down in tips
    ]
    stalk = solid(stroke([(x, y), (x + 0.02, y - reach * 0.8)], 0.045), LEAF)
    return stack(stalk, *sepals)


def bramble(outline, stops, ground, step):
    """A berry of many drupelets."""
    drupelet = solid(ellipse(0.5, 0.5, 0.48), stops, gleam=0.75, rim=0.6)
    body = stack(flat(outline, ground), bumps(outline, drupelet, step, step * 1.26))
    return stack(rounded(body, ground, 0.5), calyx(0.5, 0.2, 0.24))


def brambles():
    raspberry = blob(
        [
            (0.5, 0.18),
            (0.68, 0.21),
            (0.78, 0.4),
            (0.68, 0.7),
            (0.5, 0.9),
            (0.32, 0.7),
            (0.22, 0.4),
            (0.32, 0.21),
        ]
    )
    blackberry = blob(
        [
            (0.5, 0.18),
            (0.72, 0.24),
            (0.8, 0.48),
            (0.74, 0.76),
            (0.5, 0.9),
            (0.26, 0.76),
            (0.2, 0.48),
            (0.28, 0.24),
        ]
    )
    return {
        "raspberry": bramble(raspberry, ["#b80f3c", "#ee3f68", "#ff8ba4"], "#8f0a30", 0.135),
        "blackberry": bramble(blackberry, ["#190a2c", "#3d2260", "#7a5aa8"], "#10061e", 0.15),
    }


def cranberry(x, y, turn):
    body = ellipse(0.5, 0.5, 0.2, 0.235)
    berry = stack(
        solid(body, ["#7d0518", "#cc1230", "#f2465c"], gleam=0.7),
        flat(ellipse(0.5, 0.69, 0.05, 0.03), "#4d0614", 0.9),
    )
    return place(berry, x, y, 1.0, turn)


def gooseberry():
    body = ellipse(0.5, 0.5, 0.3, 0.35)
    veins = [
        flat(stroke(arc((0.5, 0.13), (0.5, 0.87), bow), 0.013), "#f4fbc8", 0.75)
        for bow in (-0.26, -0.17, -0.06, 0.06, 0.17, 0.26)
    ]
    tail = blob([(0.46, 0.83), (0.54, 0.83), (0.56, 0.97), (0.5, 0.92), (0.45, 0.97)])
    stalk = stroke([(0.5, 0.17), (0.49, 0.05)], 0.03)
    return stack(
        solid(stalk, LEAF),
        solid(tail, ["#4f3416", "#7a5528", "#a37c46"]),
        solid(body, ["#7fa61c", "#b7d445", "#e3f28c"], gleam=0.0),
        *(within(vein, body) for vein in veins),
        flat(ellipse(0.41, 0.34, 0.06, 0.05), "#ffffff", 0.55),
    )


def smooth_berries():
    sprig = [
        leaf((0.5, 0.3), (0.2, 0.1), 0.16, DARK_LEAF),
        leaf((0.52, 0.3), (0.84, 0.12), 0.16, DARK_LEAF),
        leaf((0.5, 0.3), (0.52, 0.0), 0.14, DARK_LEAF),
    ]
    green = gooseberry()
    return {
        "cranberry": stack(
            *sprig, cranberry(0.27, 0.44, -30), cranberry(0.73, 0.42, 30), cranberry(0.5, 0.66, 0)
        ),
        "gooseberry": stack(place(green, 0.34, 0.42, 0.8, -24), place(green, 0.64, 0.56, 0.8, 18)),
    }


def berries(folder):
    """All pictures by product id."""
    codes = {"strawberry": "1f353", "grape": "1f347", "cherry": "1f352", "blueberry": "1fad0"}
    whole = {name: emoji(folder, code) for name, code in codes.items()}
    return whole | brambles() | smooth_berries()
