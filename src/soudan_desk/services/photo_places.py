"""Where a photograph was taken is taken out of it before it is kept; its picture stays as it is.

Only files that tell a place are written anew. A file nobody can read stands as it came.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import IO, Any, Final

from PIL import Image, ImageFile, IptcImagePlugin, UnidentifiedImageError
from PIL.ExifTags import IFD, Base

from soudan_desk.storage.refusals import AttachmentRefusedError

TAKEN_OUT: Final = "写真から、撮った場所の情報（GPSなど）を消して添えました。"
MAY_TELL: Final = (
    "この形式からは、撮った場所の情報を消せません。"
    "人に渡すときは、場所の入っていないJPEGなどにしてください。"
)
_PHOTOS: Final = frozenset({"jpg", "jpeg", "png", "webp", "tif", "tiff"})
_CLOSED: Final = frozenset({"heic", "mp4", "mov"})
"""Kinds of file that often tell a place and that nothing here can write without it."""
_FAULTS: Final = (OSError, ValueError, SyntaxError, KeyError, TypeError)
"""What the reader of pictures raises over a damaged one."""
_PACKETS: Final = (700, 33723, 34377)  # XMP, IPTC and Photoshop's own, within TIFF
_PLACE_WORDS: Final = (b"GPS", b"City", b"Location", b"geo:lat")
_IPTC_PLACES: Final = frozenset({(2, 90), (2, 92), (2, 95), (2, 100), (2, 101)})


class PlaceLeftError(AttachmentRefusedError):
    """A photograph tells a place that cannot be taken out."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"「{name}」には撮った場所の情報があり、消せませんでした。"
            "カメラやパソコンの写真のソフトで、場所を消してJPEGで保存してから添えてください。"
        )


def without_place(file: IO[bytes], name: str) -> tuple[IO[bytes], str]:
    """Return a file without the place it was taken at, and what the worker is told of that.

    Raises `PlaceLeftError` where it tells a place that cannot be taken out.
    """
    ending = name.rpartition(".")[2].casefold()
    if ending not in _PHOTOS:
        return file, MAY_TELL if ending in _CLOSED else ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            cleaned = _cleaned(file)
        except (*_FAULTS, Image.DecompressionBombError) as error:
            raise PlaceLeftError(name) from error
    file.seek(0)
    return (file, "") if cleaned is None else (cleaned, TAKEN_OUT)


def _cleaned(file: IO[bytes]) -> IO[bytes] | None:
    """Return a photograph that was written anew; None where it tells no place, or is none."""
    try:
        image = Image.open(file)
    except UnidentifiedImageError:
        return None
    if not _tells_place(image):
        return None
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
        raise ValueError(image.format)
    made = _written(image)
    if _tells_place(Image.open(made)):
        raise ValueError(image.format)
    made.seek(0)
    return made


def _tells_place(image: ImageFile.ImageFile) -> bool:
    exif = image.getexif()
    packets = [image.info.get("xmp"), image.info.get("XML:com.adobe.xmp"), exif.get(_PACKETS[0])]
    told = b"".join(each.encode() if isinstance(each, str) else each for each in packets if each)
    in_iptc = _IPTC_PLACES & (IptcImagePlugin.getiptcinfo(image) or {}).keys()
    return bool(exif.get_ifd(IFD.GPSInfo) or in_iptc) or any(word in told for word in _PLACE_WORDS)


def _written(image: ImageFile.ImageFile) -> BytesIO:
    """Write the picture anew with its day, its camera and how it is turned, and nothing else."""
    made = BytesIO()
    image.load()  # some kinds are turned by reading them, and say so no more
    more: dict[str, Any] = {
        "exif": _exif_of(image).tobytes(),
        "icc_profile": image.info.get("icc_profile"),
    }
    match image.format:
        case "JPEG":
            image.save(made, "JPEG", quality="keep", **more)
        case "MPO":
            image.save(made, "JPEG", quality=95, subsampling=0, **more)
        case "WEBP":
            image.save(made, "WEBP", quality=95, **more)
        case "TIFF":
            image.save(made, "TIFF", compression=image.info.get("compression"), **more)
        case _:
            image.save(made, "PNG", **more)
    return made


def _exif_of(image: Image.Image) -> Image.Exif:
    old, new = image.getexif(), Image.Exif()
    for tag in (Base.Make, Base.Model, Base.Orientation, Base.DateTime, Base.Software):
        if tag in old:
            new[tag] = old[tag]
    inner = old.get_ifd(IFD.Exif)
    kept = (Base.DateTimeOriginal, Base.DateTimeDigitized, Base.OffsetTimeOriginal)
    new.get_ifd(IFD.Exif).update({tag: inner[tag] for tag in kept if tag in inner})
    return new
