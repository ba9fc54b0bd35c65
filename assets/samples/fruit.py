"""The sample fruit, one function each: meshes, skin, counter, and how the picture is taken."""

import math

import numpy as np

import counters
from shapes import globe, lay, revolve, rounded_ends, skin, sweep, tube, wobble
from shot import Shot
from surfaces import Surface, flesh, stem_green, stem_wood


def banana():
    """A hand of three bananas."""
    counters.wood(turn=12.0)
    peel, crown = banana_peel(), stem_wood("crown", "4a431f", "97903f")
    parts = [banana_finger(at, peel) for at in range(3)]
    parts.append(
        tube(
            "crown",
            [(-0.02, -0.2, -0.03), (-0.05, 0.0, -0.05), (-0.02, 0.2, -0.03)],
            [0.10, 0.125, 0.10],
            crown,
        )
    )
    lay(parts, tilt=(-24.0, 0.0, 34.0))
    return Shot(parts, elevation=58.0, roll=3.0, fill=0.96)


def banana_finger(at, peel):
    """One banana: an arc with five soft ridges, a neck at its stalk and a stub at its tip."""
    t = np.linspace(0.0, 1.0, 260)
    bend = math.radians(98.0 + 6.0 * at)
    angle = bend * (t**1.12 - 0.5) - 0.10
    step = np.stack([np.cos(angle), np.zeros_like(t), -np.sin(angle)], axis=1)
    path = np.cumsum(step, axis=0) * (2.05 - 0.06 * at) / len(t)
    apart = (
        0.12
        + 0.25 * np.sin(np.minimum(t / 0.36, 1.0) * math.pi / 2.0) ** 2
        + (0.16 * t**2 if at == 0 else 0.03 * t)
    )
    path[:, 1] = (at - 1) * apart
    path[:, 2] += (0.10 if at == 1 else 0.0) * np.minimum(t / 0.3, 1.0) ** 2
    knots = [0.0, 0.06, 0.13, 0.24, 0.40, 0.60, 0.78, 0.88, 0.94, 0.965, 1.0]
    radii = [0.08, 0.072, 0.078, 0.14, 0.178, 0.184, 0.165, 0.125, 0.068, 0.045, 0.04]
    radius = smooth(t, knots, radii) * rounded_ends(t, 0.004, 0.006)
    turn = np.linspace(0.0, 2.0 * math.pi, 120, endpoint=False)
    ridge = 1.0 + 0.065 * np.cos(5.0 * turn + 0.9 * at) + 0.02 * np.cos(10.0 * turn + 1.8 * at)
    rings = wobble(sweep(path, radius[:, None] * ridge), 20 + at, 3.0, 0.012)
    return skin("banana", rings, peel)


def banana_peel():
    """Ripe yellow, greenish at the neck, brown flecks, black tip."""
    s = Surface("banana peel")
    ripe = s.ramp(s.noise(2.2, detail=5.0), [(0.3, "cf9a17"), (0.52, "e0b32a"), (0.75, "ebc84c")])
    green = s.ramp(
        s.along(), [(0.02, "8f9a34"), (0.13, "b5ad33"), (0.26, "deb22a"), (0.9, "deb22a")]
    )
    colour = s.mix(s.step(s.along(), 0.32, 0.16), ripe, green)
    fleck = s.math("MULTIPLY", s.step(s.cells(15.0), 0.26, 0.12), s.step(s.noise(2.4), 0.44, 0.60))
    streak = s.step(s.noise(5.0, detail=5.0, stretch=(0.5, 3.0, 1.4)), 0.60, 0.70)
    colour = s.mix(s.math("MULTIPLY", fleck, 0.85), colour, "5b3410")
    colour = s.mix(s.math("MULTIPLY", streak, 0.4), colour, "8a5a1a")
    ends = s.math("ADD", s.step(s.along(), 0.935, 0.965), s.step(s.along(), 0.03, 0.0))
    colour = s.mix(ends, colour, "2a1b0e")
    rough = s.noise(24.0, detail=3.0)
    return s.finish(colour, [(rough, 0.005)], Roughness=0.46, **flesh(0.03, 0.2))


