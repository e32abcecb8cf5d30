"""Files that name something else: a neighbour, a secret, a server. To open the other would show one case in another."""

import struct

from tests.storage.hostile.corpus import Case, Place, not_shown, refused


def playlist(target: str, *lines: str) -> bytes:
    head = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:10", *lines, "#EXTINF:3.0,", target, "#EXT-X-ENDLIST"]
    return "\n".join([*head, ""]).encode()


def concat(*files: str) -> bytes:
    return "\n".join(["ffconcat version 1.0", *(f"file '{name}'" for name in files), ""]).encode()


def _dash(place: Place) -> bytes:
    return (
        '<?xml version="1.0"?><!DOCTYPE MPD [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<MPD><BaseURL>{place.address}/&x;</BaseURL><Period><AdaptationSet/></Period></MPD>"
    ).encode()


def _gab2(place: Place) -> bytes:
    """A subtitle chunk of an AVI that is really a playlist: once read files off video sites."""
    text = playlist(f"{place.address}/gab2.ts")
    body = b"GAB2\0\2\0" + struct.pack("<I", 0) + struct.pack("<HI", 4, len(text)) + text
    movi = b"movi" + b"00tx" + struct.pack("<I", len(body)) + body
    listed = b"LIST" + struct.pack("<I", len(movi)) + movi
    return b"RIFF" + struct.pack("<I", len(listed) + 4) + b"AVI " + listed


def _svg(place: Place) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{place.address}/svg"/></svg>'.encode()


def _behind_ts(place: Place) -> bytes:
    """A true transport stream first, so that content and name agree; then what a loose reader might follow."""
    return place.neighbour.read_bytes()[: 188 * 3] + playlist(str(place.secret))


CASES: tuple[Case, ...] = (
    refused("playlist-neighbour.mp4", lambda at: playlist(str(at.neighbour))),
    refused("playlist-relative.ts", lambda at: playlist(at.neighbour.name)),
    refused("playlist-server.mp4", lambda at: playlist(f"{at.address}/segment.ts")),
    refused("playlist-secret.mp4", lambda at: playlist(at.secret.as_uri())),
    refused("playlist-passwd.mkv", lambda _at: playlist("file:///etc/passwd")),
    refused("playlist.m3u8", lambda at: playlist(str(at.neighbour))),
    refused("playlist-key.mp4", lambda at: playlist("x.ts", f'#EXT-X-KEY:METHOD=AES-128,URI="{at.address}/key"')),
    refused("playlist-map.mp4", lambda at: playlist("x.mp4", f'#EXT-X-MAP:URI="{at.address}/map"')),
    refused("playlist-media.mp4", lambda at: playlist("x.ts", f'#EXT-X-MEDIA:TYPE=AUDIO,URI="{at.address}/a"')),
    refused("playlist-concat.mp4", lambda at: playlist(f"concat:{at.secret}|{at.neighbour}")),
    refused("playlist-subfile.mp4", lambda at: playlist(f"subfile,,start,0,end,90,,:{at.secret}")),
    refused("concat-absolute.mp4", lambda at: concat(str(at.neighbour))),
    refused("concat-relative.avi", lambda at: concat(at.neighbour.name)),
    refused("concat-server.mov", lambda at: concat(f"{at.address}/x.ts")),
    refused("dash.mp4", _dash),
    refused(
        "session.mp4", lambda _at: b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"
    ),
    refused(
        "redirect.wav", lambda at: f'<ASX version="3.0"><Entry><Ref href="{at.address}/a"/></Entry></ASX>'.encode()
    ),
    refused("drawing.jpg", _svg),
    refused(
        "entities.pdf",
        lambda _at: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    ),
    not_shown("subtitles.avi", _gab2),
    not_shown("behind.ts", _behind_ts),
)
