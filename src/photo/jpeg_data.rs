//! Whether all picture data of a JPEG is there, asked of libjpeg: zune-jpeg, which makes the pixels, lays grey
//! where data is missing before a marker, and tells nobody.

use std::cell::Cell;
use std::ffi::{c_int, c_ulong};
use std::panic::resume_unwind;
use std::{mem, ptr, slice};

use mozjpeg_sys::{
    JERR_INPUT_EMPTY, JERR_INPUT_EOF, JERR_NO_IMAGE, JERR_SOF_NO_SOS, JWRN_HIT_MARKER,
    JWRN_HUFF_BAD_CODE, JWRN_JPEG_EOF, JWRN_MUST_RESYNC, jpeg_common_struct, jpeg_component_info,
    jpeg_create_decompress, jpeg_decompress_struct, jpeg_destroy_decompress, jpeg_error_mgr,
    jpeg_mem_src, jpeg_read_header, jpeg_read_scanlines, jpeg_start_decompress, jpeg_std_error,
};

use super::decode::MEGAPIXEL_LIMIT;

/// What is wrong with the picture data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Pixels, or whole scans of them, are missing.
    CutOff,
    /// A part is missing in the middle, or says nothing.
    Damaged,
}

/// Coefficients of a block.
const COEFFICIENTS: usize = 64;

/// Fails with the first fault of the picture data; whether an end marker follows it is not asked.
///
/// All of the data is read, at an eighth of the size, so that hardly a pixel is computed.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let found = Cell::new(None);
    let read = base::threads::guarded(|| read_all(bytes, &found));
    read.unwrap_or_else(|_| Err(found.get().unwrap_or(Fault::Damaged)))
}

fn read_all(bytes: &[u8], found: &Cell<Option<Fault>>) -> Result<(), Fault> {
    let length = c_ulong::try_from(bytes.len()).map_err(|_| Fault::Damaged)?;
    // SAFETY: both are plain data, whose zeros libjpeg fills in below.
    let (mut errors, mut jpeg): (jpeg_error_mgr, jpeg_decompress_struct) =
        unsafe { (mem::zeroed(), mem::zeroed()) };
    // SAFETY: libjpeg writes its defaults there.
    let heard = unsafe { jpeg_std_error(&mut errors) };
    heard.error_exit = Some(stop);
    heard.emit_message = Some(listen);
    jpeg.common.err = heard;
    jpeg.common.client_data = ptr::from_ref(found).cast_mut().cast();
    // SAFETY: `jpeg` is zeroed but for its errors, as libjpeg asks, and they outlive it.
    unsafe { jpeg_create_decompress(&raw mut jpeg) };
    let reading = Reading(&mut jpeg);
    // SAFETY: `bytes` outlive `reading`, and libjpeg only reads them.
    unsafe { jpeg_mem_src(reading.0, bytes.as_ptr(), length) };
    reading.finish()
}

/// A decompression, destroyed however it is left.
struct Reading<'a>(&'a mut jpeg_decompress_struct);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        // SAFETY: it was created, and is destroyed here alone.
        unsafe { jpeg_destroy_decompress(self.0) };
    }
}

impl Reading<'_> {
    fn finish(self) -> Result<(), Fault> {
        // SAFETY: it has a source, and no header was read.
        unsafe { jpeg_read_header(self.0, 1) };
        let pixels = u64::from(self.0.image_width) * u64::from(self.0.image_height);
        if pixels > u64::from(MEGAPIXEL_LIMIT) * 1_000_000 {
            return Err(Fault::Damaged); // a progressive one would take memory for all of its coefficients
        }
        self.0.scale_num = 1;
        self.0.scale_denom = 8;
        self.0.out_color_space = self.0.jpeg_color_space;
        self.0.do_fancy_upsampling = 0;
        self.0.do_block_smoothing = 0;
        // SAFETY: the header was read.
        unsafe { jpeg_start_decompress(self.0) };
        let channels = usize::try_from(self.0.output_components).map_err(|_| Fault::Damaged)?;
        let mut row = vec![0; self.0.output_width as usize * channels];
        while self.0.output_scanline < self.0.output_height {
            let mut rows = [row.as_mut_ptr()];
            // SAFETY: one row is asked for, and `row` has the width and channels of one.
            unsafe { jpeg_read_scanlines(self.0, rows.as_mut_ptr(), 1) };
        }
        if self.has_all_scans() { Ok(()) } else { Err(Fault::CutOff) }
    }

    /// Whether every component has its data; of a progressive file, in full precision.
    fn has_all_scans(&self) -> bool {
        let count = usize::try_from(self.0.num_components).unwrap_or_default();
        // SAFETY: libjpeg keeps so many of them until it is destroyed.
        let components: &[jpeg_component_info] =
            unsafe { slice::from_raw_parts(self.0.comp_info, count) };
        // A component's first scan latches its table.
        if components.iter().any(|component| component.quant_table.is_null()) {
            return false;
        }
        if self.0.coef_bits.is_null() {
            return true;
        }
        // SAFETY: where there are any, there is one number a coefficient of each component: the bits
        // that are still missing, or -1 where nothing is known.
        let missing: &[c_int] =
            unsafe { slice::from_raw_parts(self.0.coef_bits.cast(), count * COEFFICIENTS) };
        missing.iter().all(|&bits| bits == 0)
    }
}

/// What went wrong last.
fn code(jpeg: &jpeg_common_struct) -> c_int {
    // SAFETY: it is `read_all`'s, which outlives every call of libjpeg.
    unsafe { (*jpeg.err).msg_code }
}

/// libjpeg's errors, from which it must not be returned to: unwinding leaves it (`C-unwind`).
extern "C-unwind" fn stop(jpeg: &mut jpeg_common_struct) {
    let fault = match (code(jpeg), found(jpeg).get()) {
        (JERR_NO_IMAGE | JERR_SOF_NO_SOS | JERR_INPUT_EMPTY | JERR_INPUT_EOF, _)
        | (_, Some(Fault::CutOff)) => Fault::CutOff,
        _ => Fault::Damaged,
    };
    leave(jpeg, fault);
}

/// libjpeg's warnings, which are below zero, and its chatter. Odd bytes between markers do no harm.
extern "C-unwind" fn listen(jpeg: &mut jpeg_common_struct, level: c_int) {
    let fault = match code(jpeg) {
        JWRN_HIT_MARKER => Fault::CutOff,
        // No fault of the picture data, unless libjpeg then cannot go on.
        JWRN_JPEG_EOF => return found(jpeg).set(Some(Fault::CutOff)),
        JWRN_HUFF_BAD_CODE | JWRN_MUST_RESYNC => Fault::Damaged,
        _ => return,
    };
    if level < 0 {
        leave(jpeg, fault);
    }
}

/// What was found so far.
fn found(jpeg: &jpeg_common_struct) -> &Cell<Option<Fault>> {
    // SAFETY: it is `check`'s, which outlives every call of libjpeg.
    unsafe { &*jpeg.client_data.cast() }
}

fn leave(jpeg: &jpeg_common_struct, fault: Fault) -> ! {
    found(jpeg).set(Some(fault));
    resume_unwind(Box::new("libjpeg found a fault"));
}
