"""The sample vegetables, one function each: meshes, skin, counter, and how the picture is taken."""

import math

import numpy as np

import counters
from shapes import globe, lay, leaf, move, revolve, rounded_ends, skin, sweep, tube, wobble
from shot import Shot
from surfaces import Surface, flesh, stem_green


def red_bell_pepper():
    """A red bell pepper standing on its four lobes."""
    counters.wood("7a5636", "c39a68", turn=5.0)
    polar, turn = globe(240, 320)
    along = -np.cos(polar)
    uneven = turn + 0.16 * np.sin(turn + 0.6)
    lobe = np.sqrt(np.sin(2.0 * uneven) ** 2 + 0.012) ** 0.6
    width = np.sin(polar) ** 0.55 * (0.385 + 0.05 * along - 0.03 * along**3)
    radius = width * (1.0 - (0.17 - 0.04 * along) * (1.0 - lobe))
    upper, lower = along > 0.0, along <= 0.0
    dip = np.where(upper, -0.21, 0.15) * np.exp(-((radius / 0.16) ** 2))
    swell = (0.05 * upper - 0.07 * lower) * lobe * np.abs(along) ** 2
    height = 0.46 * np.sign(along) * np.abs(along) ** 0.9 + dip + swell
    rings = wobble(revolve(radius, height, turn), 61, 3.2, 0.035)
    s = Surface("red pepper skin")
    colour = s.ramp(s.noise(1.6, detail=4.0), [(0.3, "8f0a08"), (0.55, "b01410"), (0.78, "c2260f")])
    material = s.finish(
        colour,
        [(s.noise(4.0, detail=2.0), 0.012)],
        Roughness=0.2,
        Coat_Weight=0.4,
        Coat_Roughness=0.08,
        **flesh(0.05, 0.15),
    )
    parts = [skin("pepper", rings, material), *pepper_stem()]
    lay(parts, tilt=(10.0, 5.0, 20.0))
    return Shot(parts, elevation=42.0, fill=0.92, light=120.0)


def pepper_stem():
    """A thick green stem, cut flat, on a five-cornered calyx."""
    green = stem_green("pepper stem", "47691f", "6f9438")
    turn = np.linspace(0.0, 2.0 * math.pi, 120, endpoint=False)
    corner = 1.0 + 0.13 * np.cos(5.0 * turn)
    shares = [(0.02, 0.33), (0.4, 0.325), (0.75, 0.325), (0.95, 0.335), (1.0, 0.325), (0.95, 0.29)]
    rings = np.stack(
        [revolve((0.165 * r * corner)[None], np.full((1, 1), z), turn[None])[0] for r, z in shares]
    )
    calyx = skin("calyx", wobble(rings, 5, 18.0, 0.012), green)
    stem = tube(
        "stem",
        [(0.0, 0.0, 0.28), (0.0, 0.0, 0.42), (0.04, 0.0, 0.52), (0.12, 0.03, 0.59)],
        [0.105, 0.058, 0.052, 0.066],
        green,
    )
    return [calyx, stem]


def aubergine():
    """An aubergine on its side with a green calyx."""
    counters.laminate("b9b7b1", "94928c", "d3d1cb")
    t = np.linspace(0.0, 1.0, 260)
    path = np.stack([2.0 * t - 1.0, 0.16 * np.cos(math.pi * (t - 0.4)), 0.0 * t], axis=1)
    knots = [0.0, 0.08, 0.25, 0.45, 0.65, 0.82, 0.93, 1.0]
    radius = np.interp(t, knots, [0.19, 0.21, 0.255, 0.315, 0.37, 0.37, 0.315, 0.26])
    radius = np.convolve(np.pad(radius, 20, mode="edge"), np.ones(41) / 41.0, mode="valid")
    radius = radius * rounded_ends(t, 0.03, 0.17)
    rings = wobble(sweep(path, np.repeat(radius[:, None], 200, axis=1)), 71, 2.2, 0.02)
    s = Surface("aubergine skin")
    tone = s.ramp(s.noise(1.2, detail=3.0), [(0.3, "170a1a"), (0.6, "241028"), (0.8, "33173a")])
    colour = s.mix(s.step(s.along(), 0.27, 0.12), tone, "54294f")
    material = s.finish(
        colour,
        [(s.noise(3.0, detail=3.0), 0.008)],
        Roughness=0.17,
        Coat_Weight=0.35,
        Coat_Roughness=0.06,
    )
    green = stem_green("aubergine calyx", "4a5a2a", "7f8f4c")
    stalk = tube(
        "stalk",
        [(-0.97, 0.055, 0.0), (-1.12, 0.01, 0.02), (-1.24, -0.06, 0.04)],
        [0.085, 0.066, 0.08],
        green,
    )
    parts = [skin("aubergine", rings, material), calyx_over(rings, path, green), stalk]
    lay(parts, tilt=(-20.0, 0.0, 28.0))
    return Shot(parts, elevation=52.0, fill=1.12, light=105.0, roll=-2.0)


