//! Carries out what the till wants about weights, captures and codes: the scale and the loudspeaker
//! on threads of their own, photos on another, the rest in the shop's database.

use std::path::PathBuf;

use crossbeam_channel::{Sender, bounded};

use super::captures::{self, CaptureOrder};
use super::machine::{Input, WeighingEffect, WeighingInput, WeighingShop};
use super::post::Post;
use super::weighing_command::FOLLOWED;
use crate::messages::{logged, refused_by_system};
use devices::scale::{Scale, ScaleEvent, ScaleFeed, ScaleSetting, SerialScale};
use devices::{Sound, Speaker};
use domain::ProductId;
use recognition::{Answer, PieceWeight};
use store::{AnswerRow, PieceWeightRow, Store, StoreError};
use taught::AtWork;

/// The scale, the loudspeaker and the writer of photos, each on its thread once it is needed.
pub(super) struct WeighingDevices {
    till: Sender<Post>,
    shop: PathBuf,
    captures: PathBuf,
    /// The version that sells, by its name, and what its answers are kept under.
    at_work: Option<(String, String)>,
    scale: Option<ScaleFeed>,
    photos: Option<Sender<CaptureOrder>>,
    speaker: Option<Speaker>,
}

impl WeighingDevices {
    /// Nothing is opened yet; photos will lie in the folder `captures`.
    pub(super) fn new(till: Sender<Post>, shop: PathBuf, captures: PathBuf) -> Self {
        Self { till, shop, captures, at_work: None, scale: None, photos: None, speaker: None }
    }

    /// Lets a sound be heard, if the machine can.
    pub(super) fn sound(&mut self, sound: Sound) {
        self.speaker.get_or_insert_with(Speaker::start).play(sound);
    }

    /// Does what the machine wants; returns the answer if it is there at once.
    pub(super) fn carry_out(
        &mut self,
        store: Option<&mut Store>,
        effect: WeighingEffect,
    ) -> Option<WeighingInput> {
        match effect {
            WeighingEffect::UseScale(setting) => {
                self.scale = None; // the old one lets go of its port first
                self.scale = setting.map(|setting| self.start_scale(setting));
                None
            }
            WeighingEffect::Capture(order) => self.capture(*order),
            WeighingEffect::NoteCapture(capture) => {
                let failed = store?.note_capture(&capture).err()?;
                captures::discard(&self.captures, &capture);
                Some(WeighingInput::CaptureNotNoted(logged(&failed)))
            }
            WeighingEffect::SettleNamings(settled) => {
                let failed = store?.settle_namings(&settled).err()?;
                logged(&failed);
                Some(WeighingInput::NamingsNotSettled(settled))
            }
            WeighingEffect::ReadTrust(version) => self.read_trust(store?, version),
            WeighingEffect::NoteAnswers { version, answers } => {
                let (_, key) = self.at_work.as_ref().filter(|(name, _)| *name == version)?;
                let rows: Vec<AnswerRow> = answers.into_iter().map(answer_row).collect();
                if let Err(failed) = store?.note_answers(key, &rows) {
                    logged(&failed);
                }
                None
            }
            WeighingEffect::Learn(learnt) => {
                let rows: Vec<_> = learnt.iter().map(row).collect();
                if let Err(failed) = store?.save_piece_weights(&rows) {
                    logged(&failed);
                }
                None
            }
            WeighingEffect::AssignCode(product) => Some(match store?.save_product(&product) {
                Ok(()) => WeighingInput::CodeAssigned(product),
                Err(failed) => WeighingInput::CodeNotAssigned(logged(&failed)),
            }),
        }
    }

    fn read_trust(&mut self, store: &mut Store, version: String) -> Option<WeighingInput> {
        match taught::begin_to_sell(&self.shop, &version, store) {
            Ok(AtWork { key, trust, is_renewed }) => {
                self.at_work = Some((version.clone(), key));
                Some(WeighingInput::TrustRead { version, trust: Box::new(trust), is_renewed })
            }
            Err(failed) => {
                logged(&failed);
                None
            }
        }
    }

    fn start_scale(&self, setting: ScaleSetting) -> ScaleFeed {
        let till = self.till.clone();
        let report = move |event: ScaleEvent| {
            // On the scale's own thread, which may wait; a till that has ended wants no weights.
            let _sent = till.send(Post::Input(Input::Weighing(WeighingInput::Scale(event))));
        };
        let open = move || Ok(Box::new(SerialScale::open(&setting)?) as Box<dyn Scale>);
        ScaleFeed::start(Box::new(open), report)
    }

    fn capture(&mut self, order: CaptureOrder) -> Option<WeighingInput> {
        let naming = order.naming;
        if self.photos.is_none() {
            let (photos, orders) = bounded(captures::WAITING);
            let (folder, till) = (self.captures.clone(), self.till.clone());
            let spawned = base::threads::start("captures", move || {
                captures::keep_photos(&folder, &orders, &till);
            });
            if let Err(error) = spawned {
                let reason = refused_by_system("thread-refused", &error);
                return Some(WeighingInput::CaptureFailed { naming, reason });
            }
            self.photos = Some(photos);
        }
        if self.photos.as_ref()?.try_send(order).is_err() {
            tracing::warn!("photos come faster than they are kept; one was left out");
            return Some(WeighingInput::CaptureLeftOut(naming));
        }
        None
    }
}

fn row((product, weight): &(ProductId, PieceWeight)) -> PieceWeightRow {
    let PieceWeight { count, mean, squares } = *weight;
    PieceWeightRow { product: product.clone(), count, mean, squares }
}

fn answer_row(answer: Answer) -> AnswerRow {
    let Answer { product, score, known, unasked, right } = answer;
    AnswerRow { product, score, known, unasked, right }
}

/// What a shop has chosen and learnt about weights and codes.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub(super) fn open(store: &mut Store) -> Result<WeighingShop, StoreError> {
    let mut settings = Vec::new();
    for setting in FOLLOWED {
        if let Some(value) = store.text(setting)? {
            settings.push((setting, value));
        }
    }
    Ok(WeighingShop { settings, experience: taught::experience_of(store)? })
}
