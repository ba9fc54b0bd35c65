"""One picture a fruit: an emoji, tinted for the variety, or a drawing."""

import numpy as np

from drawing import (
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
    spot,
    stack,
    stroke,
    weights,
    within,
)


def apples(read):
    red = read("1f34e")
    yellow = recolour(red, ["#d29f1a", "#f3d543", "#fbee96"], RED_HUES)
    crimson = recolour(red, ["#4d0618", "#8f0d26", "#c42a3d"], RED_HUES)
    rosy = recolour(red, ["#c8285f", "#f0608a", "#fba6b8"], RED_HUES)
    lime = recolour(red, ["#a9b83a", "#d3d95c", "#eef0a0"], RED_HUES)
    scarlet = recolour(red, ["#a81d1c", "#e0442c", "#f5844e"], RED_HUES)
    across, down = grid()
    bulge = (across - 0.5) / np.sqrt(1.02 - ((down - 0.55) / 0.62) ** 2 * 0.8)
    streaks = 0.5 + 0.3 * np.sin(bulge * 64) + 0.2 * np.sin(bulge * 101 + 1)
    gala = blend(scarlet, yellow, streaks * (0.06 + 0.62 * spot(0.36, 0.52, 0.36, 0.42)))
    return {
        "golden-delicious": yellow,
        "granny-smith": read("1f34f"),
        "pink-lady": blend(rosy, lime, spot(0.28, 0.78, 0.3, 0.26) * 0.95),
        "red-delicious": place(crimson, 0.5, 0.5, 1.0, stretch=0.86),
        "royal-gala": gala,
    }


def pears(read):
    pear = read("1f350")
    leaf = weights(
        polygon([(0, 0), (0.44, 0), (0.41, 0.13), (0.315, 0.205), (0.29, 0.27), (0, 0.27)])
    )
    brown = recolour(pear, ["#6b3f14", "#a8702a", "#d7a557"], keep=leaf)
    russet = recolour(pear, ["#6f6a1a", "#a3a53a", "#d0d470"], keep=leaf)
    patches = spot(0.6, 0.68, 0.24) + spot(0.48, 0.86, 0.3, 0.12) + spot(0.66, 0.3, 0.1)
    return {
        "anjou": recolour(pear, ["#5f9a1d", "#8cc63a", "#c5e878"], keep=leaf),
        "conference": place(blend(russet, brown, patches * 0.8), 0.5, 0.5, 1.0, stretch=0.76),
        "kaiser": brown,
    }


def net(mask, colour, step=0.085, width=0.009):
    """Crossing arcs, as on a netted melon's skin."""
    layers = []
    for i in range(-8, 22):
        start = i * step
        layers.append(
            flat(
                stroke([(start, 0.0), (start + 0.25, 0.5), (start + 0.1, 1.0)], width), colour, 0.5
            )
        )
        layers.append(
            flat(
                stroke([(0.0, start), (0.5, start + 0.12), (1.0, start - 0.1)], width), colour, 0.5
            )
        )
    return within(stack(*layers), mask)


def melons(read):
    melon = read("1f348")
    round_part = ellipse(0.5, 0.567, 0.362)
    stalk = 1 - weights(ellipse(0.5, 0.567, 0.375))
    beige = recolour(melon, ["#a87a3c", "#dcb878", "#f2dcae"], keep=stalk)
    olive = recolour(melon, ["#8f8a24", "#c9c04a", "#e8e08a"], keep=stalk)
    yellow = recolour(melon, ["#d79a10", "#f7cf2e", "#fdeb86"], keep=stalk)
    flesh = stack(
        flat(ellipse(0.7, 0.72, 0.27, 0.27), "#d8bd83"),
        solid(ellipse(0.7, 0.72, 0.245), ["#f0802c", "#ff9d4a", "#ffb76c"], gleam=0.1),
        solid(ellipse(0.7, 0.72, 0.1, 0.12), ["#c05a14", "#d97a2a", "#e8964a"], gleam=0, rim=0),
    )
    green_flesh = stack(
        flat(ellipse(0.7, 0.72, 0.27), "#c9b85a"),
        solid(ellipse(0.7, 0.72, 0.245), ["#b7d97a", "#d3eb9c", "#e8f6c4"], gleam=0.1),
        solid(ellipse(0.7, 0.72, 0.1, 0.12), ["#cdb765", "#e0cf86", "#eee2a8"], gleam=0, rim=0),
    )
    return {
        "cantaloupe": stack(beige, net(round_part, "#fff4d8"), flesh),
        "galia-melon": stack(olive, net(round_part, "#fff9d6"), green_flesh),
        "honeydew-melon": place(yellow, 0.5, 0.5, 0.95, turn=38, stretch=1.0),
        "watermelon": read("1f349"),
    }