def smooth(t, knots, values):
    """Values between knots, without corners."""
    fine = np.interp(t, knots, values)
    width = max(3, len(t) // 28)
    kernel = np.hanning(width)
    padded = np.pad(fine, width // 2, mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="same")[width // 2 : width // 2 + len(t)]


def citrus_peel(name, colours, pore=72.0, depth=0.005, tint=0.18, rough=0.38):
    """Waxy peel with pores; `colours` from shade to light, `tint` the pores' share of shade."""
    s = Surface(name)
    tone = s.ramp(s.noise(1.8, detail=5.0), list(zip([0.3, 0.5, 0.72], colours)))
    pores = s.step(s.cells(pore), 0.05, 0.5)
    colour = s.mix(s.math("MULTIPLY", s.math("SUBTRACT", 1.0, pores), tint), tone, colours[0])
    scar = s.step(s.noise(3.1, detail=7.0, bend=0.8), 0.68, 0.72)
    colour = s.mix(s.math("MULTIPLY", scar, 0.35), colour, "a98a4e")
    bumps = [(pores, depth), (s.noise(7.0), 0.012)]
    return s.finish(colour, bumps, Roughness=rough, **flesh(0.04, 0.25))


def orange():
    """An orange with its stem button towards the webcam."""
    counters.laminate()
    polar, turn = globe()
    height = -0.385 * np.cos(polar)
    radius = 0.40 * np.sin(polar) * (1.0 + 0.006 * np.cos(5.0 * turn) * np.sin(polar / 2.0) ** 8)
    height = height - 0.030 * np.exp(-((radius / 0.09) ** 2)) * (polar > math.pi / 2)
    body = skin(
        "orange",
        wobble(revolve(radius, height, turn), 4, 5.0, 0.012),
        citrus_peel("orange peel", ["d9660a", "ea7d12", "f2921f"]),
    )
    parts = [body, *button((0.0, 0.0, 0.353))]
    lay(parts, tilt=(24.0, 12.0, 30.0))
    return Shot(parts, elevation=46.0, fill=0.72, light=140.0, shift=(0.04, 0.0))


def button(where, size=0.045):
    """The calyx button left where a citrus fruit was cut: a small star and a pale scar."""
    turn = np.linspace(0.0, 2.0 * math.pi, 90, endpoint=False)
    shares = [
        (0.02, 0.022),
        (0.42, 0.022),
        (0.55, 0.012),
        (0.8, 0.010),
        (1.0, -0.004),
        (1.02, -0.03),
    ]
    star = 1.0 + 0.22 * np.cos(5.0 * turn) + 0.07 * np.cos(3.0 * turn + 1.0)
    rings = []
    for share, z in shares:
        reach = size * share * (star if share > 0.5 else np.ones_like(turn))
        rings.append(revolve(reach[None], np.full((1, 1), z), turn[None])[0])
    rings = np.stack(rings) + np.asarray(where)
    return [skin("button", wobble(rings, 8, 40.0, 0.004), stem_wood("button", "5a5426", "93894a"))]


def lemon():
    """A lemon on its side."""
    counters.steel_tray(4.0, 3.0)
    polar, turn = globe()
    along = -np.cos(polar)
    body = 0.31 * np.sin(polar) ** 0.86
    height = 0.40 * along
    tip = np.exp(-(((1.0 - along) / 0.035) ** 1.0)) * 0.115
    stalk = np.exp(-(((1.0 + along) / 0.03) ** 1.0)) * 0.05
    rings = revolve(body, height + tip - stalk, turn)
    colours = ["d7a90c", "eccb1c", "f4dc48"]
    peel = citrus_peel("lemon peel", colours, pore=60.0, depth=0.006, tint=0.3, rough=0.36)
    parts = [skin("lemon", wobble(rings, 31, 4.0, 0.018), peel)]
    parts.append(tube("stalk", [(0, 0, -0.43), (0, 0, -0.455)], [0.028, 0.02], stem_green()))
    lay(parts, tilt=(0.0, 82.0, 28.0))
    return Shot(parts, elevation=50.0, fill=0.8, roll=-3.0, light=60.0)


def apple(material, width, height, lobes, seed, top=0.12):
    """An apple's body: wide shoulders, a deep stem dimple, five soft lobes below."""
    polar, turn = globe()
    along = -np.cos(polar)
    radius = width * np.sin(polar) ** 0.88 * (1.0 + 0.05 * along + 0.02 * along**2)
    upper, lower = along > 0.0, along <= 0.0
    z = height * along
    z = z - upper * (top + 0.09) * np.exp(-((radius / (0.27 * width)) ** 1.25))
    crown = 1.0 + lobes * np.cos(5.0 * turn)
    z = z + lower * 0.13 * np.exp(-((radius / (0.30 * width)) ** 2)) * crown
    radius = radius * (1.0 + lobes * 0.10 * np.cos(5.0 * turn) * (1.0 - along) / 2.0)
    return skin("apple", wobble(revolve(radius, z, turn), seed, 4.0, 0.016), material)


def granny_smith():
    """A Granny Smith: even green with pale lenticels."""
    counters.wood("8a6440", "cfa878", turn=-8.0)
    s = Surface("green apple skin")
    tone = s.ramp(s.noise(1.5, detail=4.0), [(0.28, "668d20"), (0.5, "7fa233"), (0.75, "9ab64f")])
    side = s.step(s.noise(0.9, detail=1.0), 0.56, 0.72)
    colour = s.mix(s.math("MULTIPLY", side, 0.35), tone, "b3b956")
    dots = s.math("MULTIPLY", s.step(s.cells(30.0), 0.24, 0.12), s.step(s.noise(9.0), 0.34, 0.5))
    colour = s.mix(s.math("MULTIPLY", dots, 0.55), colour, "dfe6ab")
    russet = s.math("MULTIPLY", s.step(s.along(), 0.93, 0.985), s.noise(14.0, detail=6.0))
    colour = s.mix(russet, colour, "7d6c2f")
    skin_material = s.finish(colour, [(s.noise(20.0), 0.003)], Roughness=0.27, **flesh(0.04, 0.2))
    stem = tube(
        "stem",
        [(0.0, 0.0, 0.10), (0.01, 0.0, 0.28), (0.07, 0.02, 0.44)],
        [0.018, 0.015, 0.026],
        stem_wood(),
    )
    parts = [apple(skin_material, 0.395, 0.385, 0.35, 12), stem]
    lay(parts, tilt=(13.0, -6.0, 40.0))
    return Shot(parts, elevation=42.0, fill=0.76, light=50.0, shift=(-0.03, 0.02))


def watermelon():
    """A whole striped watermelon on its side."""
    counters.laminate("b4b1a9", "8c8a84", "d0cdc5")
    polar, turn = globe()
    along = -np.cos(polar)
    radius = 1.05 * np.sin(polar) ** 0.93
    height = 1.32 * along - 0.05 * np.sign(along) * np.exp(-((radius / 0.12) ** 2))
    rings = wobble(revolve(radius, height, turn), 51, 1.2, 0.03)
    stalk = tube(
        "stalk",
        [(0, 0, 1.24), (0.03, 0, 1.36), (0.10, 0.03, 1.44)],
        [0.05, 0.035, 0.045],
        stem_wood("stalk", "5b5a2c", "98935a"),
    )
    parts = [skin("watermelon", rings, watermelon_rind()), stalk]
    lay(parts, tilt=(0.0, 72.0, -28.0), sink=0.01)
    return Shot(parts, elevation=40.0, fill=0.84, light=70.0, stop=0.4)


def watermelon_rind():
    """Dark ragged stripes from pole to pole over a pale veined green."""
    s = Surface("watermelon rind")
    axes = s.node("ShaderNodeSeparateXYZ", {0: s.place()}).outputs
    angle = s.math("ARCTAN2", axes[1], axes[0])
    ragged = s.math("SUBTRACT", s.noise(3.6, detail=7.0), 0.5)
    broad = s.math("SUBTRACT", s.noise(0.9, detail=1.0), 0.5)
    bent = s.math("ADD", s.math("MULTIPLY", angle, 10.0), s.math("MULTIPLY", broad, 3.0))
    wave = s.math("ADD", s.math("SINE", bent), s.math("MULTIPLY", ragged, 4.6))
    stripe = s.step(wave, -0.10, 0.32)
    vein = s.step(s.noise(5.5, detail=6.0, bend=2.5), 0.52, 0.64)
    pale = s.ramp(s.noise(2.0, detail=5.0), [(0.3, "7f9a4e"), (0.7, "a9b86e")])
    pale = s.mix(s.math("MULTIPLY", vein, 0.55), pale, "557a38")
    dark = s.ramp(s.noise(4.0, detail=5.0), [(0.3, "16301a"), (0.7, "2c4f26")])
    colour = s.mix(stripe, pale, dark)
    return s.finish(colour, [(s.noise(5.0), 0.008)], Roughness=0.34, **flesh(0.04, 0.08))


FRUIT = {
    "banana": banana,
    "orange": orange,
    "lemon": lemon,
    "granny-smith": granny_smith,
    "watermelon": watermelon,
}
