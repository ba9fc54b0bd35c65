//! One picture that tells why: the photo, where on it the evidence lies, and what the products look
//! like.

use super::CliError;
use super::canvas::{Canvas, Colour, Place};
use super::lettering::{Fonts, Heaviness};
use photo::{Picture, heat_colour, resize_within};
use recognition::{Basis, Explanation};

/// The longer side of a photo on the sheet, in pixels.
const PHOTO: u32 = 480;
const COLUMN: usize = PHOTO as usize;
const MARGIN: usize = 32;
const GAP: usize = 28;
/// Room above the photos, for two lines.
const TITLE: usize = 72;
/// The side of a product's picture.
const PRODUCT: usize = 128;
const LEGEND: (usize, usize) = (COLUMN, 16);

const TITLE_SIZE: f32 = 24.0;
const TEXT_SIZE: f32 = 18.0;
const SMALL_SIZE: f32 = 15.0;

const TEXT: Colour = [0x17, 0x1D, 0x1A];
const MUTED: Colour = [0x57, 0x61, 0x5B];
const LINE: Colour = [0xE0, 0xE4, 0xDE];

/// The photo, and what was made of it.
pub(super) struct Named<'a> {
    /// The photo.
    pub(super) picture: &'a Picture,
    /// What people know it by.
    pub(super) name: &'a str,
    /// The answer, and the candidates with their shares.
    pub(super) answer: Vec<String>,
}

/// What speaks for a product.
pub(super) struct Panel<'a> {
    /// The question in words.
    pub(super) title: String,
    /// Where the evidence lies.
    pub(super) explanation: &'a Explanation,
    /// What the product looks like, where that is known: the picture to hold the photo against.
    pub(super) product: Option<Picture>,
    /// The product's name and share.
    pub(super) caption: Vec<String>,
}

/// Draws the photo and a panel for each question, side by side.
///
/// # Errors
/// [`CliError::Fonts`] for built-in fonts that cannot be read, and [`CliError::Photo`] for a sheet
/// without pixels.
pub(super) fn draw(named: &Named<'_>, panels: &[Panel<'_>]) -> Result<Picture, CliError> {
    let Some(fonts) = Fonts::built_in() else {
        return Err(CliError::Fonts);
    };
    let photo = resize_within(named.picture, PHOTO);
    let below = MARGIN + TITLE + photo.height() as usize + GAP;
    let columns = panels.len() + 1;
    let width = 2 * MARGIN + columns * COLUMN + (columns - 1) * GAP;
    let height = below + PRODUCT + GAP + LEGEND.1 + 64 + MARGIN / 2;
    let mut sheet = Sheet { canvas: Canvas::new(width, height), fonts, below };

    let mut corner = Place::new(MARGIN, MARGIN);
    sheet.title(corner, named.name);
    sheet.canvas.picture(corner.below(TITLE), &photo);
    sheet.texts(Place { y: below, ..corner }, COLUMN, &named.answer);
    for panel in panels {
        corner = corner.right(COLUMN + GAP);
        sheet.panel(corner, panel, named.picture);
    }
    if let Some(first) = panels.first() {
        let at = Place::new(MARGIN + COLUMN + GAP, below + PRODUCT + GAP);
        sheet.legend(at, first.explanation, named.picture);
    }
    sheet.canvas.into_picture()
}

struct Sheet {
    canvas: Canvas,
    fonts: Fonts,
    /// Where the rows below the photos begin.
    below: usize,
}

impl Sheet {
    fn title(&mut self, at: Place, text: &str) {
        self.words(at, (text, TITLE_SIZE, Heaviness::Strong), (COLUMN, 2), TEXT);
    }

    fn panel(&mut self, corner: Place, panel: &Panel<'_>, photo: &Picture) {
        self.title(corner, &panel.title);
        let evidence = panel.explanation.on(photo, PHOTO);
        self.canvas.picture(corner.below(TITLE), &evidence);
        let mut beside = Place { y: self.below, ..corner };
        let mut width = COLUMN;
        if let Some(product) = &panel.product {
            self.product(beside, product);
            beside = beside.right(PRODUCT + GAP / 2);
            width -= PRODUCT + GAP / 2;
        }
        self.texts(beside, width, &panel.caption);
    }

    /// A product's picture in a thin frame.
    fn product(&mut self, at: Place, picture: &Picture) {
        self.canvas.bar(at, (PRODUCT, PRODUCT), |_| LINE);
        let inner = PRODUCT - 2;
        self.canvas.bar(at.below(1).right(1), (inner, inner), |_| [255; 3]);
        let small = resize_within(picture, inner as u32 - 4);
        let middle = |side: u32| (PRODUCT - side as usize) / 2;
        let at = at.below(middle(small.height())).right(middle(small.width()));
        self.canvas.picture(at, &small);
    }

    /// The first text with weight, the others below it without.
    fn texts(&mut self, mut at: Place, width: usize, texts: &[String]) {
        for (index, text) in texts.iter().enumerate() {
            let (heaviness, colour) =
                if index == 0 { (Heaviness::Strong, TEXT) } else { (Heaviness::Regular, MUTED) };
            let rows = if index == 0 { 2 } else { 1 };
            at = self.words(at, (text, TEXT_SIZE, heaviness), (width, rows), colour);
        }
    }

    /// What the colours mean, and how they were found.
    fn legend(&mut self, at: Place, explanation: &Explanation, photo: &Picture) {
        self.canvas.bar(at, LEGEND, heat_colour);
        let small = |text| (text, SMALL_SIZE, Heaviness::Regular);
        let below = at.below(LEGEND.1 + 6);
        let next = self.words(below, small("does not speak for it"), (COLUMN, 1), MUTED);
        let most = self.fonts.line("speaks most for it", SMALL_SIZE, Heaviness::Regular);
        let right = below.right(COLUMN.saturating_sub(most.width.ceil() as usize));
        self.canvas.line(&self.fonts, right, &most, MUTED);
        let mut notes = Vec::new();
        if explanation.basis == Basis::Occlusion {
            notes.push("Found by covering one place after the other.");
        }
        if !explanation.saw_all_of(photo) {
            notes.push("Only the framed part was looked at.");
        }
        self.words(next, small(&notes.join(" ")), (COLUMN, 1), MUTED);
    }

    /// Writes a text; gives back where the next line begins.
    fn words(
        &mut self,
        mut at: Place,
        (text, size, heaviness): (&str, f32, Heaviness),
        (width, rows): (usize, usize),
        colour: Colour,
    ) -> Place {
        for line in self.fonts.lines(text, (size, heaviness), (width as f32, rows)) {
            self.canvas.line(&self.fonts, at, &line, colour);
            at = at.below(line.height().round() as usize);
        }
        at
    }
}
