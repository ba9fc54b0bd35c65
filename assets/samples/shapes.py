"""Meshes of the sample goods: closed skins built from rings of points.

Units are decimetres, z points up. Every mesh carries the point attribute `along` (0 at its
first ring, 1 at its last), which the materials in `surfaces.py` colour by.
"""

import math

import bpy
import numpy as np
from mathutils import Matrix


def skin(name, rings, material):
    """Make an object from `rings` (rows, points in a ring, 3); rings close upon themselves."""
    rows, columns, _ = rings.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    after = np.roll(index, -1, axis=1)
    faces = np.stack([index[:-1], after[:-1], after[1:], index[1:]], axis=-1).reshape(-1, 4)
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(rings.reshape(-1, 3).tolist(), [], faces.tolist())
    along = np.repeat(np.linspace(0.0, 1.0, rows), columns)
    mesh.attributes.new("along", "FLOAT", "POINT").data.foreach_set("value", along)
    mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), dtype=bool))
    mesh.materials.append(material)
    part = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(part)
    return part


def globe(rows=220, columns=260):
    """Polar and turning angle of a sphere's rings, bottom pole first, each (rows, columns)."""
    polar = np.linspace(1e-3, math.pi - 1e-3, rows)
    turn = np.linspace(0.0, 2.0 * math.pi, columns, endpoint=False)
    return np.meshgrid(polar, turn, indexing="ij")


def revolve(radius, height, turn):
    """Rings around the z axis."""
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), height + 0.0 * turn], axis=-1)


def sweep(path, radius):
    """Rings of `radius` (rows, columns) around `path` (rows, 3), without twist."""
    rows, columns = radius.shape
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    side = np.cross(tangent[0], [0.0, 1.0, 0.0])
    if np.linalg.norm(side) < 0.1:
        side = np.cross(tangent[0], [1.0, 0.0, 0.0])
    sides = np.empty_like(path)
    for row in range(rows):
        side = side - tangent[row] * np.dot(side, tangent[row])
        side /= np.linalg.norm(side)
        sides[row] = side
    ups = np.cross(tangent, sides)
    turn = np.linspace(0.0, 2.0 * math.pi, columns, endpoint=False)
    ring = np.cos(turn)[None, :, None] * sides[:, None] + np.sin(turn)[None, :, None] * ups[:, None]
    return path[:, None] + radius[..., None] * ring


def rounded_ends(t, first, last):
    """1 along a body and a round fall to 0 at both ends, over the lengths `first` and `last`."""
    head = np.clip(t / first, 0.0, 1.0)
    tail = np.clip((1.0 - t) / last, 0.0, 1.0)
    return np.sqrt(np.maximum(1e-6, (1.0 - (1.0 - head) ** 2) * (1.0 - (1.0 - tail) ** 2)))


def wobble(rings, seed, scale, amount, waves=9):
    """Move points by smooth seeded waves: no grown thing is a perfect solid."""
    chance = np.random.default_rng(seed)
    moved = rings.copy()
    for _ in range(waves):
        direction = chance.normal(size=3) * scale
        phase = chance.uniform(0.0, 2.0 * math.pi)
        push = chance.normal(size=3) * amount / math.sqrt(waves)
        moved += np.sin(rings @ direction + phase)[..., None] * push
    return moved


def tube(name, points, radii, material, columns=40, rows=90):
    """A rounded tube through a few `points` with `radii` at them: stems and stalks."""
    t = np.linspace(0.0, 1.0, rows)
    knots = np.linspace(0.0, 1.0, len(points))
    degree = min(3, len(points) - 1)
    points = np.asarray(points, dtype=float)
    path = np.stack(
        [np.polyval(np.polyfit(knots, points[:, axis], degree), t) for axis in range(3)], axis=1
    )
    radius = np.interp(t, knots, radii) * rounded_ends(t, 0.06, 0.06)
    rings = sweep(path, np.repeat(radius[:, None], columns, axis=1))
    return skin(name, wobble(rings, len(points), 14.0, 0.012), material)


def lay(parts, tilt=(0.0, 0.0, 0.0), sink=0.004):
    """Turn `parts` together (degrees about x, y, z) and set their lowest point on the counter."""
    turn = Matrix.Identity(4)
    for angle, axis in zip(tilt, "XYZ"):
        turn = Matrix.Rotation(math.radians(angle), 4, axis) @ turn
    lows = []
    for part in parts:
        part.matrix_world = turn @ part.matrix_world
        lows.append(np.min(world_points(part)[:, 2]))
    for part in parts:
        part.matrix_world = Matrix.Translation((0.0, 0.0, -min(lows) - sink)) @ part.matrix_world
    return parts


def move(parts, where):
    """Shift `parts` together."""
    for part in parts:
        part.matrix_world = Matrix.Translation(where) @ part.matrix_world
    return parts


def leaf(name, path, width, thickness, turn, material):
    """A sepal: a flattened sweep in the xz plane, turned about z by `turn` radians."""
    rows = len(path)
    t = np.linspace(0.0, 1.0, rows)
    broad = width * np.sin(math.pi * np.clip(0.22 + 0.78 * t, 0.0, 0.998)) ** 0.8
    around = np.linspace(0.0, 2.0 * math.pi, 28, endpoint=False)
    flat = np.cos(around) / (thickness * rounded_ends(t, 0.02, 0.3))[:, None]
    radius = 1.0 / np.sqrt(flat**2 + (np.sin(around) / broad[:, None]) ** 2)
    rings = sweep(path, radius)
    cos, sin = math.cos(turn), math.sin(turn)
    return skin(
        name, rings @ np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]]), material
    )


def world_points(part):
    """Vertices of a part where it stands, (points, 3)."""
    points = np.empty(len(part.data.vertices) * 3)
    part.data.vertices.foreach_get("co", points)
    world = np.array(part.matrix_world)
    return points.reshape(-1, 3) @ world[:3, :3].T + world[:3, 3]
