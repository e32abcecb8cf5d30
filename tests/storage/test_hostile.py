"""Files made to harm. A corpus proves something only if a careless reader falls for it, so that is shown first."""

import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from storage.errors import MediaRefused, StorageError
from storage.media import commands, limits
from storage.media.preview import poster, proxy_720p, waveform
from storage.media.probe import probe
from storage.media.runner import run, workplace
from storage.media.sniff import sniff_file
from tests.storage import clips


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds another case's recording, which no file beside it may reach."""
    folder = tmp_path_factory.mktemp("cases")
    clips.ffmpeg(*clips.FILM, *clips.H264, "-f", "mpegts", folder / "neighbour.ts")
    return folder


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            """The list is the log."""

    server = HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def hostile(folder: Path, address: str) -> dict[str, bytes]:
    near = folder / "neighbour.ts"
    playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:3.0,\n{}\n#EXT-X-ENDLIST\n"
    return {
        "playlist.mp4": playlist.format(near).encode(),
        "relative.ts": playlist.format("neighbour.ts").encode(),
        "fetching.mp4": playlist.format(f"{address}/segment.ts").encode(),
        "passwords.mp4": playlist.format("file:///etc/passwd").encode(),
        "list.mp4": f"ffconcat version 1.0\nfile '{near}'\n".encode(),
        "dash.mp4": f'<?xml version="1.0"?><MPD><BaseURL>{address}/x</BaseURL></MPD>'.encode(),
        "session.mp4": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
        "program.mp4": b"MZ\x90\x00" + bytes(300),
        "drawing.mp4": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        "empty.mp4": b"",
        "noise.mp4": bytes((number * 197 + 31) % 256 for number in range(5000)),
    }


NAMES = sorted(hostile(Path("/"), ""))


@pytest.fixture(params=NAMES)
def attack(request: pytest.FixtureRequest, folder: Path, canary: tuple[str, list[str]]) -> Path:
    path = folder / str(request.param)
    path.write_bytes(hostile(folder, canary[0])[str(request.param)])
    return path


def test_no_hostile_file_passes_the_name_and_content_check(attack: Path) -> None:
    with pytest.raises(MediaRefused):
        sniff_file(attack, name=attack.name)


@pytest.mark.parametrize("open_it", [poster, proxy_720p, waveform])
def test_no_hostile_file_is_shown(attack: Path, tmp_path: Path, open_it: Callable[[Path, Path], None]) -> None:
    with pytest.raises(StorageError):
        open_it(attack, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("family", ["mov", "matroska", "avi", "mpegts", "mp3", "wav", "aac", "amr"])
def test_the_guarded_command_refuses_even_what_nobody_sniffed(
    attack: Path, family: str, canary: tuple[str, list[str]]
) -> None:
    """The second line: had the content check been fooled, ffmpeg itself still follows no reference."""
    with workplace() as place:
        command = commands.probe(clips.TOOLS, place.bring(attack), family=family)
        try:
            said = run(command, place=place, limits=limits.PROBE)
        except StorageError:
            said = b""
    assert b"h264" not in said
    assert canary[1] == []


CARELESS = {
    "playlist.mp4": ("-f", "hls", "-allowed_extensions", "ALL", "-extension_picky", "0"),
    "list.mp4": ("-f", "concat", "-safe", "0"),
}


@pytest.mark.parametrize("name", sorted(CARELESS))
def test_a_careless_reader_does_see_the_neighbour(folder: Path, canary: tuple[str, list[str]], name: str) -> None:
    path = folder / name
    path.write_bytes(hostile(folder, canary[0])[name])
    command = [clips.TOOLS.ffprobe, "-v", "quiet", *CARELESS[name], "-show_streams", str(path)]
    assert b"h264" in subprocess.run(command, capture_output=True, check=False).stdout


def referring_film(folder: Path) -> Path:
    """An index whose pictures lie in another file: its data reference is an alias with an absolute path."""
    whole = clips.silent_film(folder / "whole.mov")
    raw = bytearray(whole.read_bytes())
    pictures, index = raw.index(b"mdat"), raw.index(b"moov")
    raw[pictures + 4 : index - 4] = bytes(index - 4 - pictures - 4)
    target = str(whole).encode()
    path = struct.pack(">HH", 2, len(target)) + target + b"\0" * (len(target) % 2)
    alias = bytes(10) + b"\x04disk" + bytes(23 + 12) + b"\x09whole.mov" + bytes(54 + 16)
    alias += struct.pack(">HH", 1, 1) + bytes(16) + path + struct.pack(">HH", 0xFFFF, 0)
    entry = b"alis\0\0\0\0" + alias
    return _with_reference(folder / "reference.mov", raw, struct.pack(">I", len(entry) + 4) + entry)


def _with_reference(path: Path, raw: bytearray, entry: bytes) -> Path:
    place = raw.index(b"moov")
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        place = raw.index(name, place)
        old = int.from_bytes(raw[place - 4 : place])
        raw[place - 4 : place] = (old + len(entry) - 12).to_bytes(4)
    raw[place + 12 : place + 24] = entry
    path.write_bytes(raw)
    return path


def test_a_quicktime_reference_to_a_neighbour_is_not_followed(folder: Path, tmp_path: Path) -> None:
    made = referring_film(folder)
    careless = ("-v", "error", "-enable_drefs", "1", "-use_absolute_path", "1", "-i", str(made))
    shown = [clips.TOOLS.ffmpeg, *careless, "-frames:v", "1", "-f", "rawvideo", "pipe:1"]
    assert len(set(subprocess.run(shown, capture_output=True, check=False).stdout)) > 50
    with pytest.raises(StorageError):
        poster(made, tmp_path / "out.jpg")


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999])
def test_a_cut_recording_is_marked_or_refused_never_a_crash(folder: Path, tmp_path: Path, share: float) -> None:
    whole = clips.film(folder / "whole.mp4")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    try:
        assert probe(cut).truncated
    except MediaRefused as refused:
        assert refused.sentence  # noqa: PT017


def test_very_many_small_boxes_do_not_hold_us_up(tmp_path: Path) -> None:
    path = tmp_path / "boxes.mp4"
    path.write_bytes(b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08free" * 200_000)
    try:
        assert not probe(path).readable
    except StorageError as refused:
        assert str(refused)  # noqa: PT017


def test_harmless_files_with_chinese_names_still_pass(folder: Path, tmp_path: Path) -> None:
    """A house that refuses everything would pass all the tests above."""
    made = clips.film(folder / "粤穗综执〔2026〕12号 现场检查.mp4")
    assert sniff_file(made, name=made.name).mime == "video/mp4"
    poster(made, tmp_path / "poster.jpg")
    assert (tmp_path / "poster.jpg").stat().st_size > 1000
