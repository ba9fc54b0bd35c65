"""How one picture is taken."""

from dataclasses import dataclass


@dataclass
class Shot:
    """Parts in the picture and the webcam's place: degrees, and shares of the picture."""

    parts: list
    azimuth: float = -90.0
    elevation: float = 48.0
    roll: float = 0.0
    fill: float = 0.8
    shift: tuple = (0.0, 0.0)
    light: float = 125.0
    brightness: float = 1.0
    stop: float = 0.7
    aspect: float = 0.75
