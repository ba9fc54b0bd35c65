//! Photos on their way: queued, decoded, recognised, asked about, added.

use std::collections::VecDeque;
use std::sync::Arc;

use super::choosing::Replaced;
use super::selling::NewLine;
use super::{Effect, MAX_IN_FLIGHT, MAX_PHOTOS, MAX_TILES, Machine};
use crate::command::{ItemId, Origin, PhotoSource};
use crate::messages::Message;
use crate::search::Looks;
use crate::snapshot::{Doubt, TileView};
use devices::Sound;
use domain::{Addition, LineId, NamingId, Product, ProductId};
use photo::Picture;
use recognition::{Candidate, Decision, FoundBoxes, Recognition, Scope};

/// One photo.
pub(super) struct Item {
    pub(super) id: ItemId,
    pub(super) origin: Origin,
    pub(super) source: PhotoSource,
    pub(super) thumbnail: Option<Arc<Picture>>,
    pub(super) millis: Option<f64>,
    pub(super) stage: Stage,
    /// How probable the products are, once it was looked at.
    pub(super) looks: Arc<Looks>,
    /// The photo's own size in pixels, once it was decoded.
    pub(super) size: (u32, u32),
    /// The items on it, and which of them it is asked about or was added as.
    pub(super) found: Arc<FoundBoxes>,
    /// Whether a clerk said which of them is meant.
    pub(super) pointed: bool,
    /// What it was added as without asking.
    pub(super) accepted: Option<ProductId>,
    /// The clerk's word that made it what it was added as.
    pub(super) naming: Option<NamingId>,
    /// What a clerk's last choice replaced, until something else is done with the photo.
    pub(super) replaced: Option<Replaced>,
}

/// How far a photo has come.
pub(super) enum Stage {
    Queued,
    Decoding,
    Decoded(Arc<Picture>),
    Recognising,
    Asked { tiles: Vec<TileView>, doubt: Doubt },
    Added { line: LineId, product: Arc<Product>, tiles: Vec<TileView> },
    Failed(Message),
}

/// So many photos whose lines were added can be shown again.
const MAX_PAST: usize = 8;

impl Stage {
    /// No answer yet.
    pub(super) fn is_on_its_way(&self) -> bool {
        matches!(self, Self::Queued) || self.is_in_flight()
    }

    fn is_in_flight(&self) -> bool {
        matches!(self, Self::Decoding | Self::Decoded(_) | Self::Recognising)
    }
}

/// All photos, in the order they were opened, and whether the recogniser is at work.
#[derive(Default)]
pub(super) struct Photos {
    items: Vec<Item>,
    /// Photos whose lines were added before the last one, the newest at the end.
    past: VecDeque<Item>,
    next: u64,
    recogniser_busy: bool,
}

