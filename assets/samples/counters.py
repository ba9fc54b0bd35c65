"""What the goods lie on: oiled wood, grey laminate, a brushed steel tray."""

import math

import bpy
import numpy as np

from shapes import skin
from surfaces import Surface


def board(material, z=0.0):
    """A large flat counter top."""
    bpy.ops.mesh.primitive_plane_add(size=60.0, location=(0.0, 0.0, z))
    bpy.context.object.data.materials.append(material)


def wood(dark="6e4526", light="b5844f", turn=0.0):
    """Staves of oiled wood, each with its own tone and grain."""
    s = Surface("wood")
    axes = s.node("ShaderNodeSeparateXYZ", {0: s.place()}).outputs
    row = s.math("DIVIDE", axes[1], 0.92)
    stave = s.math("FLOOR", row)
    tone = s.node("ShaderNodeTexWhiteNoise", {"W": stave}, noise_dimensions="1D").outputs["Value"]
    shifted = s.node(
        "ShaderNodeCombineXYZ",
        {0: s.math("ADD", axes[0], s.math("MULTIPLY", tone, 37.0)), 1: axes[1], 2: tone},
    ).outputs[0]
    stretched = s.node("ShaderNodeMapping", {"Vector": shifted, "Scale": (0.2, 3.4, 1.0)}).outputs[
        0
    ]
    grain = s.node(
        "ShaderNodeTexNoise", {"Vector": stretched, "Scale": 2.4, "Detail": 9.0, "Distortion": 0.7}
    ).outputs[0]
    fine = s.noise(34.0, detail=5.0, stretch=(0.05, 1.6, 1.0))
    mixed = s.math("ADD", s.math("MULTIPLY", grain, 0.75), s.math("MULTIPLY", fine, 0.25))
    colour = s.ramp(mixed, [(0.32, dark), (0.66, light)])
    shade = s.ramp(tone, [(0.0, "b8b0a8"), (1.0, "ffffff")])
    colour = s.mix(1.0, colour, shade, "MULTIPLY")
    seam = s.math("ABSOLUTE", s.math("SUBTRACT", s.math("FRACT", row), 0.5))
    seam = s.step(seam, 0.488, 0.497)
    colour = s.mix(s.math("MULTIPLY", seam, 0.75), colour, "2a180c")
    worn = s.ramp(s.noise(1.3), [(0.3, "707070"), (0.7, "8c8c8c")])
    board(s.finish(colour, [(mixed, 0.006), (seam, -0.012)], Roughness=worn))
    bpy.context.object.rotation_euler[2] = math.radians(turn)


def laminate(base="a9abaa", speck="7f8384", pale="c3c4c1"):
    """Speckled grey laminate with a faint orange-peel texture and wipe marks."""
    s = Surface("laminate")
    colour = s.ramp(s.noise(85.0, detail=3.0), [(0.34, speck), (0.46, base), (0.68, pale)])
    stains = s.ramp(s.noise(0.7, detail=6.0), [(0.35, "d8d4cc"), (0.65, "ffffff")])
    colour = s.mix(1.0, colour, stains, "MULTIPLY")
    wiped = s.ramp(s.noise(1.6, stretch=(0.5, 3.0, 1.0)), [(0.35, "5c5c5c"), (0.7, "7a7a7a")])
    board(s.finish(colour, [(s.noise(90.0, detail=1.0), 0.0006)], Roughness=wiped))


def brushed_steel():
    """Stainless steel with a brushed grain and a few scratches."""
    s = Surface("steel")
    brush = s.noise(16.0, detail=5.0, stretch=(0.04, 6.0, 1.0))
    scratch = s.step(s.noise(5.0, detail=2.0, stretch=(0.4, 5.0, 1.0), bend=1.5), 0.70, 0.74)
    rough = s.ramp(s.noise(1.1), [(0.3, "565656"), (0.7, "747474")])
    colour = s.ramp(brush, [(0.3, "a9aaab"), (0.7, "c2c2c1")])
    height = s.math("SUBTRACT", brush, s.math("MULTIPLY", scratch, 0.4))
    return s.finish(colour, [(height, 0.003)], Metallic=1.0, Roughness=rough, Anisotropic=0.5)


def steel_tray(width=5.4, depth=4.0):
    """A shallow steel tray with a rolled lip, standing on laminate."""
    laminate()
    bpy.context.object.location.z = -0.03
    turn = np.linspace(0.0, 2.0 * math.pi, 240, endpoint=False)
    flat = [(share, 0.0) for share in np.linspace(0.001, 0.94, 12)]
    wall = [
        (0.94 + 0.035 * (1 - math.cos(a)), 0.28 * math.sin(a) ** 2)
        for a in np.linspace(0.1, 1.57, 10)
    ]
    lip = [(0.985, 0.285), (1.01, 0.28), (1.02, 0.26), (1.02, 0.23)]
    power = 2.0 / 9.0
    rings = []
    for share, z in flat + wall + lip:
        x = share * width / 2 * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power
        y = share * depth / 2 * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** power
        rings.append(np.stack([x, y, np.full_like(turn, z)], axis=-1))
    skin("tray", np.stack(rings), brushed_steel())
