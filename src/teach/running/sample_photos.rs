//! Rows of the photo library for tests.

use jiff::Timestamp;

use domain::ProductId;
use photo::PerceptualHash;
use store::{PhotoId, PhotoOrigin, PhotoRow, SessionId, Side};

/// A photo with this number that shows `product`.
pub(super) fn photo(number: i64, product: &str, side: Option<Side>) -> PhotoRow {
    PhotoRow {
        id: PhotoId(number),
        file: format!("{number}.jpg"),
        content: format!("{number:064}"),
        looks: PerceptualHash(number as u64),
        product: ProductId::new(product).expect("a test names a product by its slug"),
        session: SessionId(1),
        origin: PhotoOrigin::Camera,
        taken_at: None,
        added_at: Timestamp::UNIX_EPOCH,
        side,
        guessed: None,
        deleted_at: None,
    }
}