impl Photos {
    /// Photos that wait, then the one added last: the first is the one to show.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Item> {
        let added = |item: &&Item| matches!(item.stage, Stage::Added { .. });
        let waiting = self.items.iter().filter(move |item| !added(item));
        waiting.chain(self.items.iter().filter(added))
    }

    /// How many photos have no answer yet.
    pub(super) fn working(&self) -> usize {
        self.items.iter().filter(|item| item.stage.is_on_its_way()).count()
    }

    /// Queues photos; returns how many there was no room for.
    fn open(&mut self, sources: Vec<PhotoSource>) -> usize {
        self.forget_added();
        let room = MAX_PHOTOS.saturating_sub(self.items.len());
        let left_out = sources.len().saturating_sub(room);
        for source in sources.into_iter().take(room) {
            self.next += 1;
            self.items.push(Item {
                id: ItemId(self.next),
                origin: source.origin(),
                thumbnail: None,
                millis: None,
                source,
                stage: Stage::Queued,
                looks: Arc::default(),
                size: (0, 0),
                found: Arc::default(),
                pointed: false,
                accepted: None,
                naming: None,
                replaced: None,
            });
        }
        left_out
    }

    /// The photo opened last.
    pub(super) fn newest(&self) -> Option<ItemId> {
        self.items.iter().map(|item| item.id).max()
    }

    /// How far a photo has come, if it is still there.
    pub(super) fn stage(&self, id: ItemId) -> Option<&Stage> {
        self.get(id).map(|item| &item.stage)
    }

    /// Whether a clerk is asked what this photo shows.
    pub(super) fn is_asked(&self, id: ItemId) -> bool {
        matches!(self.stage(id), Some(Stage::Asked { .. }))
    }

    pub(super) fn get(&self, id: ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    pub(super) fn remove(&mut self, id: ItemId) {
        self.items.retain(|item| item.id != id);
    }

    /// Lets go of the photo whose line was added last.
    pub(super) fn forget_added(&mut self) {
        self.lay_aside(|_| true);
    }

    /// Lays photos aside whose lines were added: they can be shown again for a while.
    fn lay_aside(&mut self, which: impl Fn(&Item) -> bool) {
        let is_past = |item: &Item| matches!(item.stage, Stage::Added { .. }) && which(item);
        let (past, stay) = std::mem::take(&mut self.items).into_iter().partition(is_past);
        let past: Vec<Item> = past;
        self.items = stay;
        self.past.extend(past);
        while self.past.len() > MAX_PAST {
            self.past.pop_front();
        }
    }

    /// Shows the photo behind a line again, if it has not been too long.
    pub(super) fn show_again(&mut self, wanted: LineId) {
        let is_wanted =
            |item: &Item| matches!(item.stage, Stage::Added { line, .. } if line == wanted);
        if let Some(at) = self.past.iter().rposition(is_wanted)
            && let Some(item) = self.past.remove(at)
        {
            self.forget_added();
            self.items.push(item);
        }
    }

    /// How probable the products are that the photo on the screen may show, while it is asked
    /// about.
    pub(super) fn looks(&self) -> Arc<Looks> {
        let shown = self.in_order().next();
        let asked = shown.filter(|item| matches!(item.stage, Stage::Asked { .. }));
        asked.map_or_else(Arc::default, |item| Arc::clone(&item.looks))
    }

    /// Lets go of the photo behind a line that is no longer in the cart.
    pub(super) fn forget_line(&mut self, gone: LineId) {
        let stays = |item: &Item| !matches!(item.stage, Stage::Added { line, .. } if line == gone);
        self.items.retain(stays);
        self.past.retain(stays);
    }

    pub(super) fn decoded(
        &mut self,
        id: ItemId,
        picture: Arc<Picture>,
        thumbnail: Arc<Picture>,
        millis: f64,
    ) {
        if let Some(item) = self.get_mut(id) {
            item.thumbnail = Some(thumbnail);
            item.millis = Some(millis);
            item.size = (picture.width(), picture.height());
            item.stage = Stage::Decoded(picture);
        }
    }

    pub(super) fn failed(&mut self, id: ItemId, message: Message) {
        if let Some(item) = self.get_mut(id) {
            item.stage = Stage::Failed(message);
        }
    }

    /// The recogniser has nothing to do; whatever it still had goes back to the clerk.
    pub(super) fn recogniser_idle(&mut self) {
        self.recogniser_busy = false;
        for item in &mut self.items {
            if matches!(item.stage, Stage::Recognising) {
                item.stage = Stage::Asked { tiles: Vec::new(), doubt: Doubt::Anything };
            }
        }
    }

    pub(super) fn start_decoding(&mut self, effects: &mut Vec<Effect>) {
        let mut in_flight = self.items.iter().filter(|item| item.stage.is_in_flight()).count();
        for item in &mut self.items {
            if in_flight >= MAX_IN_FLIGHT {
                return;
            }
            if matches!(item.stage, Stage::Queued) {
                item.stage = Stage::Decoding;
                effects.push(Effect::Decode { item: item.id, source: item.source.clone() });
                in_flight += 1;
            }
        }
    }

    /// Sends everything decoded as one batch, once the recogniser is free.
    pub(super) fn start_recognising(&mut self, scope: &Arc<Scope>, effects: &mut Vec<Effect>) {
        if self.recogniser_busy {
            return;
        }
        let mut batch = Vec::new();
        for item in self.items.iter_mut() {
            if let Stage::Decoded(picture) = &item.stage {
                batch.push((item.id, Arc::clone(picture)));
                item.stage = Stage::Recognising;
            }
        }
        if !batch.is_empty() {
            self.recogniser_busy = true;
            effects.push(Effect::Recognise { batch, scope: Arc::clone(scope) });
        }
    }

    pub(super) fn ask_without_model(&mut self) {
        for item in &mut self.items {
            if matches!(item.stage, Stage::Decoded(_)) {
                item.stage = Stage::Asked { tiles: Vec::new(), doubt: Doubt::Anything };
            }
        }
    }

    /// The line to which this photo was added.
    pub(super) fn line_of(&self, id: ItemId) -> Option<LineId> {
        let mut all = self.items.iter().chain(&self.past);
        all.find(|item| item.id == id).and_then(|item| match item.stage {
            Stage::Added { line, .. } => Some(line),
            _ => None,
        })
    }

    /// The clerk's word that made a photo what it was added as.
    pub(super) fn naming(&self, id: ItemId) -> Option<NamingId> {
        self.get(id).and_then(|item| item.naming)
    }

    pub(super) fn get_mut(&mut self, id: ItemId) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.id == id)
    }

    /// The photo, although it may have been laid aside.
    pub(super) fn get_mut_or_past(&mut self, id: ItemId) -> Option<&mut Item> {
        self.items.iter_mut().chain(&mut self.past).find(|item| item.id == id)
    }

    /// Brings a photo to a stage that it had before, by the word that it had then; one that waits for a clerk again is shown, although
    /// it may have been laid aside.
    pub(super) fn come_to(&mut self, id: ItemId, stage: Stage, naming: Option<NamingId>) {
        let asks = matches!(stage, Stage::Asked { .. });
        if let Some(at) = self.past.iter().position(|item| item.id == id && asks) {
            self.items.extend(self.past.remove(at));
        }
        if let Some(item) = self.get_mut_or_past(id) {
            (item.stage, item.naming) = (stage, naming);
        }
    }

    /// Shows `id` as added; a photo added before it has had its time.
    fn set_added(&mut self, id: ItemId, new: NewLine, tiles: Vec<TileView>) {
        self.lay_aside(|item| item.id != id);
        if let Some(item) = self.get_mut(id) {
            item.stage = Stage::Added { line: new.line, product: new.product, tiles };
        }
    }
}

