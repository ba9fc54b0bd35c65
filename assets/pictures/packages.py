"""One picture a package: a plain carton or tub with a colour, a fruit and the brand's initials."""

from drawing import (
    ellipse,
    emoji,
    flat,
    letters,
    place,
    polygon,
    solid,
    stack,
    within,
)

PAPER = ["#c9ccd6", "#eef0f4", "#ffffff"]
PAPER_SIDE = ["#a3a8b8", "#c6cad6", "#dfe2ea"]
INK = "#2a2f3c"


def shades(colour, dark=0.72, light=0.22):
    """Stops around a colour, dark to light."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    deep = "#" + "".join(f"{int(part * dark):02x}" for part in parts)
    pale = "#" + "".join(f"{int(part + (255 - part) * light):02x}" for part in parts)
    return [deep, colour, pale]


def label(face, side, colour, band_top, slope):
    """The coloured field of a carton's two visible faces."""
    low = polygon(
        [(0, band_top + 0.05), (0.43, band_top - 0.02), (0.66, band_top + 0.03), (0.66, 1), (0, 1)]
    )
    turned = polygon([(0.6, band_top + 0.03), (1, band_top + 0.03 - slope), (1, 1), (0.6, 1)])
    return stack(
        within(solid(face, shades(colour), gleam=0.15, rim=0.3), low),
        within(solid(side, shades(colour, 0.5, 0.0), gleam=0, rim=0.3), turned),
    )


def badge(icon, x, y, radius):
    """A picture on a white disc, so that it shows on any colour."""
    return stack(flat(ellipse(x, y, radius), "#ffffff", 0.94), place(icon, x, y, radius * 1.6))


def print_on(middle, brand, icon, caption, top, caption_y):
    layers = [letters(brand, middle, top, 0.15, INK)]
    radius, icon_y = (0.155, top + 0.255) if caption else (0.19, top + 0.305)
    layers.append(badge(icon, middle, icon_y, radius))
    if caption:
        layers.append(letters(caption, middle, caption_y, 0.1, "#ffffff"))
    return stack(*layers)


def gable_carton(brand, colour, icon, caption=""):
    """A carton with a folded top, as for fresh drinks."""
    front = polygon([(0.2, 0.33), (0.66, 0.33), (0.66, 0.96), (0.2, 0.96)], 0.012)
    side = polygon([(0.65, 0.33), (0.82, 0.27), (0.82, 0.89), (0.65, 0.96)], 0.01)
    roof = polygon([(0.2, 0.34), (0.66, 0.34), (0.73, 0.15), (0.29, 0.15)], 0.01)
    gable = polygon([(0.65, 0.34), (0.82, 0.28), (0.73, 0.14)], 0.008)
    fin = polygon([(0.28, 0.05), (0.74, 0.05), (0.74, 0.16), (0.28, 0.16)], 0.012)
    return stack(
        solid(side, PAPER_SIDE, gleam=0),
        solid(gable, PAPER_SIDE, gleam=0),
        solid(fin, shades(colour), gleam=0.25),
        solid(roof, ["#b9bdca", "#d9dce5", "#eceef3"], gleam=0.1),
        solid(front, PAPER, gleam=0.1, rim=0.25),
        label(front, side, colour, 0.6, 0.06),
        flat(ellipse(0.475, 0.262, 0.08, 0.05), "#8f94a3", 0.6),
        solid(ellipse(0.475, 0.242, 0.075, 0.055), shades(colour, 0.7, 0.45)),
        print_on(0.43, brand, icon, caption, 0.43, 0.9),
    )


def brick_carton(brand, colour, icon, caption=""):
    """A flat-topped carton, as for long-life drinks."""
    front = polygon([(0.2, 0.22), (0.66, 0.22), (0.66, 0.96), (0.2, 0.96)], 0.012)
    side = polygon([(0.65, 0.22), (0.82, 0.15), (0.82, 0.88), (0.65, 0.96)], 0.01)
    top = polygon([(0.2, 0.23), (0.66, 0.23), (0.82, 0.15), (0.38, 0.15)], 0.008)
    return stack(
        solid(side, PAPER_SIDE, gleam=0),
        solid(top, shades(colour, 0.85, 0.4), gleam=0.1),
        solid(front, PAPER, gleam=0.1, rim=0.25),
        label(front, side, colour, 0.55, 0.07),
        solid(polygon([(0.46, 0.1), (0.6, 0.1), (0.6, 0.19), (0.46, 0.19)], 0.01), PAPER_SIDE),
        solid(ellipse(0.53, 0.1, 0.07, 0.03), PAPER, gleam=0.1),
        print_on(0.43, brand, icon, caption, 0.35, 0.89),
    )


