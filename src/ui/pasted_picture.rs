//! A picture that was pasted, as the till and the bench take it.

use photo::Picture;

/// What was pasted as a picture; transparent parts lie on white, as in photos.
pub(crate) fn picture_of(image: &egui::ColorImage) -> Option<Picture> {
    let [width, height] = image.size.map(|side| u32::try_from(side).ok());
    let rgb = image.pixels.iter().flat_map(|pixel| {
        let white = 255 - pixel.a();
        [pixel.r(), pixel.g(), pixel.b()].map(|channel| channel.saturating_add(white))
    });
    Picture::new(width?, height?, rgb.collect()).ok()
}
