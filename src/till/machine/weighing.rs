//! Weighing at the till: what lies on the scale comes to the line that waits for it, once.

mod weighing_dialog;

use std::collections::BTreeMap;

use self::weighing_dialog::Dialog;
use super::{Effect, Machine};
use crate::captures::{Capture, CaptureOrder};
use crate::messages::Message;
use crate::settings::check;
use crate::weighing_command::WeighingCommand;
use devices::scale::{Load, LoadNumber, ScaleEvent, ScaleSetting, SpentWeight, StableWeight};
use domain::settings::{
    CAPTURES, MEASURE_RULES, ON, SALES_PRIOR, SCALE, SCANNER_PREFIX, SOUNDS, Setting, TARES,
};
use domain::{
    Cart, CartLine, DomainError, Grams, LineId, LineQuantity, Naming, NamingId, Product, ProductId,
    TarePreset, Unit,
};
use recognition::{Answer, Experience, PieceWeight, Trust};

/// What the till wants done about weights, captures and codes.
pub enum WeighingEffect {
    /// Ask this scale, and no other; `None` closes it.
    UseScale(Option<ScaleSetting>),
    /// Keep this photo; answered by [`WeighingInput::Captured`], [`WeighingInput::CaptureFailed`] or
    /// [`WeighingInput::CaptureLeftOut`].
    Capture(Box<CaptureOrder>),
    /// Note a photo that was kept; answered only if that fails, by [`WeighingInput::CaptureNotNoted`].
    NoteCapture(Capture),
    /// Note what became of clerks' words; answered only if that fails, by
    /// [`WeighingInput::NamingsNotSettled`].
    SettleNamings(Vec<(NamingId, Naming)>),
    /// Say what this shop has seen of a version; answered by [`WeighingInput::TrustRead`].
    ReadTrust(String),
    /// Note what became of a version's answers; failing that is no matter for a clerk.
    NoteAnswers {
        /// The version.
        version: String,
        /// What it said, oldest first.
        answers: Vec<Answer>,
    },
    /// Keep what pieces weigh; failing that is no matter for a clerk.
    Learn(Vec<(ProductId, PieceWeight)>),
    /// Keep a product that was given a code; answered by [`WeighingInput::CodeAssigned`] or
    /// [`WeighingInput::CodeNotAssigned`].
    AssignCode(Box<Product>),
}

/// What reaches the till about weights, captures and codes.
pub enum WeighingInput {
    /// What the shop has chosen and learnt.
    Opened(Box<WeighingShop>),
    /// The scale has news.
    Scale(ScaleEvent),
    /// A photo was kept.
    Captured(Capture),
    /// A photo could not be kept; selling goes on.
    CaptureFailed {
        /// The clerk's word on it.
        naming: NamingId,
        /// Why.
        reason: Message,
    },
    /// There was no time to keep a photo.
    CaptureLeftOut(NamingId),
    /// A photo that was kept could not be noted, and is gone; why.
    CaptureNotNoted(Message),
    /// What this shop has seen of a version.
    TrustRead {
        /// The version.
        version: String,
        /// What was seen of it.
        trust: Box<Trust>,
        /// Whether it came with a newer program, in the place of another that has sold here.
        is_renewed: bool,
    },
    /// What became of these words could not be written.
    NamingsNotSettled(Vec<(NamingId, Naming)>),
    /// The product with its new code stands in the database.
    CodeAssigned(Box<Product>),
    /// It does not.
    CodeNotAssigned(Message),
}

/// What an open shop has chosen about weights and codes, and what it has learnt.
#[derive(Default)]
pub struct WeighingShop {
    /// The values of settings; what is not named has its default.
    pub settings: Vec<(&'static Setting, String)>,
    /// What pieces weigh, and what sells.
    pub experience: Experience,
}

/// The scale, what was weighed with it, and the dialog.
pub(super) struct WeighingDesk {
    scale: ScaleEvent,
    setting: Option<ScaleSetting>,
    trying: bool,
    load: Load,
    tares: Vec<TarePreset>,
    dialog: Option<Dialog>,
    /// The weights that lines were weighed with, or that were seen beside their pieces.
    spent: BTreeMap<LineId, Vec<SpentWeight>>,
}

impl Default for WeighingDesk {
    fn default() -> Self {
        Self {
            scale: ScaleEvent::None,
            setting: None,
            trying: false,
            load: Load::default(),
            tares: Vec::new(),
            dialog: None,
            spent: BTreeMap::new(),
        }
    }
}

impl WeighingDesk {
    /// What lies on the scale and has not been sold.
    pub(super) fn fresh(&self) -> Option<Grams> {
        self.load.fresh()
    }

