"""Short films of a telephone that shows a code: held badly, in bad light, some seconds into the recording."""

import random
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from tests.storage.clips import H264, ffmpeg

SIZE = (640, 360)
SHOWN_FOR = 2


@dataclass(frozen=True, kw_only=True)
class Take:
    """How somebody held the telephone: share of the picture's height, degrees, tilt, blur in points."""

    offset: float = 2
    height: float = 0.55
    turned: float = 0
    tilted: tuple[float, float] = (0, 0)
    blurred: float = 0
    noise: int = 8
    dark: float = 1
    size: tuple[int, int] = SIZE


def takes(count: int, *, seed: int) -> list[Take]:
    """Every take differs; the seed makes them the same in every run."""
    chance = random.Random(seed)
    return [
        Take(
            offset=round(chance.uniform(1, 30), 1),
            height=chance.uniform(0.45, 0.75),
            turned=chance.choice((0, 90, 180, 270)) + chance.uniform(-25, 25),
            tilted=(chance.uniform(-0.15, 0.15), chance.uniform(-0.15, 0.15)),
            blurred=chance.uniform(0, 1.2),
            noise=chance.randint(0, 24),
            dark=chance.uniform(0.45, 1),
        )
        for _ in range(count)
    ]


def code(text: str, *, edge: int) -> Image.Image:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=1)
    points = memoryview(made)
    small = Image.frombytes("L", (points.shape[1], points.shape[0]), points.tobytes())
    return small.resize((edge, edge), Image.Resampling.NEAREST)


def scene(size: tuple[int, int] = SIZE) -> Image.Image:
    """A room: shelves and boxes, so that the code is not the only thing with edges."""
    picture = Image.new("RGB", size, (120, 128, 122))
    draw = ImageDraw.Draw(picture)
    for number in range(0, size[0], 64):
        draw.rectangle(
            (number, 40 + number % 160, number + 40, 150 + number % 160), fill=(90, 70, 60), outline=(20, 20, 20)
        )
    return picture


def shown(text: str, take: Take) -> Image.Image:
    """The telephone in front of the room."""
    edge = int(take.size[1] * take.height)
    margin = edge // 8
    screen = Image.new("RGBA", (edge + 2 * margin, int(edge * 1.3)), (250, 250, 250, 255))
    screen.paste(code(text, edge=edge).convert("RGBA"), (margin, margin))
    screen = screen.transform(
        screen.size, Image.Transform.PERSPECTIVE, _tilt(screen.size, take), Image.Resampling.BICUBIC
    )
    screen = screen.rotate(take.turned, expand=True, resample=Image.Resampling.BICUBIC)
    picture = scene(take.size)
    picture.paste(screen, ((take.size[0] - screen.width) // 2, (take.size[1] - screen.height) // 2), screen)
    picture = picture.point(lambda value: int(value * take.dark))
    return picture.filter(ImageFilter.GaussianBlur(take.blurred))


def _tilt(size: tuple[int, int], take: Take) -> tuple[float, ...]:
    """A true perspective about the middle of the screen; the near edge is larger by twice the share."""
    across, down = size[0] / 2, size[1] / 2
    g, h = take.tilted[0] / across, take.tilted[1] / down
    still = 1 - g * across - h * down
    from_x = (across * g + 1, across * h, across * still - across)
    from_y = (down * g, down * h + 1, down * still - down)
    return tuple(part / still for part in (*from_x, *from_y, g, h))


def filmed(folder: Path, texts: list[str], take: Take, *, name: str = "take", tags: tuple[str, ...] = ()) -> Path:
    """The room, then each code for two seconds, then the room again, with the noise of a small sensor."""
    stills = [
        (scene(take.size), take.offset),
        *((shown(text, take), SHOWN_FOR) for text in texts),
        (scene(take.size), 1),
    ]
    inputs: list[str] = []
    for number, (still, seconds) in enumerate(stills):
        path = folder / f"{name}-{number}.rgb"
        path.write_bytes(still.convert("RGB").tobytes())
        raw = ("-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{take.size[0]}x{take.size[1]}")
        inputs += [*raw, "-framerate", "4", "-stream_loop", "-1", "-t", f"{seconds:.2f}", "-i", str(path)]
    parts = "".join(f"[{number}:v]" for number in range(len(stills)))
    mix = f"{parts}concat=n={len(stills)}:v=1,noise=alls={take.noise}:allf=t+u[v]"
    made = folder / f"{name}.mp4"
    ffmpeg(*inputs, "-filter_complex", mix, "-map", "[v]", *H264, "-crf", "30", *tags, made)
    return made
