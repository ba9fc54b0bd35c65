//! Retail barcodes on a picture: EAN-13, EAN-8, UPC-A and UPC-E.

use std::collections::HashSet;

use rxing::common::HybridBinarizer;
use rxing::oned::MultiFormatUPCEANReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, Reader};

use super::perceptual_hash::luma;
use super::picture::Picture;
use super::resample::resize_within;
use domain::Gtin;

/// Finer bars than this many pixels over the longer side are no bars a webcam can tell apart.
const LONGEST_SIDE: u32 = 1600;

/// Returns the digits of a barcode on the picture, lying or standing, if there is one that can be read.
///
/// EAN-13, EAN-8 and UPC-A as printed, with their check digit, which is right; UPC-E as the EAN-13
/// that it stands for.
pub fn read_barcode(picture: &Picture) -> Option<String> {
    let picture = resize_within(picture, LONGEST_SIDE);
    let luma: Vec<u8> =
        picture.rgb().chunks_exact(3).map(|pixel| (luma(pixel) / 1000) as u8).collect();
    // Someone else's code, fed with whatever lies on a counter.
    let found = base::threads::guarded(|| decode(&luma, picture.width(), picture.height()))
        .ok()
        .flatten()?;
    Gtin::readings(&found).is_ok().then_some(found)
}

fn decode(luma: &[u8], width: u32, height: u32) -> Option<String> {
    let formats =
        [BarcodeFormat::EAN_13, BarcodeFormat::EAN_8, BarcodeFormat::UPC_A, BarcodeFormat::UPC_E];
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from(formats)),
        // More rows, and the picture turned by a quarter.
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let source = Luma8Source::new_with_slice(luma, width, height).ok()?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let result =
        MultiFormatUPCEANReader::new(&hints).decode_with_hints(&mut bitmap, &hints).ok()?;
    let text = result.getText();
    match result.getBarcodeFormat() {
        // Its eight digits alone could be an EAN-8 as well.
        BarcodeFormat::UPC_E => Some(Gtin::readings(text).ok()?.first()?.as_str().to_owned()),
        _ => Some(text.to_owned()),
    }
}

#[cfg(test)]
#[path = "barcode_tests.rs"]
mod tests;
