"""Render the sample pictures of goods on a counter with Blender's Cycles on the CPU.

Usage: python render.py [--out DIR] [--only SLUG ...] [--width N] [--height N] [--samples N]
The same arguments on the same machine give the same pictures: every seed is fixed.
"""

import argparse
import math
import tempfile
from pathlib import Path

import bpy
import numpy as np
from mathutils import Vector
from PIL import Image

from fruit import FRUIT
from shapes import world_points
from surfaces import srgb
from vegetables import VEGETABLES

GOODS = FRUIT | VEGETABLES


def empty_scene():
    """Forget everything from the picture before."""
    bpy.ops.wm.read_factory_settings(use_empty=True)


def lamp(where, size, watts, colour, toward=(0.0, 0.0, 0.0)):
    """A rectangular ceiling lamp facing `toward`."""
    light = bpy.data.lights.new("lamp", "AREA")
    light.shape, light.size, light.size_y = "RECTANGLE", *size
    light.energy, light.color = watts, srgb(colour)[:3]
    part = bpy.data.objects.new("lamp", light)
    part.location = where
    part.rotation_euler = (Vector(toward) - Vector(where)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(part)


def room(strength):
    """A dim room around the counter: pale above, darker and warmer below, uneven."""
    world = bpy.data.worlds.new("room")
    bpy.context.scene.world = world
    world.use_nodes = True
    tree = world.node_tree
    where = tree.nodes.new("ShaderNodeTexCoord").outputs["Generated"]
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = 2.2
    tree.links.new(where, noise.inputs["Vector"])
    split = tree.nodes.new("ShaderNodeSeparateXYZ")
    tree.links.new(where, split.inputs[0])
    total = tree.nodes.new("ShaderNodeMath")
    tree.links.new(noise.outputs[0], total.inputs[0])
    tree.links.new(split.outputs[2], total.inputs[1])
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].color = srgb("4a423b")
    ramp.color_ramp.elements[1].color = srgb("eef2f6")
    ramp.color_ramp.elements[1].position = 0.95
    tree.links.new(total.outputs[0], ramp.inputs[0])
    background = tree.nodes["Background"]
    tree.links.new(ramp.outputs[0], background.inputs["Color"])
    background.inputs["Strength"].default_value = strength


def lights(shot):
    """Shop light: a wide soft panel, a long tube, and the room."""
    turn = math.radians(shot.light)
    x, y = math.cos(turn), math.sin(turn)
    lamp((5.0 * x, 5.0 * y, 7.5), (4.2, 2.6), 620.0 * shot.brightness, "fff1df")
    lamp((-4.5 * x, -4.0 * y, 8.5), (0.7, 7.0), 260.0 * shot.brightness, "eaf2ff")
    room(0.55 * shot.brightness)


def camera(shot, parts):
    """Look at the goods from above, as a webcam over a tray does."""
    points = np.concatenate([world_points(part) for part in parts])
    low, high = points.min(axis=0), points.max(axis=0)
    middle = (low + high) / 2.0
    reach = np.linalg.norm(points - middle, axis=1).max()
    lens = bpy.data.cameras.new("webcam")
    lens.lens, lens.sensor_width = 38.0, 36.0
    view = min(lens.sensor_width, lens.sensor_width * shot.aspect) / lens.lens / 2.0
    distance = reach / (shot.fill * math.sin(math.atan(view)))
    up, turn = math.radians(shot.elevation), math.radians(shot.azimuth)
    step = Vector((math.cos(up) * math.cos(turn), math.cos(up) * math.sin(turn), math.sin(up)))
    aim = Vector(middle) + Vector((*shot.shift, 0.0))
    part = bpy.data.objects.new("webcam", lens)
    part.location = aim + step * distance
    part.rotation_euler = (-step).to_track_quat("-Z", "Y").to_euler()
    part.rotation_euler.rotate_axis("Z", math.radians(shot.roll))
    lens.dof.use_dof, lens.dof.aperture_fstop = True, shot.stop
    # Cycles takes the lens in millimetres of a scene in metres; ours is in decimetres, so the
    # blur of f/7 needs a stop of 0.7.
    lens.dof.focus_distance = distance - 0.35 * reach
    bpy.context.collection.objects.link(part)
    bpy.context.scene.camera = part


def settings(width, height, samples, threads, seed):
    """Cycles on the CPU with the open denoiser and a filmic curve."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.threads_mode, scene.render.threads = "FIXED", threads
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.render.image_settings.file_format = "PNG"
    scene.cycles.device, scene.cycles.samples, scene.cycles.seed = "CPU", samples, seed
    scene.cycles.use_denoising, scene.cycles.denoiser = True, "OPENIMAGEDENOISE"
    scene.cycles.use_adaptive_sampling, scene.cycles.adaptive_threshold = True, 0.04
    scene.cycles.max_bounces, scene.cycles.diffuse_bounces = 5, 2
    scene.view_settings.view_transform = "Filmic"
    scene.view_settings.look = "Medium High Contrast"


def develop(png, jpeg, seed):
    """Add a sensor's grain and a lens's fall-off, and write the JPEG."""
    pixels = np.asarray(Image.open(png).convert("RGB"), dtype=np.float32)
    height, width, _ = pixels.shape
    y, x = np.mgrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    pixels = pixels * (1.0 - 0.09 * (x**2 + y**2))[..., None]
    chance = np.random.default_rng(seed)
    pixels += chance.normal(0.0, 2.2, (height, width, 1)) + chance.normal(0.0, 0.9, pixels.shape)
    image = Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))
    image.save(jpeg, quality=88, optimize=True)


def picture(slug, arguments):
    """One good, from an empty scene to a JPEG file."""
    empty_scene()
    shot = GOODS[slug]()
    shot.aspect = arguments.height / arguments.width
    lights(shot)
    bpy.context.view_layer.update()
    camera(shot, shot.parts)
    seed = sorted(GOODS).index(slug) + 1
    settings(arguments.width, arguments.height, arguments.samples, arguments.threads, seed)
    jpeg = Path(arguments.out) / f"{slug}.jpg"
    with tempfile.TemporaryDirectory() as folder:
        png = str(Path(folder) / "frame.png")
        bpy.context.scene.render.filepath = png
        bpy.ops.render.render(write_still=True)
        develop(png, jpeg, seed)
    print(f"{jpeg}: {jpeg.stat().st_size // 1024} KiB")


def main():
    """Read the command line and render."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default=str(Path(__file__).parent), help="folder for the pictures")
    parser.add_argument("--only", nargs="+", choices=sorted(GOODS), default=sorted(GOODS))
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=480)
    parser.add_argument("--samples", type=int, default=16)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    for slug in arguments.only:
        picture(slug, arguments)


if __name__ == "__main__":
    main()
