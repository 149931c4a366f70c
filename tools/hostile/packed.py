"""Hostile containers: bombs, ways out, loops and lies about sizes."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

import py7zr

MB = 1 << 20


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def overlapping(count: int, data: bytes) -> bytes:
    """A .zip whose many members are one and the same packed piece."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(data) + packed.flush()
    fields = (20, 0, 8, 0, 0, zlib.crc32(data), len(body), len(data), 5, 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + b"a.txt" + body
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + struct.pack("<HHHHHIIIHH", *fields)
    entry += struct.pack("<HHHII", 0, 0, 0, 0, 0) + b"a.txt"
    directory = entry * count
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count % 65536, count % 65536, len(directory), len(local), 0)
    return local + directory + end


def tarred(*infos: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """A .tar of these members."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for info, data in infos:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def seven_zipped(files: dict[str, bytes], rename: dict[str, str] | None = None) -> bytes:
    """A .7z of these files; `rename` puts a hostile name in place of a harmless one."""
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(data, name)
        for info in archive.header.files_info.files:
            info["filename"] = (rename or {}).get(info["filename"], info["filename"])
    return buffer.getvalue()


def files(scale: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file. `scale`: MB that the bombs unpack to."""
    zeros = bytes(scale * MB)
    yield "bom.zip", zipped({"bom.txt": zeros})
    nest = zipped({"bom.txt": zeros})
    for level in range(6):
        nest = zipped({f"tang-{level}-{place}.zip": nest for place in range(4)})
    yield "bom-long.zip", nest
    yield "bom-chong.zip", overlapping(5_000, bytes(MB))
    yield "rat-nhieu-tep.zip", overlapping(200_000, b"")
    lie = bytearray(zipped({"a.txt": b"noi dung" * 50}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", lie, lie.index(signature) + place, 0xFFFFFFF0)
    yield "noi-doi.zip", bytes(lie)
    yield "loi-ra.zip", zipped({"../../../loi-ra.txt": b"1", "/tmp/loi-ra.txt": b"2", "C:\\loi-ra.txt": b"3"})
    yield "ten-la.zip", zipped({"a\x00b.txt": b"1", "CON": b"2", "a\u202etxt.exe": b"3", "é" * 3000 + ".txt": b"4"})
    yield "tu-goi.zip", zipped({"tu-goi.zip": zipped({"tu-goi.zip": b"PK"})})
    yield "bom.txt.gz", gzip.compress(zeros, 1)
    yield "bom.tar.gz", gzip.compress(tarred((tarfile.TarInfo("bom.txt"), zeros)), 1)
    yield "bom.7z", seven_zipped({"bom.txt": zeros})
    yield "loi-ra.7z", seven_zipped({"aaaaaaaaa.txt": b"1"}, {"aaaaaaaaa.txt": "../../loi-ra.txt"})
    link, out = tarfile.TarInfo("lien-ket"), tarfile.TarInfo("../../loi-ra.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    yield "loi-ra.tar", tarred((link, b""), (tarfile.TarInfo("lien-ket/loi-ra.txt"), b"1"), (out, b"2"))
    names = b"".join(_long_name(4_000) for _ in range(2_000))
    yield "ten-dai-vo-tan.tar", names + bytes(1024)
    mail = b"From: a@b.vn\nSubject: x\n"
    yield (
        "thu-long.eml",
        mail
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(5_000)
        ),
    )
    yield "thu-trong-thu.eml", mail + b"Content-Type: message/rfc822\n\n" * 20_000
    parts = b"".join(
        b"--b\nContent-Disposition: attachment; filename=%d.txt\n\nx\n" % number
        for number in range(min(30_000, 500 * scale))
    )
    yield "nhieu-dinh-kem.eml", mail + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts
    yield "tieu-de-dai.eml", mail + b"Subject: " + b"=?utf-8?q?=C3?= " * 100_000 + b"\n\nx"


def _long_name(size: int) -> bytes:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, size
    return info.tobuf(tarfile.GNU_FORMAT) + bytes(-(-size // 512) * 512)