def calyx_over(rings, path, material):
    """A pointed cap over the first rings of a body, a little proud of it."""
    rows, columns, _ = rings.shape
    turn = np.linspace(0.0, 2.0 * math.pi, columns, endpoint=False)
    point = np.abs(np.cos(2.5 * turn + 0.3)) ** 2.2
    edge = 0.065 + 0.125 * point + 0.02 * np.sin(turn)
    cap = []
    for share, proud in [
        *((x, 1.075 - 0.02 * x) for x in np.linspace(0.0, 0.98, 40)),
        (1.0, 1.03),
        (1.0, 0.97),
    ]:
        row = np.clip(share * edge * (rows - 1), 0, rows - 2)
        low, part = row.astype(int), (row % 1.0)[:, None]
        pick = np.arange(columns)
        body = rings[low, pick] * (1.0 - part) + rings[low + 1, pick] * part
        centre = path[low] * (1.0 - part) + path[low + 1] * part
        cap.append(centre + (body - centre) * proud + [-0.012, 0.0, 0.0])
    return skin("calyx", wobble(np.stack(cap), 9, 9.0, 0.012), material)


def carrots():
    """Five carrots side by side, one across the others."""
    counters.wood("5f4029", "a1754a", turn=-14.0)
    skin_material = carrot_skin()
    places = [(0.0, -0.50, 3.0), (0.10, -0.17, -2.0), (-0.06, 0.17, 2.0), (0.05, 0.50, -4.0)]
    parts = []
    for at, (x, y, yaw) in enumerate(places):
        parts += move(lay(carrot(at, skin_material), tilt=(60.0 * at, 2.4, yaw)), (x, y, 0.0))
    parts += move(lay(carrot(4, skin_material), tilt=(10.0, 4.5, 24.0)), (0.0, -0.02, 0.245))
    lay(parts, tilt=(0.0, 0.0, 38.0))
    return Shot(parts, elevation=56.0, fill=1.12, light=115.0)


def carrot(at, material):
    """One carrot: a blunt shoulder, a long taper, a thin root, and a trimmed green crown."""
    chance = np.random.default_rng(90 + at)
    t = np.linspace(0.0, 1.0, 260)
    length = chance.uniform(1.75, 2.05)
    path = np.stack(
        [length * (t - 0.45), 0.05 * np.sin(3.0 * t + at), 0.02 * np.sin(2.0 * t)], axis=1
    )
    knots = [0.0, 0.03, 0.09, 0.3, 0.6, 0.85, 0.93, 1.0]
    radius = np.interp(t, knots, [0.09, 0.135, 0.162, 0.15, 0.122, 0.085, 0.035, 0.012])
    radius = np.convolve(np.pad(radius, 6, mode="edge"), np.ones(13) / 13.0, mode="valid")
    groove = np.interp(t * 60.0, np.arange(61), chance.normal(0.0, 0.010, 61))
    radius = radius * (1.0 + groove) * rounded_ends(t, 0.012, 0.02) * chance.uniform(0.94, 1.06)
    rings = wobble(sweep(path, np.repeat(radius[:, None], 90, axis=1)), 95 + at, 4.0, 0.018)
    x, y = path[0, 0], path[0, 1]
    green = stem_green("carrot crown", "56621f", "93a24a")
    parts = [skin("carrot", rings, material)]
    for _ in range(4):
        dy, dz = chance.normal(0.0, 0.028, 2)
        end = (x - chance.uniform(0.08, 0.16), y + 1.8 * dy, 1.8 * dz)
        parts.append(tube("crown", [(x + 0.03, y + dy, dz), end], [0.03, 0.024], green, 20, 30))
    return parts


