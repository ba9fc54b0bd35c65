"""Shading, recolouring and shapes on a square RGBA canvas; points are 0 to 1 across it."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

CANVAS = 512  # worked on at this many pixels, then shrunk
TILE = 160  # pixels of a finished picture
MARGIN = 6
RED_HUES = (300, 45)
LEAF = ["#3f7d1c", "#6fb52c", "#a5dc4a"]
DARK_LEAF = ["#1f5a2a", "#3d8a3c", "#74b95a"]
WOOD = ["#5a3a1c", "#85592e", "#b08350"]
SEMIBOLD = Path(__file__).resolve().parent.parent / "fonts" / "Inter-SemiBold.ttf"


def rgb(colour):
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], float)


def ramp(amount, stops):
    """Colours for amounts of 0 to 1 along evenly spaced stops."""
    places = np.linspace(0, 1, len(stops))
    colours = np.array([rgb(stop) for stop in stops])
    return np.stack([np.interp(amount, places, colours[:, channel]) for channel in range(3)], -1)


def empty():
    return Image.new("RGBA", (CANVAS, CANVAS), (0, 0, 0, 0))


def emoji(folder, code):
    picture = Image.open(Path(folder) / "assets" / f"{code}.webp").convert("RGBA")
    return picture.resize((CANVAS, CANVAS), Image.LANCZOS)


def grid():
    line = (np.arange(CANVAS) + 0.5) / CANVAS
    return np.meshgrid(line, line)


def weights(mask):
    return np.asarray(mask, float) / 255


def hue_weight(pixels, first, last, softness=10):
    """1 where a pixel's hue lies between two angles (degrees, may pass 0), 0 well outside."""
    hue = np.asarray(Image.fromarray(pixels[..., :3]).convert("HSV"))[..., 0] * (360 / 255)
    middle, half = (first + (last - first) % 360 / 2) % 360, (last - first) % 360 / 2
    distance = np.abs((hue - middle + 180) % 360 - 180)
    return np.clip((half + softness - distance) / softness, 0, 1)


def recolour(picture, stops, hues=None, keep=None):
    """Lays the stops, dark to light, over the picture's own light and shade.

    Only where the hue lies between the two angles, if given, and the keep weight is low.
    """
    pixels = np.asarray(picture)
    value = pixels[..., :3] @ np.array([0.3, 0.59, 0.11])
    weight = np.ones(value.shape) if hues is None else hue_weight(pixels, *hues)
    weight = weight if keep is None else weight * (1 - keep)
    chosen = (weight > 0.5) & (pixels[..., 3] > 200)
    low, high = np.percentile(value[chosen], [2, 98])
    painted = ramp(np.clip((value - low) / (high - low), 0, 1), stops)
    mixed = pixels[..., :3] * (1 - weight[..., None]) + painted * weight[..., None]
    return Image.fromarray(np.dstack([mixed, pixels[..., 3]]).astype(np.uint8))


def blend(below, above, weight):
    """Shows `above` where the weight (0 to 1 a pixel) is high."""
    mask = Image.fromarray((np.clip(weight, 0, 1) * 255).astype(np.uint8))
    return Image.composite(above, below, mask)


def spot(x, y, radius_x, radius_y=None):
    """A soft round weight."""
    across, down = grid()
    return np.exp(-(((across - x) / radius_x) ** 2) - ((down - y) / (radius_y or radius_x)) ** 2)


def blob(points):
    """A mask: the smooth closed curve through the points (Catmull-Rom)."""
    knots = np.array(points, float)
    curve = []
    for i in range(len(knots)):
        a, b, c, d = (knots[(i + step) % len(knots)] for step in (-1, 0, 1, 2))
        for t in np.linspace(0, 1, 24, endpoint=False):
            curve.append(
                0.5
                * (
                    2 * b
                    + (c - a) * t
                    + (2 * a - 5 * b + 4 * c - d) * t**2
                    + (3 * b - a - 3 * c + d) * t**3
                )
            )
    return polygon(curve)


def polygon(points, rounding=0.0):
    """A mask of a polygon, its corners rounded by about that share of the canvas."""
    mask = Image.new("L", (CANVAS * 2, CANVAS * 2))
    ImageDraw.Draw(mask).polygon([(x * CANVAS * 2, y * CANVAS * 2) for x, y in points], fill=255)
    if rounding:
        mask = mask.filter(ImageFilter.GaussianBlur(rounding * CANVAS * 2))
        mask = mask.point(lambda value: max(0, min(255, (value - 118) * 13)))
    return mask.resize((CANVAS, CANVAS), Image.LANCZOS)


def ellipse(x, y, radius_x, radius_y=None):
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    radius_y = radius_y or radius_x
    return polygon(np.stack([x + radius_x * np.cos(angles), y + radius_y * np.sin(angles)], -1))


def stroke(points, width):
    """A mask of a round-ended line."""
    mask = Image.new("L", (CANVAS * 2, CANVAS * 2))
    pen, scale = ImageDraw.Draw(mask), CANVAS * 2
    spread = [(x * scale, y * scale) for x, y in points]
    pen.line(spread, fill=255, width=round(width * scale), joint="curve")
    half = width * scale / 2
    for x, y in (spread[0], spread[-1]):
        pen.ellipse([x - half, y - half, x + half, y + half], fill=255)
    return mask.resize((CANVAS, CANVAS), Image.LANCZOS)