def half_citrus(x, y, radius, peel, flesh):
    """A cut face: peel, pith and eight segments."""
    layers = [
        solid(ellipse(x, y, radius), peel, gleam=0.1),
        flat(ellipse(x, y, radius * 0.9), "#fff3dc"),
    ]
    for angle in np.arange(8) * np.pi / 4 + 0.2:
        wedge = [(x + np.cos(angle) * radius * 0.1, y + np.sin(angle) * radius * 0.1)]
        for turn in np.linspace(-0.31, 0.31, 9):
            reach = radius * 0.8
            wedge.append((x + np.cos(angle + turn) * reach, y + np.sin(angle + turn) * reach))
        layers.append(solid(polygon(wedge, 0.006), flesh, gleam=0.2, rim=0.2))
    return stack(*layers)


RED_FLESH = ["#c91f3a", "#e8435a", "#f77a86"]
GOLD_FLESH = ["#f0b81c", "#f9d447", "#fdea8e"]
ORANGE_FLESH = ["#f07c10", "#fb9a2b", "#ffbb5c"]


def citrus(read):
    orange, lemon = read("1f34a"), read("1f34b")
    pink = recolour(orange, ["#d8502c", "#f58a4a", "#fdb878"], (295, 62))
    golden = recolour(orange, ["#dba514", "#f7cf37", "#fdea8c"], (295, 62))
    deep = place(
        recolour(orange, ["#cf4a08", "#f4741a", "#ff9d47"], (295, 62)), 0.5, 0.5, 1, stretch=1.12
    )
    cut = half_citrus(0.68, 0.7, 0.29, ["#d8502c", "#f58a4a", "#fdb878"], RED_FLESH)
    return {
        "orange": orange,
        "lemon": lemon,
        "lime": recolour(lemon, ["#3b8a1a", "#6cbf2c", "#a8e05a"], (295, 75)),
        "satsumas": stack(place(deep, 0.34, 0.44, 0.66), place(deep, 0.64, 0.62, 0.66)),
        "red-grapefruit": stack(place(pink, 0.44, 0.46, 0.9), cut),
        "golden-grapefruit": stack(
            place(golden, 0.44, 0.46, 0.9),
            half_citrus(0.68, 0.7, 0.29, ["#dba514", "#f7cf37", "#fdea8c"], GOLD_FLESH),
        ),
        "orange-half": stack(
            place(orange, 0.44, 0.46, 0.9),
            half_citrus(0.68, 0.7, 0.29, ["#e8780c", "#fb9a2b", "#ffbb5c"], ORANGE_FLESH),
        ),
    }


def stone_fruit(read):
    peach, orange = read("1f351"), read("1f34a")
    body = (295, 50)
    soft = recolour(peach, ["#f08a72", "#fbb487", "#fdd9a4"], body)
    dark = recolour(peach, ["#8e1226", "#c92b2c", "#ee6a33"], body)
    amber = recolour(peach, ["#e07a18", "#f7a52c", "#fccb5c"], body)
    plum = recolour(orange, ["#2b1150", "#5b2a86", "#8f62b8"], (295, 62))
    crease = flat(
        stroke([(0.63, 0.31), (0.68, 0.45), (0.7, 0.6), (0.66, 0.78), (0.6, 0.88)], 0.016),
        "#2b1150",
        0.55,
    )
    return {
        "peach": blend(soft, peach, spot(0.72, 0.62, 0.22, 0.3) * 0.75),
        "nectarine": blend(dark, amber, spot(0.3, 0.72, 0.2, 0.2)),
        "plum": place(stack(plum, crease), 0.5, 0.5, 1.0, stretch=0.9),
    }