/// What there is to choose from, and what is asked.
pub(super) struct Question {
    pub(super) tiles: Vec<TileView>,
    pub(super) doubt: Doubt,
}

impl Machine {
    pub(super) fn open_photos(&mut self, sources: Vec<PhotoSource>) {
        self.clear_info();
        let left_out = self.photos.open(sources);
        if left_out > 0 {
            let message = Message::new("problem-too-many-photos")
                .naming("limit", MAX_PHOTOS.to_string())
                .naming("left", left_out.to_string());
            self.problem(message);
        }
    }

    pub(super) fn recognised(
        &mut self,
        items: &[ItemId],
        result: Result<Vec<Recognition>, Message>,
        millis: f64,
    ) {
        match result {
            Ok(recognitions) => {
                let share = millis / items.len().max(1) as f64;
                for (id, recognition) in items.iter().zip(recognitions) {
                    self.answer(*id, &recognition, share);
                }
            }
            Err(reason) => {
                self.problem(Message::new("problem-recognition").because(reason));
            }
        }
        // Photos without an answer, if any, are asked about.
        self.photos.recogniser_idle();
    }

    fn answer(&mut self, id: ItemId, recognition: &Recognition, millis: f64) {
        let recognition = &self.judge(recognition);
        let Question { tiles, doubt } = self.question(recognition);
        let decision = &recognition.decision;
        let Some(item) = self.photos.get_mut(id) else {
            return; // dismissed in the meantime
        };
        item.millis = Some(item.millis.unwrap_or(0.0) + millis);
        item.taken_for(recognition);
        let addition = item.addition();
        item.stage = Stage::Asked { tiles: tiles.clone(), doubt };
        self.answers.answered(id, recognition);
        // What was seen before the till was locked waits for someone who may sell it.
        if let Decision::Accept(product) = decision
            && !self.people.is_locked()
            && let Some(product) = self.catalogue.get(product)
        {
            if let Some(item) = self.photos.get_mut(id) {
                item.accepted = Some(product.id.clone());
            }
            if let Some(line) = self.add_from_photo(id, product, addition, tiles) {
                self.answers.sold_unasked(id);
                self.weigh_new_line(line, true);
            }
        } else {
            self.learning.sound(Sound::Asked);
        }
    }

    /// What a clerk is asked about a picture: where its kind is certain, which product of that kind it is.
    pub(super) fn question(&self, recognition: &Recognition) -> Question {
        if let Some(caution) = recognition.caution {
            let tiles = self.tiles(recognition.candidates.iter());
            return Question { tiles, doubt: Doubt::Cautious(caution) };
        }
        if let Some(kind) = recognition.asked_kind() {
            let tiles = self.tiles(recognition.of_kind(kind));
            if tiles.len() > 1 {
                return Question { tiles, doubt: Doubt::Which(Arc::from(kind)) };
            }
        }
        let tiles = self.tiles(recognition.candidates.iter());
        let is_guess = tiles.is_empty() || recognition.decision == Decision::Unknown;
        let doubt = if is_guess { Doubt::Anything } else { Doubt::Product };
        Question { tiles, doubt }
    }

    fn tiles<'a>(&self, candidates: impl Iterator<Item = &'a Candidate>) -> Vec<TileView> {
        let tile = |candidate: &Candidate| {
            let product = self.catalogue.get(&candidate.product)?;
            Some(TileView { product, score: candidate.score })
        };
        candidates.filter_map(tile).take(MAX_TILES).collect()
    }

    /// Adds what a photo shows to the cart, still to be weighed; returns its line if it is there.
    pub(super) fn add_from_photo(
        &mut self,
        id: ItemId,
        product: Arc<Product>,
        addition: Addition,
        tiles: Vec<TileView>,
    ) -> Option<LineId> {
        match self.selling.add(product, addition) {
            Ok(new) => {
                let line = new.line;
                self.photos.set_added(id, new, tiles);
                self.answers.stands_in(id, Some(line));
                self.learning.sound(Sound::Added);
                Some(line)
            }
            Err(message) => {
                self.problem(message);
                None
            }
        }
    }
}
