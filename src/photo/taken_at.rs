//! When a photo was taken, as its camera wrote into the file.

use std::io::Cursor;

use image::{ImageDecoder, ImageFormat, ImageReader};

/// TIFF's tag of the time a photo was taken (Exif 2.32, `DateTimeOriginal`).
const DATE_TIME_ORIGINAL: u16 = 0x9003;
/// TIFF's tag of the place of Exif's own fields.
const EXIF_FIELDS: u16 = 0x8769;
/// Bytes of a field: tag, type, count, value.
const FIELD: usize = 12;
/// "2026:11:23 12:00:00", without the zero at its end.
const TIME: usize = 19;

/// Returns when the photo in `bytes` was taken, as `YYYY-MM-DDTHH:MM:SS` in the camera's own local
/// time; `None` where the file does not say. Cameras rarely know their zone: differences between
/// photos of one camera are what this is good for.
pub fn taken_at(bytes: &[u8]) -> Option<String> {
    let format = image::guess_format(bytes).ok()?;
    let fits = matches!(format, ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Png);
    let reader = fits.then(|| ImageReader::with_format(Cursor::new(bytes), format))?;
    let exif = reader.into_decoder().ok()?.exif_metadata().ok()??;
    date_time(&exif)
}

fn date_time(exif: &[u8]) -> Option<String> {
    let tiff = Tiff::new(exif)?;
    let fields = tiff.field(tiff.long(4)?, EXIF_FIELDS)?;
    let field = tiff.field_place(tiff.long(fields)?, DATE_TIME_ORIGINAL)?;
    let place = usize::try_from(tiff.long(field + 8)?).ok()?;
    let text = std::str::from_utf8(tiff.bytes.get(place..place.checked_add(TIME)?)?).ok()?;
    let (date, time) = text.split_once(' ')?;
    let written = |text: &str, mark: char| {
        text.chars().all(|letter| letter.is_ascii_digit() || letter == mark)
    };
    // Cameras without a clock write zeros or spaces.
    let is_time = written(date, ':') && written(time, ':') && !date.starts_with("0000");
    is_time.then(|| format!("{}T{time}", date.replace(':', "-")))
}

/// A TIFF block: numbers in one byte order, places counted from its beginning.
struct Tiff<'a> {
    bytes: &'a [u8],
    little_endian: bool,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let little_endian = match bytes.get(..2)? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        Some(Self { bytes, little_endian })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        let read = if self.little_endian { u16::from_le_bytes } else { u16::from_be_bytes };
        Some(read(bytes))
    }

    fn long(&self, at: impl TryInto<usize>) -> Option<u32> {
        let at = at.try_into().ok()?;
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let read = if self.little_endian { u32::from_le_bytes } else { u32::from_be_bytes };
        Some(read(bytes))
    }

    /// Where the value of a field lies, in the list of fields at `list`.
    fn field(&self, list: u32, tag: u16) -> Option<usize> {
        self.field_place(list, tag).map(|place| place + 8)
    }

    fn field_place(&self, list: u32, tag: u16) -> Option<usize> {
        let list = usize::try_from(list).ok()?;
        let count = usize::from(self.short(list)?);
        (0..count)
            .map(|index| list + 2 + index * FIELD)
            .find(|&place| self.short(place) == Some(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Picture, encode_jpeg};

    /// A TIFF block with nothing but the time, in big-endian order.
    fn exif(time: &str) -> Vec<u8> {
        let mut bytes = b"MM\0*\0\0\0\x08".to_vec();
        for (tag, kind, count, value) in
            [(EXIF_FIELDS, 4_u16, 1_u32, 26_u32), (DATE_TIME_ORIGINAL, 2, 20, 44)]
        {
            bytes.extend(1_u16.to_be_bytes());
            bytes.extend(tag.to_be_bytes());
            bytes.extend(kind.to_be_bytes());
            bytes.extend(count.to_be_bytes());
            bytes.extend(value.to_be_bytes());
            bytes.extend([0; 4]);
        }
        bytes.extend(time.as_bytes());
        bytes.push(0);
        bytes
    }

    fn jpeg_with(exif: &[u8]) -> Vec<u8> {
        let jpeg = encode_jpeg(&Picture::filled(8, 8, [9, 90, 30]), 90).unwrap();
        let length = u16::try_from(exif.len() + 8).unwrap().to_be_bytes();
        let (start, rest) = jpeg.split_at(2);
        [start, b"\xFF\xE1", &length, b"Exif\0\0", exif, rest].concat()
    }

    #[test]
    fn a_camera_s_time_is_read() {
        let photo = jpeg_with(&exif("2026:11:23 12:34:56"));
        assert_eq!(taken_at(&photo).as_deref(), Some("2026-11-23T12:34:56"));
        crate::decode(&photo, "photo").unwrap();
    }

    #[test]
    fn files_that_do_not_say_are_an_answer() {
        let plain = encode_jpeg(&Picture::filled(8, 8, [0; 3]), 90).unwrap();
        assert_eq!(taken_at(&plain), None);
        assert_eq!(taken_at(b"no picture"), None);
        assert_eq!(taken_at(&[]), None);
        for time in ["0000:00:00 00:00:00", "    :  :     :  :  ", "20261123T123456abcd"] {
            assert_eq!(taken_at(&jpeg_with(&exif(time))), None, "{time}");
        }
    }

    #[test]
    fn places_beyond_the_block_are_no_time() {
        let good = exif("2026:11:23 12:34:56");
        for length in 0..good.len() - 1 {
            assert_eq!(date_time(&good[..length]), None, "{length} bytes");
        }
        let mut far = good;
        far[18..22].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(date_time(&far), None);
    }
}
