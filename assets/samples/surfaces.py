"""A small builder of Cycles materials, and the skins and counters made with it."""

import bpy


def srgb(code, alpha=1.0):
    """Linear RGBA of a `rrggbb` colour code."""
    parts = [int(code[at : at + 2], 16) / 255.0 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return (*linear, alpha)


class Surface:
    """A material under construction; its methods return node sockets to build on."""

    def __init__(self, name):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.bsdf = self.tree.nodes["Principled BSDF"]

    def node(self, kind, inputs, **settings):
        """Add a node; `inputs` maps input names or indices to values or sockets."""
        made = self.tree.nodes.new(kind)
        for key, value in settings.items():
            setattr(made, key, value)
        for key, value in inputs.items():
            self.feed(made.inputs[key], value)
        return made

    def feed(self, socket, value):
        """Link a socket, or set a plain value."""
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, socket)
        else:
            socket.default_value = value

    def place(self, stretch=(1.0, 1.0, 1.0)):
        """Object coordinates, stretched per axis."""
        where = self.node("ShaderNodeTexCoord", {}).outputs["Object"]
        return self.node("ShaderNodeMapping", {"Vector": where, "Scale": stretch}).outputs[0]

    def noise(self, scale, detail=4.0, stretch=(1.0, 1.0, 1.0), bend=0.0):
        """Fractal noise about 0.5."""
        inputs = {"Vector": self.place(stretch), "Scale": scale, "Detail": detail}
        return self.node("ShaderNodeTexNoise", {**inputs, "Distortion": bend}).outputs[0]

    def cells(self, scale, stretch=(1.0, 1.0, 1.0)):
        """Distance to the nearest of many scattered points."""
        inputs = {"Vector": self.place(stretch), "Scale": scale}
        return self.node("ShaderNodeTexVoronoi", inputs).outputs["Distance"]

    def along(self):
        """The mesh attribute `along`."""
        return self.node("ShaderNodeAttribute", {}, attribute_name="along").outputs["Fac"]

    def math(self, operation, first, second=0.0):
        """One arithmetic step."""
        return self.node("ShaderNodeMath", {0: first, 1: second}, operation=operation).outputs[0]

    def ramp(self, value, stops):
        """Colours by position; `stops` is [(position, colour code), ...]."""
        made = self.node("ShaderNodeValToRGB", {"Fac": value})
        elements = made.color_ramp.elements
        while len(elements) < len(stops):
            elements.new(0.5)
        for element, (position, code) in zip(elements, stops):
            element.position = position
            element.color = srgb(code)
        return made.outputs["Color"]

    def step(self, value, low, high):
        """0 below `low`, 1 above `high`, smooth between."""
        inputs = {"Value": value, "From Min": low, "From Max": high}
        made = self.node("ShaderNodeMapRange", inputs, interpolation_type="SMOOTHSTEP")
        return made.outputs[0]

    def mix(self, share, first, second, blend="MIX"):
        """Blend two colours (codes or sockets) by `share`."""
        first, second = (srgb(c) if isinstance(c, str) else c for c in (first, second))
        inputs = {0: share, 6: first, 7: second}
        made = self.node("ShaderNodeMix", inputs, data_type="RGBA", blend_type=blend)
        return made.outputs[2]

    def bumps(self, layers):
        """Normals from [(height socket, depth in dm), ...]."""
        normal = None
        for height, depth in layers:
            inputs = {"Height": height, "Distance": depth}
            if normal is not None:
                inputs["Normal"] = normal
            normal = self.node("ShaderNodeBump", inputs).outputs[0]
        return normal

    def finish(self, colour, bumps=(), **inputs):
        """Close the material: Principled inputs by name, `_` for a space."""
        self.feed(
            self.bsdf.inputs["Base Color"], srgb(colour) if isinstance(colour, str) else colour
        )
        if bumps:
            self.feed(self.bsdf.inputs["Normal"], self.bumps(bumps))
        for key, value in inputs.items():
            self.feed(self.bsdf.inputs[key.replace("_", " ")], value)
        return self.material


def flesh(depth=0.03, weight=0.25):
    """Principled settings for light that enters a skin and leaves it again nearby."""
    return {
        "Subsurface_Weight": weight,
        "Subsurface_Radius": (1.0, 0.5, 0.25),
        "Subsurface_Scale": depth,
    }


def stem_wood(name="stem", dark="3b2a18", light="7a5d38"):
    """Dry brown stem."""
    s = Surface(name)
    grain = s.noise(9.0, stretch=(3.0, 3.0, 0.6))
    return s.finish(s.ramp(grain, [(0.3, dark), (0.7, light)]), [(grain, 0.02)], Roughness=0.75)


def stem_green(name="green stem", dark="37571f", light="7d9a48"):
    """Fresh green stem or sepal."""
    s = Surface(name)
    grain = s.noise(7.0, stretch=(2.5, 2.5, 0.7))
    colour = s.ramp(grain, [(0.3, dark), (0.7, light)])
    return s.finish(colour, [(grain, 0.015)], Roughness=0.5, **flesh(0.02, 0.15))