    pub(super) fn take(&mut self) -> Option<StableWeight> {
        self.load.take()
    }

    /// The weight that this line used last.
    pub(super) fn take_from(&mut self, line: LineId) -> Option<StableWeight> {
        let weights = self.spent.get_mut(&line)?;
        let last = weights.pop().map(SpentWeight::give_back);
        if weights.is_empty() {
            self.spent.remove(&line);
        }
        last
    }

    /// The load that this line was weighed with last.
    pub(super) fn load_of(&self, line: LineId) -> Option<LoadNumber> {
        Some(self.spent.get(&line)?.last()?.load())
    }

    /// The weight of this load, which a line had before, while it still lies there.
    pub(super) fn take_again(&mut self, load: LoadNumber) -> Option<StableWeight> {
        self.load.take_again(load)
    }

    /// A weight that was not used after all.
    pub(super) fn take_back(&mut self, weight: &StableWeight) {
        self.load.take_back(weight);
    }

    /// The line is not sold: its weight counts again while its load lies there.
    pub(super) fn give_back(&mut self, line: LineId) {
        while let Some(weight) = self.take_from(line) {
            self.load.take_back(&weight);
        }
    }

    /// Forgets weights and the dialog of lines that are gone: sold, or on hold.
    pub(super) fn tidy(&mut self, cart: &Cart) {
        self.spent.retain(|line, _| cart.line(*line).is_some());
        if self.dialog.as_ref().is_some_and(|open| cart.line(open.line).is_none()) {
            self.dialog = None;
        }
    }

    pub(super) fn keep(&mut self, line: LineId, weight: SpentWeight) {
        self.spent.entry(line).or_default().push(weight);
    }

    /// All that a line's weighed additions weighed together, if each of them was weighed.
    pub(super) fn weighed_with(&self, line: LineId, additions: usize) -> Option<Grams> {
        let weights = self.spent.get(&line).filter(|weights| weights.len() == additions)?;
        Grams::new(weights.iter().map(|weight| weight.grams().get()).sum()).ok()
    }
}

impl Machine {
    pub(super) fn weighing_input(&mut self, input: WeighingInput, effects: &mut Vec<Effect>) {
        match input {
            WeighingInput::Opened(shop) => {
                self.learning.experience = shop.experience;
                for (setting, value) in shop.settings {
                    match check(setting, &value) {
                        Ok(()) => self.follow_choice(setting, &value, effects),
                        Err(why) => self.problem(Message::new("problem-setting").because(why)),
                    }
                }
            }
            WeighingInput::Scale(event) => {
                self.weighing.load.follow(&event);
                self.weighing.scale = event;
                self.weigh_waiting_line();
            }
            WeighingInput::Captured(capture) => self.captured(capture, effects),
            WeighingInput::CaptureFailed { naming, reason } => {
                self.namings.left_out(naming);
                self.capture_failed(reason);
            }
            WeighingInput::CaptureLeftOut(naming) => self.namings.left_out(naming),
            WeighingInput::CaptureNotNoted(reason) => self.capture_failed(reason),
            WeighingInput::TrustRead { version, trust, is_renewed } => {
                self.trust_read(&version, *trust);
                if is_renewed {
                    self.info(Message::new("model-renewed"));
                }
            }
            WeighingInput::NamingsNotSettled(settled) => self.namings.try_again(settled),
            WeighingInput::CodeAssigned(product) => self.code_assigned(*product),
            WeighingInput::CodeNotAssigned(reason) => {
                self.problem(Message::new("problem-code").because(reason));
            }
        }
    }

    pub(super) fn weighing_command(&mut self, command: WeighingCommand, effects: &mut Vec<Effect>) {
        match command {
            WeighingCommand::Open(line) => self.open_weighing(line),
            WeighingCommand::SetTare(grams) => self.set_tare(grams),
            WeighingCommand::TakeTare => {
                if let Some(grams) = self.weighing.load.settled() {
                    self.set_tare(grams.get());
                }
            }
            WeighingCommand::Accept(typed) => self.accept_weight(&typed),
            WeighingCommand::Close => self.weighing.dialog = None,
            WeighingCommand::ShowLine(line) => self.photos.show_again(line),
            WeighingCommand::TryScale(setting) => self.try_scale(&setting, effects),
            WeighingCommand::EndTrial => {
                if std::mem::take(&mut self.weighing.trying) {
                    self.use_scale(self.weighing.setting.clone(), effects);
                }
            }
        }
    }

