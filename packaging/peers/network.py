"""EfficientNet-Lite in plain PyTorch, with timm's parameter names: the reference that Tillsight's
network is compared with, in speed and in its answers."""

import math

import torch
from torch import nn
from torch.nn import functional as F

# Kernel, first stride, expansion, channels, blocks of each stage of lite0.
STAGES = [
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
]
# Width and depth, as parts of lite0's.
SCALES = {"efficientnet-lite0": (1.0, 1.0), "efficientnet-lite2": (1.1, 1.2)}
EPSILON = 1e-3


def scaled(channels: int, width: float) -> int:
    rounded = max(8, int(channels * width + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels * width else rounded


class PaddedConv(torch.autograd.Function):
    """A convolution with uneven padding. ONNX has it in one operation, PyTorch in two."""

    @staticmethod
    def forward(ctx, x, weight, stride, groups, before, after):
        if before == after:
            return F.conv2d(x, weight, None, stride, before, 1, groups)
        padded = F.pad(x, [before, after, before, after])
        return F.conv2d(padded, weight, None, stride, 0, 1, groups)

    @staticmethod
    def symbolic(g, x, weight, stride, groups, before, after):
        pads, kernel = [before, before, after, after], weight.type().sizes()[2:]
        convolution = g.op(
            "Conv",
            x,
            weight,
            kernel_shape_i=kernel,
            strides_i=[stride, stride],
            pads_i=pads,
            group_i=groups,
        )
        channels, side = weight.type().sizes()[0], x.type().sizes()[2]
        outputs = (side + before + after - kernel[0]) // stride + 1
        shape = [x.type().sizes()[0], channels, outputs, outputs]
        convolution.setType(x.type().with_sizes(shape))
        return convolution


class SameConv(nn.Conv2d):
    """A convolution with TensorFlow's "same" padding: the odd pixel right and below."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        side, kernel, stride = int(x.shape[2]), self.kernel_size[0], self.stride[0]
        total = max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)
        before, after = total // 2, total - total // 2
        if torch.is_grad_enabled():
            if before != after:
                x, before = F.pad(x, [before, after, before, after]), 0
            return F.conv2d(x, self.weight, None, stride, before, 1, self.groups)
        return PaddedConv.apply(x, self.weight, stride, self.groups, before, after)


def norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=EPSILON)


class Block(nn.Module):
    def __init__(self, kernel, stride, expansion, inputs, outputs):
        super().__init__()
        hidden = inputs * expansion
        depthwise = SameConv(hidden, hidden, kernel, stride, groups=hidden, bias=False)
        self.expands = expansion != 1
        if self.expands:
            self.conv_pw, self.bn1 = nn.Conv2d(inputs, hidden, 1, bias=False), norm(hidden)
            self.conv_dw, self.bn2 = depthwise, norm(hidden)
            self.conv_pwl, self.bn3 = nn.Conv2d(hidden, outputs, 1, bias=False), norm(outputs)
        else:
            self.conv_dw, self.bn1 = depthwise, norm(hidden)
            self.conv_pw, self.bn2 = nn.Conv2d(hidden, outputs, 1, bias=False), norm(outputs)
        self.has_shortcut = stride == 1 and inputs == outputs
        # Share of branches that are dropped in training (Huang et al. 2016).
        self.dropped = 0.0

    def kept(self, y: torch.Tensor) -> torch.Tensor:
        if not self.training or self.dropped == 0:
            return y
        kept = 1 - self.dropped
        return y * (torch.rand(len(y), 1, 1, 1) + kept).floor().div(kept)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.expands:
            y = F.relu6(self.bn1(self.conv_pw(x)), inplace=True)
            y = F.relu6(self.bn2(self.conv_dw(y)), inplace=True)
            y = self.bn3(self.conv_pwl(y))
        else:
            y = F.relu6(self.bn1(self.conv_dw(x)), inplace=True)
            y = self.bn2(self.conv_pw(y))
        return x + self.kept(y) if self.has_shortcut else y


class EfficientNetLite(nn.Module):
    def __init__(self, architecture: str, classes: int):
        super().__init__()
        width, depth = SCALES[architecture]
        self.conv_stem, self.bn1 = SameConv(3, 32, 3, 2, bias=False), norm(32)
        stages, inputs = [], 32
        for index, (kernel, stride, expansion, channels, count) in enumerate(STAGES):
            outputs = scaled(channels, width)
            # Lite networks keep the depth of the first and the last stage.
            if index not in (0, len(STAGES) - 1):
                count = math.ceil(count * depth)
            blocks = []
            for number in range(count):
                step = stride if number == 0 else 1
                blocks.append(Block(kernel, step, expansion, inputs, outputs))
                inputs = outputs
            stages.append(nn.Sequential(*blocks))
        self.blocks = nn.Sequential(*stages)
        self.conv_head, self.bn2 = nn.Conv2d(inputs, 1280, 1, bias=False), norm(1280)
        self.classifier = nn.Linear(1280, classes)
        self.dropout, self.frozen = 0.0, 0

    def drop(self, branches: float, embedding: float) -> None:
        """What is dropped in training: residual branches, more of them in later blocks, and values
        before the classes."""
        blocks = [block for stage in self.blocks for block in stage]
        for index, block in enumerate(blocks):
            block.dropped = branches * index / len(blocks)
        self.dropout = embedding

    def freeze(self, stages: int) -> None:
        """Keeps the stem and the first stages as they are, batch norms too."""
        self.frozen = stages
        if stages > 0:
            for part in (self.conv_stem, self.bn1, *self.blocks[:stages]):
                part.requires_grad_(False).eval()

    def start(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu6(self.bn1(self.conv_stem(x)), inplace=True)
        return self.blocks[: self.frozen](x)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.frozen > 0:
            with torch.no_grad():
                x = self.start(x)
        else:
            x = self.start(x)
        x = self.blocks[self.frozen :](x)
        x = F.relu6(self.bn2(self.conv_head(x)), inplace=True)
        return self.classifier(F.dropout(x.mean((2, 3)), self.dropout, self.training))


def load(manifest: dict, weights: dict) -> EfficientNetLite:
    """A version's network with its weights, ready to answer."""
    architecture = manifest["architecture"]
    if architecture not in SCALES:
        raise SystemExit(f"the peers have no {architecture}; name a version of an EfficientNet-Lite")
    network = EfficientNetLite(architecture, len(manifest["classes"]))
    lacking = network.load_state_dict({k: v.float() for k, v in weights.items()}, strict=False)
    lacking = [key for key in lacking.missing_keys if not key.endswith("num_batches_tracked")]
    if lacking:
        raise SystemExit(f"the version lacks {lacking}")
    return network.eval()
