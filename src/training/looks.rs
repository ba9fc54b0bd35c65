//! What the finished network makes of one picture, for measuring its classes.

/// Embeddings of one picture as it is and of its mirror image.
pub(super) struct Looks {
    pub(super) class: usize,
    pub(super) weight: f64,
    pub(super) embeddings: [Vec<f32>; 2],
}

impl Looks {
    /// Whether a photo was looked at, and not a clean picture.
    pub(super) fn is_photo(&self) -> bool {
        self.weight <= 1.0
    }
}
