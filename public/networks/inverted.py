"""Loads a network of this site into PyTorch: `pip install torch torchvision safetensors`. MIT licence."""

import json

from safetensors import safe_open
from safetensors.torch import load_file
from torch import nn
from torchvision.models.mobilenetv2 import InvertedResidual
from torchvision.ops.misc import Conv2dNormActivation


class Inverted(nn.Module):
    """A MobileNetV2 with the rows that the file's metadata names; modules bear torchvision's names."""

    def __init__(self, spec):
        super().__init__()

        def norm(channels):
            return nn.BatchNorm2d(channels, eps=spec["epsilon"])

        def conv(in_channels, out_channels, kernel, stride=1):
            return Conv2dNormActivation(
                in_channels, out_channels, kernel, stride, norm_layer=norm, activation_layer=nn.ReLU6
            )

        channels = spec["stem"]["c"]
        features = [conv(spec["input"]["c"], channels, 3, spec["stem"]["s"])]
        for row in spec["rows"]:
            for repeat in range(row["n"]):
                stride = row["s"] if repeat == 0 else 1
                features.append(InvertedResidual(channels, row["c"], stride, row["t"], norm_layer=norm))
                channels = row["c"]
        features.append(conv(channels, spec["lastC"], 1))
        self.features = nn.Sequential(*features)
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(spec["lastC"], spec["classes"]))

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3]))


def load(path):
    with safe_open(path, framework="pt") as file:
        spec = json.loads(file.metadata()["network"])
    assert spec["padding"] == "symmetric", "PyTorch's convolutions pad on both sides"
    assert spec["channelDivisor"] == 1, "the rows must name the channels as they are"
    net = Inverted(spec)
    net.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()})
    return net.eval()