def carrot_skin():
    """Orange with fine rings, pale scratches, greenish at the shoulder."""
    s = Surface("carrot skin")
    tone = s.ramp(s.noise(2.5, detail=5.0), [(0.3, "c9560c"), (0.55, "dd6c14"), (0.78, "e98430")])
    ring = s.noise(4.5, detail=6.0, stretch=(3.2, 0.5, 0.5), bend=0.4)
    crease = s.step(ring, 0.62, 0.70)
    colour = s.mix(s.math("MULTIPLY", crease, 0.5), tone, "8e3d0c")
    dry = s.step(s.noise(7.0, detail=6.0, stretch=(1.8, 0.9, 0.9)), 0.58, 0.72)
    colour = s.mix(s.math("MULTIPLY", dry, 0.35), colour, "eda768")
    colour = s.mix(s.math("MULTIPLY", s.step(s.along(), 0.05, 0.0), 0.6), colour, "7d6a26")
    bumps = [(ring, 0.014), (crease, -0.012)]
    return s.finish(colour, bumps, Roughness=0.5, **flesh(0.03, 0.15))


def regular_tomato():
    """A round tomato with its green star."""
    counters.laminate()
    polar, turn = globe()
    along = -np.cos(polar)
    radius = 0.40 * np.sin(polar) ** 0.94 * (1.0 + 0.012 * np.cos(5.0 * turn + 0.5) * (1.0 + along))
    height = 0.335 * along
    dip = 0.075 * np.exp(-((radius / 0.12) ** 2)) * (1.0 + 0.25 * np.cos(5.0 * turn + 0.5))
    height = height - (along > 0.0) * dip + (along <= 0.0) * 0.02 * np.exp(-((radius / 0.1) ** 2))
    s = Surface("tomato skin")
    colour = s.ramp(s.noise(1.4, detail=3.0), [(0.3, "a3150b"), (0.55, "b81f0f"), (0.8, "c93a17")])
    colour = s.mix(s.math("MULTIPLY", s.step(s.along(), 0.80, 1.0), 0.45), colour, "d9771f")
    dots = s.math("MULTIPLY", s.step(s.cells(46.0), 0.20, 0.08), 0.25)
    colour = s.mix(dots, colour, "e58a3a")
    material = s.finish(colour, [(s.noise(8.0), 0.002)], Roughness=0.22, **flesh(0.05, 0.18))
    parts = [skin("tomato", wobble(revolve(radius, height, turn), 101, 3.0, 0.014), material)]
    parts += tomato_star(0.262)
    lay(parts, tilt=(20.0, -8.0, 10.0))
    return Shot(parts, elevation=44.0, fill=0.78, light=55.0, shift=(0.03, -0.02))


def tomato_star(height):
    """Five narrow sepals lying on the shoulders, their tips curling up, and a short stem."""
    green = stem_green("tomato star", "2f5a1c", "5c8a35")
    chance = np.random.default_rng(7)
    parts = []
    for at in range(5):
        t = np.linspace(0.0, 1.0, 70)
        reach, curl = chance.uniform(0.24, 0.30), chance.uniform(0.02, 0.10)
        rise = 0.075 * np.sin(np.minimum(t * 1.6, 1.0) * math.pi / 2.0) - 0.05 * t**2 + curl * t**4
        path = np.stack(
            [0.012 + reach * t, 0.02 * np.sin(3.0 * t + at), height + 0.01 + rise], axis=1
        )
        turn = 2.0 * math.pi * at / 5.0 + chance.normal(0.0, 0.12)
        parts.append(leaf("sepal", path, 0.029, 0.008, turn, green))
    stem = [(0.0, 0.0, height - 0.02), (0.005, 0.0, height + 0.08), (0.03, 0.01, height + 0.16)]
    parts.append(tube("stem", stem, [0.032, 0.024, 0.03], green))
    return parts


VEGETABLES = {
    "red-bell-pepper": red_bell_pepper,
    "aubergine": aubergine,
    "carrots": carrots,
    "regular-tomato": regular_tomato,
}
