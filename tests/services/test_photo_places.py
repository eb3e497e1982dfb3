"""A photograph is kept without the place it was taken at, and as it was turned."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat, PngImagePlugin
from PIL.ExifTags import IFD, Base

from office_fixtures import make_person
from soudan_desk.services.attachments import add_attachment, read_attachment
from soudan_desk.services.photo_places import MAY_TELL, TAKEN_OUT, PlaceLeftError, without_place

SECRET = b"maker's own note"
TAKEN_ON = "2026:11:20 10:00:00"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>35,41N</exif:GPSLatitude></x:xmpmeta>'


def exif(*, place=True):
    made = Image.Exif()
    made[Base.Orientation], made[Base.Make] = 6, "Mihon"
    made.get_ifd(IFD.Exif).update({Base.DateTimeOriginal: TAKEN_ON, Base.MakerNote: SECRET})
    if place:
        north, east = (35.0, 41.0, 22.0), (139.0, 41.0, 30.0)
        made.get_ifd(IFD.GPSInfo).update({1: "N", 2: north, 3: "E", 4: east})
    return made


def photo(kind="JPEG", *, size=(320, 200), **more):
    file = BytesIO()
    plain = Image.linear_gradient("L").resize(size).convert("RGB")
    plain.paste((200, 40, 40), (0, 0, 60, 30))
    plain.save(file, kind, **{"exif": exif().tobytes(), **more})
    return file.getvalue()


def upright(content):
    """Return a picture as one sees it."""
    return ImageOps.exif_transpose(Image.open(BytesIO(content)))


def with_segment(jpeg, marker, content):
    """Put a segment of its own behind a JPEG's first two bytes."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + jpeg[2:]


def iptc(number, text):
    record = struct.pack(">BBBH", 0x1C, 2, number, len(text)) + text
    return b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record


def told(content, name="写真.jpg"):
    file, sentence = without_place(BytesIO(content), name)
    return file.read(), sentence


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_place_goes_and_day_camera_and_turn_stay(kind):
    before = photo(kind)
    after, sentence = told(before, f"写真.{'tif' if kind == 'TIFF' else kind.lower()}")
    assert sentence == TAKEN_OUT
    image = Image.open(BytesIO(after))
    found = image.getexif()
    assert dict(found.get_ifd(IFD.GPSInfo)) == {}
    assert found[Base.Make] == "Mihon"
    assert found.get_ifd(IFD.Exif)[Base.DateTimeOriginal] == TAKEN_ON
    assert SECRET not in after
    assert image.format == kind
    seen, wanted = upright(after), upright(before)
    assert seen.size == wanted.size == (200, 320)
    apart = ImageStat.Stat(ImageChops.difference(seen, wanted)).mean
    assert max(apart) < (0.01 if kind in {"PNG", "TIFF"} else 4)


@pytest.mark.parametrize(
    "content",
    [
        with_segment(
            photo(exif=exif(place=False).tobytes()), 0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + XMP
        ),
        with_segment(photo(exif=exif(place=False).tobytes()), 0xED, iptc(90, "見本市".encode())),
    ],
    ids=["xmp", "iptc"],
)
def test_a_place_beside_exif_goes_too(content):
    after, sentence = told(content)
    assert sentence == TAKEN_OUT
    assert b"GPS" not in after
    assert "見本市".encode() not in after


def test_what_a_text_of_a_png_tells_goes_too():
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    after, sentence = told(
        photo("PNG", exif=exif(place=False).tobytes(), pnginfo=texts), "写真.png"
    )
    assert sentence == TAKEN_OUT
    assert b"GPS" not in after


def test_a_photograph_without_a_place_stays_byte_for_byte():
    for content in (photo(exif=exif(place=False).tobytes()), photo(exif=b"")):
        assert told(content) == (content, "")


def test_what_is_no_picture_stays_as_it_is():
    assert told(b"\xff\xd8\xff not a picture", "写真.jpg") == (b"\xff\xd8\xff not a picture", "")
    assert told(b"%PDF-1.7", "書類.pdf") == (b"%PDF-1.7", "")


@pytest.mark.parametrize("name", ["写真.heic", "動画.MP4", "動画.mov"])
def test_of_a_kind_that_cannot_be_cleaned_the_worker_is_told(name):
    assert told(b"anything", name) == (b"anything", MAY_TELL)


def test_a_place_that_cannot_be_taken_out_is_refused():
    pages = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    file = BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], exif=exif().tobytes())
    with pytest.raises(PlaceLeftError, match="場所を消してJPEGで"):
        told(file.getvalue(), "束.tif")
    with pytest.raises(PlaceLeftError):
        told(photo()[:-900], "途中まで.jpg")


def test_an_attached_photograph_is_kept_without_its_place(office, work):
    said = []
    kept = add_attachment(
        work, office.opened, photo(size=(1600, 1200)), file_name="部屋.jpg",
        person_id=make_person(work), say=said.append,
    )  # fmt: skip
    content = read_attachment(work, office.opened, kept).content
    assert said == [TAKEN_OUT]
    image = Image.open(BytesIO(content))
    assert not image.getexif().get_ifd(IFD.GPSInfo)
    assert image.getexif()[Base.Orientation] == 6