    /// What was checked holds from now on, where it is about weights, codes or learning.
    pub(super) fn follow_choice(
        &mut self,
        setting: &Setting,
        value: &str,
        effects: &mut Vec<Effect>,
    ) {
        let is_on = value == ON;
        if *setting == SCALE {
            self.weighing.setting = ScaleSetting::parse(value).ok().flatten();
            self.weighing.trying = false;
            self.use_scale(self.weighing.setting.clone(), effects);
        } else if *setting == TARES {
            self.weighing.tares = TarePreset::list_from_json(value).unwrap_or_default();
        } else if *setting == MEASURE_RULES {
            self.codes.follow_rules(value);
        } else if *setting == SCANNER_PREFIX {
            self.codes.scanner_prefix = value.chars().next();
        } else if *setting == SALES_PRIOR {
            self.learning.experience.sales_count = is_on;
        } else if *setting == CAPTURES {
            self.learning.captures = is_on;
        } else if *setting == SOUNDS {
            self.learning.sounds = is_on;
        }
    }

    fn try_scale(&mut self, setting: &str, effects: &mut Vec<Effect>) {
        match ScaleSetting::parse(setting) {
            Ok(setting) => {
                self.weighing.trying = true;
                self.use_scale(setting, effects);
            }
            Err(error) => {
                self.weighing.scale = ScaleEvent::Lost { reason: error.to_string() };
            }
        }
    }

    fn use_scale(&mut self, setting: Option<ScaleSetting>, effects: &mut Vec<Effect>) {
        self.weighing.scale = match setting {
            Some(_) => ScaleEvent::Connecting,
            None => ScaleEvent::None,
        };
        self.weighing.load.follow(&ScaleEvent::None);
        effects.push(Effect::Weighing(WeighingEffect::UseScale(setting)));
    }

    /// A line that was just added is weighed with what lies on the scale. Pieces that were seen
    /// there keep the weight as evidence of what a piece weighs.
    pub(super) fn weigh_new_line(&mut self, line: LineId, seen: bool) {
        let unit = self.selling.cart.line(line).and_then(|line| line.product().unit());
        if (unit == Some(Unit::Kg) || seen)
            && let Some(weight) = self.weighing.take()
        {
            self.weigh_line_with(line, weight);
        }
    }

    /// Uses a weight for a line, whichever its unit.
    pub(super) fn weigh_line_with(&mut self, line: LineId, weight: StableWeight) {
        match self.selling.cart.line(line).and_then(|line| line.product().unit()) {
            Some(Unit::Kg) => drop(self.weigh_kg_line(line, weight, 0)),
            Some(Unit::Piece) => self.weighing.keep(line, weight.spend()),
            None => self.weighing.load.take_back(&weight),
        }
    }

    fn weigh_kg_line(
        &mut self,
        line: LineId,
        weight: StableWeight,
        tare: u32,
    ) -> Result<(), DomainError> {
        match weight.weigh(tare) {
            Ok((weighing, spent)) => {
                self.weighing.spent.remove(&line);
                self.weighing.keep(line, spent);
                self.selling.change(line, |cart| cart.set_weighing(line, weighing));
                Ok(())
            }
            Err((weight, error)) => {
                self.weighing.load.take_back(&weight);
                Err(error)
            }
        }
    }

    /// A weight that comes by itself goes to the newest line that waits for one, unless the clerk
    /// is weighing by hand: what lies there then may be the container.
    fn weigh_waiting_line(&mut self) {
        if self.weighing.dialog.is_some() || self.weighing.trying || self.selling.is_locked() {
            return;
        }
        let lines = self.selling.cart.lines().iter().rev();
        let mut waiting = lines.filter(|line| line.quantity() == LineQuantity::WeightNeeded);
        if let Some(line) = waiting.next().map(CartLine::id)
            && let Some(weight) = self.weighing.take()
        {
            self.weigh_line_with(line, weight);
        }
    }
}