def tub(brand, colour, icon, top, caption=""):
    """A tapered cup with a foil lid whose rim lies at `top`."""
    cup = polygon([(0.14, top), (0.86, top), (0.77, 0.95), (0.23, 0.95)], 0.025)
    low = polygon([(0, 0.7), (0.5, 0.64), (1, 0.7), (1, 1), (0, 1)])
    return stack(
        solid(cup, PAPER, gleam=0.15, rim=0.5),
        within(solid(cup, shades(colour), gleam=0.15, rim=0.5), low),
        solid(ellipse(0.5, top + 0.025, 0.4, 0.085), shades(colour, 0.6, 0.1), gleam=0),
        solid(ellipse(0.5, top, 0.4, 0.08), shades(colour, 0.85, 0.5), gleam=0.5),
        letters(brand, 0.5, top + 0.19, 0.15, INK),
        badge(icon, 0.5, (top + 1.19) / 2 + 0.03, 0.17),
        letters(caption, 0.5, 0.89, 0.09, "#ffffff"),
    )


def juices(read, fresh):
    apple, red_apple = fresh["granny-smith"], read("1f34e")
    orange, half = fresh["orange"], fresh["orange-half"]
    pink, golden, satsumas = fresh["red-grapefruit"], fresh["golden-grapefruit"], fresh["satsumas"]
    both = stack(place(orange, 0.32, 0.4, 0.66), place(pink, 0.66, 0.6, 0.72))
    return {
        "bravo-apple-juice": brick_carton("B", "#8cc63f", red_apple),
        "bravo-orange-juice": brick_carton("B", "#f28c28", orange),
        "god-morgon-apple-juice": gable_carton("GM", "#a4c639", apple),
        "god-morgon-orange-juice": gable_carton("GM", "#f6a623", orange),
        "god-morgon-orange-red-grapefruit-juice": gable_carton("GM", "#ef7d54", both),
        "god-morgon-red-grapefruit-juice": gable_carton("GM", "#e2556a", pink),
        "tropicana-apple-juice": gable_carton("T", "#2e8b57", apple),
        "tropicana-golden-grapefruit": gable_carton("T", "#e9c01f", golden),
        "tropicana-juice-smooth": gable_carton("T", "#e86f1c", half, "smooth"),
        "tropicana-mandarin-morning": gable_carton("T", "#d9480f", satsumas),
    }


def milks(read):
    glass, leaf = read("1f95b"), read("1f33f")
    return {
        "arla-ecological-medium-fat-milk": gable_carton("A", "#4c9a4a", leaf, "1.5 %"),
        "arla-lactose-medium-fat-milk": gable_carton("A", "#7d5bbe", glass, "no lac"),
        "arla-medium-fat-milk": gable_carton("A", "#2f9e8f", glass, "1.5 %"),
        "arla-standard-milk": gable_carton("A", "#d6404a", glass, "3 %"),
        "garant-ecological-medium-fat-milk": gable_carton("G", "#5f8f3a", leaf, "1.5 %"),
        "garant-ecological-standard-milk": gable_carton("G", "#b5533c", leaf, "3 %"),
        "arla-sour-milk": gable_carton("A", "#3d6fb6", read("1f963"), "sour"),
        "arla-ecological-sour-cream": tub("A", "#4c9a4a", read("1f33f"), 0.3),
        "arla-sour-cream": tub("A", "#3d6fb6", read("1f944"), 0.3),
    }


def plant_based(read):
    oats, pod = read("1f33e"), read("1fadb")
    return {
        "oatly-natural-oatghurt": gable_carton("O", "#7f8ea8", read("1f963"), "oat"),
        "oatly-oat-milk": gable_carton("O", "#5aa7d6", oats),
        "alpro-blueberry-soyghurt": tub("ALP", "#6a5acd", read("1fad0"), 0.16),
        "alpro-vanilla-soyghurt": tub("ALP", "#e3b23c", read("1f33c"), 0.16),
        "alpro-fresh-soy-milk": gable_carton("ALP", "#3aa17e", pod, "fresh"),
        "alpro-shelf-soy-milk": brick_carton("ALP", "#2f6fb0", pod),
    }


def yoghurts(read):
    flower, spoon = read("1f33c"), read("1f944")
    return {
        "arla-mild-vanilla-yoghurt": gable_carton("A", "#e0a72e", flower, "mild"),
        "arla-natural-mild-low-fat-yoghurt": gable_carton("A", "#6fb7d9", spoon, "light"),
        "arla-natural-yoghurt": gable_carton("A", "#2f5fa8", spoon),
        "valio-vanilla-yoghurt": gable_carton("V", "#1f4f9e", flower),
        "yoggi-strawberry-yoghurt": gable_carton("Y", "#e8507c", read("1f353")),
        "yoggi-vanilla-yoghurt": gable_carton("Y", "#f2c230", flower),
    }


def packages(folder, fresh):
    """The packages; `fresh` are the pictures of fruit.py, which the juices show."""

    def read(code):
        return emoji(folder, code)

    return juices(read, fresh) | milks(read) | plant_based(read) | yoghurts(read)