def solid(mask, stops, gleam=0.35, rim=0.45):
    """Fills a mask like a soft body lit from the upper left; stops go from dark to light."""
    inside = np.asarray(mask, float) / 255
    left, top, right, bottom = mask.getbbox()
    across, down = grid()
    across = (across * CANVAS - left) / (right - left)
    down = (down * CANVAS - top) / (bottom - top)
    reach = max(right - left, bottom - top) * 0.09
    depth = np.asarray(mask.filter(ImageFilter.GaussianBlur(reach)), float) / 255
    edge = np.clip((1 - depth) * 2, 0, 1) * np.clip(0.25 + 0.75 * (across + down) / 2, 0, 1)
    light = 1 - (0.35 * across + 0.65 * down) - rim * edge
    painted = ramp(np.clip(light, 0, 1), stops)
    shine = gleam * np.exp(-(((across - 0.33) / 0.24) ** 2) - ((down - 0.27) / 0.2) ** 2)
    painted += (255 - painted) * np.clip(shine, 0, 1)[..., None]
    return Image.fromarray(np.dstack([painted, inside * 255]).astype(np.uint8))


def flat(mask, colour, opacity=1.0):
    layer = Image.new("RGBA", (CANVAS, CANVAS), tuple(int(part) for part in rgb(colour)))
    layer.putalpha(mask.point(lambda value: int(value * opacity)))
    return layer


def within(layer, mask):
    """The layer, cut to a mask."""
    alpha = np.asarray(layer.getchannel("A"), float) * np.asarray(mask, float) / 255
    cut = layer.copy()
    cut.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return cut


def stack(*layers):
    whole = empty()
    for layer in layers:
        whole.alpha_composite(layer)
    return whole


def place(picture, x, y, scale, turn=0.0, stretch=1.0):
    """The picture with its middle at (x, y), shrunk; stretch widens it."""
    if turn:
        picture = picture.rotate(turn, Image.BICUBIC)
    size = (max(1, round(CANVAS * scale * stretch)), max(1, round(CANVAS * scale)))
    small = picture.resize(size, Image.LANCZOS)
    layer = empty()
    layer.paste(small, (round(x * CANVAS - size[0] / 2), round(y * CANVAS - size[1] / 2)))
    return layer


def rounded(picture, shadow, strength=0.55, gleam=0.25):
    """Lights a picture like one round body from the upper left, its far side in a shadow colour."""
    pixels = np.asarray(picture, float)
    left, top, right, bottom = picture.getchannel("A").getbbox()
    across, down = grid()
    across = (across * CANVAS - left) / (right - left) - 0.5
    down = (down * CANVAS - top) / (bottom - top) - 0.5
    far = np.clip(np.hypot(across + 0.14, down + 0.18) / 0.75 - 0.35, 0, 1)[..., None]
    painted = pixels[..., :3] + (rgb(shadow) - pixels[..., :3]) * far * strength
    shine = gleam * np.exp(-(((across + 0.17) / 0.2) ** 2) - ((down + 0.23) / 0.16) ** 2)
    painted += (255 - painted) * shine[..., None]
    return Image.fromarray(np.dstack([painted, pixels[..., 3]]).astype(np.uint8))


def bumps(mask, bump, step, size, start=0.0):
    """Copies of a picture in a honeycomb over the mask, lower rows above upper ones."""
    inside, layer = weights(mask), empty()
    small = bump.resize((round(size * CANVAS),) * 2, Image.LANCZOS)
    for row, y in enumerate(np.arange(start + step / 2, 1, step * 0.87)):
        for x in np.arange(0.5 % step + (row % 2) * step / 2, 1, step):
            if inside[int(y * CANVAS), int(x * CANVAS)] > 0.5:
                corner = (round((x - size / 2) * CANVAS), round((y - size / 2) * CANVAS))
                layer.alpha_composite(small, (max(0, corner[0]), max(0, corner[1])))
    return layer


def arc(start, end, bow, count=30):
    """Points from start to end, the middle ones moved sideways by the bow."""
    start, end = np.array(start, float), np.array(end, float)
    side = np.array([start[1] - end[1], end[0] - start[0]]) / np.hypot(*(end - start))
    steps = np.linspace(0, 1, count)[:, None]
    return start + (end - start) * steps + side * bow * np.sin(np.pi * steps)


def leaf(base, tip, width, stops, bow=0.0):
    """A pointed blade with a rib."""
    steps = np.linspace(0, 1, 30)[:, None]
    middle = arc(base, tip, bow)
    side = np.gradient(middle, axis=0)[:, ::-1] * (-1, 1)
    side /= np.hypot(side[:, 0], side[:, 1])[:, None]
    spread = side * width / 2 * np.sin(np.pi * steps**0.85) ** 0.9
    blade = polygon(np.concatenate([middle + spread, (middle - spread)[::-1]]), 0.004)
    rib = flat(stroke(middle[2:-6], 0.012), stops[0], 0.6)
    return stack(solid(blade, stops, gleam=0.25), within(rib, blade))


def letters(text, x, y, height, colour):
    layer = empty()
    font = ImageFont.truetype(str(SEMIBOLD), round(height * CANVAS))
    ImageDraw.Draw(layer).text((x * CANVAS, y * CANVAS), text, rgb_tuple(colour), font, "mm")
    return layer


def rgb_tuple(colour):
    return tuple(int(part) for part in rgb(colour)) + (255,)


def finish(picture):
    """Cuts the empty border off and fits the rest into a tile."""
    cut = picture.crop(picture.getchannel("A").point(lambda a: 255 if a > 12 else 0).getbbox())
    room = TILE - 2 * MARGIN
    scale = min(room / cut.width, room / cut.height)
    small = cut.resize((round(cut.width * scale), round(cut.height * scale)), Image.LANCZOS)
    tile = Image.new("RGBA", (TILE, TILE), (0, 0, 0, 0))
    tile.paste(small, ((TILE - small.width) // 2, (TILE - small.height) // 2))
    return tile