def seeds(places, radius, stops):
    return stack(*(solid(ellipse(x, y, radius, radius * 1.2), stops, gleam=0.6) for x, y in places))


def exotic(read):
    outer = blob(
        [
            (0.24, 0.2),
            (0.42, 0.12),
            (0.6, 0.26),
            (0.8, 0.5),
            (0.86, 0.76),
            (0.72, 0.9),
            (0.46, 0.82),
            (0.26, 0.56),
        ]
    )
    inner = blob(
        [
            (0.28, 0.25),
            (0.41, 0.18),
            (0.56, 0.3),
            (0.75, 0.53),
            (0.8, 0.74),
            (0.69, 0.84),
            (0.48, 0.77),
            (0.31, 0.53),
        ]
    )
    hollow = blob([(0.42, 0.36), (0.52, 0.38), (0.66, 0.56), (0.7, 0.7), (0.6, 0.72), (0.46, 0.56)])
    papaya_seeds = [
        (0.47, 0.43),
        (0.54, 0.47),
        (0.5, 0.53),
        (0.59, 0.54),
        (0.56, 0.61),
        (0.64, 0.61),
        (0.62, 0.68),
    ]
    papaya = stack(
        solid(outer, ["#3f8a2a", "#8cb832", "#e8c53c"]),
        solid(inner, ["#f0642a", "#fb8a3c", "#ffae63"], gleam=0.15),
        solid(hollow, ["#c8451c", "#dd5f2a", "#ea7a40"], gleam=0, rim=0),
        seeds(papaya_seeds, 0.032, ["#0d0a0c", "#2a2226", "#544a50"]),
    )
    skin = ["#2c0f35", "#5e2566", "#93569a"]
    pulp = [
        (0.6, 0.6),
        (0.7, 0.58),
        (0.78, 0.66),
        (0.76, 0.76),
        (0.66, 0.79),
        (0.58, 0.72),
        (0.68, 0.68),
    ]
    passion = stack(
        solid(ellipse(0.38, 0.4, 0.29), skin),
        solid(ellipse(0.67, 0.68, 0.26), skin, gleam=0.1),
        flat(ellipse(0.67, 0.68, 0.225), "#f7dfe6"),
        solid(ellipse(0.67, 0.68, 0.19), ["#e89a0c", "#f8b91f", "#fdd75a"], gleam=0.2),
        seeds(pulp, 0.026, ["#16120a", "#332a14", "#5c5030"]),
    )
    crown = polygon(
        [
            (0.42, 0.25),
            (0.37, 0.06),
            (0.46, 0.13),
            (0.52, 0.03),
            (0.57, 0.13),
            (0.66, 0.07),
            (0.6, 0.25),
        ],
        0.012,
    )
    window = blob([(0.52, 0.5), (0.68, 0.42), (0.8, 0.52), (0.78, 0.7), (0.62, 0.78), (0.5, 0.66)])
    arils = [
        (0.58, 0.55),
        (0.66, 0.5),
        (0.74, 0.55),
        (0.62, 0.63),
        (0.7, 0.62),
        (0.75, 0.66),
        (0.57, 0.67),
        (0.65, 0.71),
    ]
    pomegranate = stack(
        solid(crown, ["#8f1a20", "#c73a34", "#e8705a"], gleam=0.1),
        solid(ellipse(0.5, 0.57, 0.4, 0.38), ["#84101f", "#c92a35", "#f0625a"]),
        solid(window, ["#f3c9a0", "#fbe0bd", "#fff0d8"], gleam=0, rim=0.2),
        seeds(arils, 0.04, ["#8f0a2c", "#d4174a", "#ff6a8a"]),
    )
    return {"papaya": papaya, "passion-fruit": passion, "pomegranate": pomegranate}


def plain_fruit(read):
    codes = {
        "avocado": "1f951",
        "banana": "1f34c",
        "kiwi": "1f95d",
        "mango": "1f96d",
        "pineapple": "1f34d",
    }
    return {name: read(code) for name, code in codes.items()}


def fruit(folder):
    """All pictures by product id, and two that only juices show."""

    def read(code):
        return emoji(folder, code)

    pictures = {}
    for kind in (apples, pears, melons, citrus, stone_fruit, exotic, plain_fruit):
        pictures.update(kind(read))
    return pictures
