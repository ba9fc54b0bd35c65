//! What a scale says, in words.

use devices::scale::{ScaleEvent, ScaleReading};
use texts::Texts;

/// Says in words what the scale says; `None` where there is none.
pub(crate) fn scale_text(event: &ScaleEvent, texts: &Texts) -> Option<String> {
    let grams = |grams: u32| kilograms(grams, texts);
    Some(match event {
        ScaleEvent::None => return None,
        ScaleEvent::Connecting => texts.text("scale-connecting"),
        ScaleEvent::Read(ScaleReading::Empty) => grams(0),
        ScaleEvent::Read(ScaleReading::Stable(weight)) => grams(*weight),
        ScaleEvent::Read(ScaleReading::Moving) => texts.text("scale-moving"),
        ScaleEvent::Read(ScaleReading::Over) => texts.text("scale-over"),
        ScaleEvent::Read(ScaleReading::Under) => texts.text("scale-under"),
        ScaleEvent::Lost { .. } => texts.text("scale-lost"),
    })
}

/// A weight in kilograms.
pub(crate) fn kilograms(grams: u32, texts: &Texts) -> String {
    let number = format!("{}.{:03}", grams / 1000, grams % 1000);
    texts.with("kilograms", [("number", number.into())])
}
