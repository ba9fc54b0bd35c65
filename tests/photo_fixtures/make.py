"""Makes the small pictures beside it, of kinds that the tests cannot encode themselves.

    pip install pillow==13.0.0 pillow-heif==1.8.0 && python make.py

A ramp of colours (red grows to the right, green downwards), drawn here: no photo, no licence.
"""

from pathlib import Path

import pillow_heif
from PIL import Image

HERE = Path(__file__).parent


def ramp(width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height))
    picture.putdata(
        [(255 * x // (width - 1), 255 * y // (height - 1), 96) for y in range(height) for x in range(width)]
    )
    return picture


def main() -> None:
    picture = ramp(40, 24)
    picture.save(HERE / "progressive.jpg", quality=90, progressive=True)
    picture.save(HERE / "restarts.jpg", quality=90, restart_marker_blocks=1)
    picture.convert("CMYK").save(HERE / "cmyk.jpg", quality=95)
    picture.save(HERE / "lossy.webp", quality=80)
    frames = [picture, Image.new("RGB", picture.size, (0, 0, 255))]
    frames[0].save(HERE / "animated.gif", save_all=True, append_images=frames[1:], duration=100)
    frames[0].save(HERE / "animated.webp", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    picture.save(HERE / "lzw.tif", compression="tiff_lzw")
    picture.save(HERE / "interlaced.gif", interlace=1)
    pillow_heif.register_heif_opener()
    picture.save(HERE / "ramp.heic", quality=90)


if __name__ == "__main__":
    main()
