//! The thread that names: it owns the loaded versions, works through one order after the other, and
//! answers questions about single pictures in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded, select, unbounded};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::command::{BenchCommand, Heard};
use super::gathering::PictureSource;
use super::naming::{LoadVersion, LoadedVersion, WantedVersion};
use super::picture_reading::{Read, ReadPicture, Side, read};
use super::truth::KnownProduct;
use super::view::{Answer, BenchEvidence, CANDIDATES, LoadedInfo};
use crate::Outbox;
use domain::Message;
use photo::{self, Picture, resize_within};
use recognition::{Recognition, Why};

/// Questions that wait; who asks more while a batch is named gets no answer to the last ones.
const QUESTIONS: usize = 16;
/// Pictures held decoded at one time: enough to fill the network, few enough for any memory.
const BATCH: usize = 16;
/// The longer side of a picture that is looked at in large, in pixels.
const LARGE_SIDE: u32 = 1280;
/// The longer side of a picture with the evidence on it, in pixels, as at the till.
const EVIDENCE_SIDE: u32 = 960;

/// Stands for one run; whoever holds it can end the run, and what carries another is out of date.
#[derive(Default)]
pub(super) struct Ticket(AtomicBool);

impl Ticket {
    /// Ends the run after the batch at hand.
    pub(super) fn end(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn has_ended(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Pictures to be named.
pub(super) struct Order {
    pub(super) ticket: Arc<Ticket>,
    /// The version under test, and the one it is held against.
    pub(super) versions: [Option<WantedVersion>; 2],
    pub(super) pictures: Vec<OrderedPicture>,
}

/// One picture of an order.
pub(super) struct OrderedPicture {
    pub(super) id: u64,
    pub(super) source: Arc<PictureSource>,
    /// Which of the versions are to name it.
    pub(super) wanted: [bool; 2],
    /// Whether its small picture is still missing.
    pub(super) thumbnail: bool,
}

/// A question about one picture.
pub(super) struct Question {
    pub(super) id: u64,
    pub(super) source: Arc<PictureSource>,
    /// Where the evidence lies, by this version; the picture alone where nothing is asked.
    pub(super) why: Option<(WantedVersion, Why)>,
}

/// What became of a picture.
pub(super) struct Seen {
    pub(super) id: u64,
    pub(super) result: Result<SeenPicture, Message>,
}

/// A picture that could be read.
pub(super) struct SeenPicture {
    pub(super) thumbnail: Option<Arc<[u8]>>,
    pub(super) answers: [Option<Answer>; 2],
}

/// Word from the thread.
pub(super) enum Word {
    /// A version is ready.
    Loaded { ticket: Arc<Ticket>, slot: usize, info: LoadedInfo, known: Vec<KnownProduct> },
    /// These pictures are done.
    Seen { ticket: Arc<Ticket>, pictures: Vec<Seen> },
    /// The run has ended: all is done, it was stopped, or it went wrong.
    Ended { ticket: Arc<Ticket>, failure: Option<Message> },
    /// A picture to look at in large.
    Large { id: u64, picture: Result<Arc<Picture>, Message> },
    /// The evidence.
    Why { id: u64, why: Why, evidence: Result<BenchEvidence, Message> },
}

/// The thread as the desk holds it; it ends with this.
pub(super) struct Worker {
    orders: Sender<Order>,
    questions: Sender<Question>,
}

impl Worker {
    /// Starts the thread.
    pub(super) fn start(load: LoadVersion, desk: Outbox<BenchCommand>) -> std::io::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "one a click, and a stopped one is skipped")]
        let (orders, ordered) = unbounded();
        let (questions, asked) = bounded(QUESTIONS);
        let pool = ThreadPoolBuilder::new()
            .thread_name(|index| format!("bench-decoding-{index}"))
            .build()
            .map_err(std::io::Error::other)?;
        let pool = Arc::new(pool);
        base::threads::start("bench-naming", move || {
            let namer = Namer { load, desk, pool, asked, loaded: [None, None] };
            namer.work(&ordered);
        })?;
        Ok(Self { orders, questions })
    }

    /// Hands over an order; `false` if the thread is gone.
    pub(super) fn order(&self, order: Order) -> bool {
        self.orders.send(order).is_ok()
    }

    /// Hands over a question; `false` if the thread is gone or has too many.
    pub(super) fn ask(&self, question: Question) -> bool {
        self.questions.try_send(question).is_ok()
    }
}

struct Namer {
    load: LoadVersion,
    desk: Outbox<BenchCommand>,
    /// Decodes beside the till's own pool, so that a clerk's photo never waits behind a thousand.
    pool: Arc<ThreadPool>,
    asked: Receiver<Question>,
    loaded: [Option<(WantedVersion, LoadedVersion)>; 2],
}

/// Why a run ended before its end.
enum End {
    Stopped,
    Failed(Message),
}

impl Namer {
    fn work(mut self, ordered: &Receiver<Order>) {
        let asked = self.asked.clone();
        loop {
            let goes_on = select! {
                recv(ordered) -> order => order.is_ok_and(|order| self.carry_out(order)),
                recv(asked) -> question => question.is_ok_and(|question| self.answer(&question)),
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Sends word to the desk; `false` once it is gone.
    fn tell(&self, word: Word) -> bool {
        self.desk.send(BenchCommand::Heard(Heard::new(word)))
    }

    /// Names the pictures of an order; `false` once the desk is gone.
    fn carry_out(&mut self, order: Order) -> bool {
        let failure = match self.name_all(&order) {
            Ok(()) | Err(End::Stopped) => None,
            Err(End::Failed(message)) => Some(message),
        };
        self.tell(Word::Ended { ticket: order.ticket, failure })
    }

    fn name_all(&mut self, order: &Order) -> Result<(), End> {
        let Order { ticket, versions, pictures } = order;
        for (slot, version) in versions.iter().enumerate() {
            if let Some(version) = version {
                let (info, known) = self.ready(slot, version).map_err(End::Failed)?;
                self.tell(Word::Loaded { ticket: Arc::clone(ticket), slot, info, known });
            }
        }
        let pool = Arc::clone(&self.pool);
        let read_all = |batch: &[OrderedPicture]| -> Vec<Read> {
            if ticket.has_ended() {
                return Vec::new();
            }
            pool.install(|| batch.par_iter().map(read).collect())
        };
        photo::ahead(pictures, BATCH, read_all, |batch| {
            if ticket.has_ended() {
                return Err(End::Stopped);
            }
            let pictures = self.name_batch(batch).map_err(End::Failed)?;
            let told = self.tell(Word::Seen { ticket: Arc::clone(ticket), pictures });
            let goes_on = told && self.answer_waiting();
            if goes_on { Ok(()) } else { Err(End::Stopped) }
        })
    }

    /// Loads a version unless it is there; what it is and what it knows.
    fn ready(
        &mut self,
        slot: usize,
        wanted: &WantedVersion,
    ) -> Result<(LoadedInfo, Vec<KnownProduct>), Message> {
        let place = self.loaded.get_mut(slot).ok_or_else(no_model)?;
        if place.as_ref().is_none_or(|(there, _)| there != wanted) {
            // The old one goes first: two of them may not fit into the memory.
            *place = None;
            let version = guarded(|| (self.load)(wanted)).map_err(failed)?;
            *place = Some((wanted.clone(), version));
        }
        let (_, version) = place.as_ref().ok_or_else(no_model)?;
        Ok((version.info.clone(), version.known.clone()))
    }

    /// Names what could be read of a batch.
    fn name_batch(&mut self, batch: Vec<Read>) -> Result<Vec<Seen>, Message> {
        let mut batch = batch;
        for slot in 0..self.loaded.len() {
            self.name_for(slot, &mut batch)?;
        }
        let seen = |read: Read| {
            let result = read.result.map(|read| SeenPicture {
                thumbnail: read.thumbnail,
                answers: read.sides.map(|side| side.answer),
            });
            Seen { id: read.id, result }
        };
        Ok(batch.into_iter().map(seen).collect())
    }

    /// Lets one version name what is wanted of it.
    fn name_for(&mut self, slot: usize, batch: &mut [Read]) -> Result<(), Message> {
        let mut sides: Vec<(&mut Side, &Picture, f64)> = batch
            .iter_mut()
            .filter_map(|read| {
                let ReadPicture { picture, decode_millis, sides, .. } =
                    read.result.as_mut().ok()?;
                let side = sides.get_mut(slot)?;
                side.wanted.then_some((side, &*picture, *decode_millis))
            })
            .collect();
        if sides.is_empty() {
            return Ok(());
        }
        let Some(Some((_, version))) = self.loaded.get_mut(slot) else { return Err(no_model()) };
        let pictures: Vec<&Picture> = sides.iter().map(|(_, picture, _)| *picture).collect();
        let wanted = pictures.len();
        let named = guarded(|| version.naming.name(&pictures)).and_then(|named| {
            if named.len() == wanted {
                return Ok(named);
            }
            tracing::error!(wanted, answers = named.len(), "the bench's version left some out");
            Err(Message::new("model-network"))
        });
        let named = match named {
            Ok(named) => named,
            Err(why) => {
                // What is left of a version that failed is not to be trusted.
                self.loaded = [None, None];
                return Err(failed(why));
            }
        };
        for ((side, picture, decode_millis), recognition) in sides.iter_mut().zip(named) {
            side.answer = Some(answer(recognition, picture, *decode_millis));
        }
        Ok(())
    }

    /// Answers all questions that wait; `false` once the desk is gone.
    fn answer_waiting(&mut self) -> bool {
        let waiting: Vec<Question> = self.asked.try_iter().collect();
        waiting.iter().all(|question| self.answer(question))
    }

    fn answer(&mut self, question: &Question) -> bool {
        let id = question.id;
        let picture = question.source.load().map_err(|error| error.message());
        let word = match &question.why {
            None => {
                let picture = picture.map(|picture| Arc::new(resize_within(&picture, LARGE_SIDE)));
                Word::Large { id, picture }
            }
            Some((version, why)) => {
                let evidence = picture.and_then(|picture| self.evidence(&picture, version, why));
                Word::Why { id, why: why.clone(), evidence }
            }
        };
        self.tell(word)
    }

    fn evidence(
        &mut self,
        picture: &Picture,
        version: &WantedVersion,
        why: &Why,
    ) -> Result<BenchEvidence, Message> {
        self.ready(0, version)?;
        let Some(Some((_, version))) = self.loaded.get_mut(0) else { return Err(no_model()) };
        let explanation = guarded(|| version.naming.explain(picture, why))
            .map_err(|why| Message::new("why-failed").because(why))?;
        Ok(BenchEvidence {
            picture: Arc::new(explanation.on(picture, EVIDENCE_SIDE)),
            whole: explanation.saw_all_of(picture),
            slight: explanation.is_slight(),
        })
    }
}

fn answer(recognition: Recognition, picture: &Picture, millis_before: f64) -> Answer {
    let mut candidates = recognition.candidates;
    candidates.truncate(CANDIDATES);
    candidates.shrink_to_fit();
    let millis = millis_before + recognition.millis.prepare + recognition.millis.infer;
    let items = recognition.items.boxes(picture.width(), picture.height());
    Answer { candidates, decision: recognition.decision, millis, items }
}

/// LibTorch panics where memory ends: that ends a run, not the thread.
fn guarded<T>(work: impl FnOnce() -> Result<T, Message>) -> Result<T, Message> {
    base::threads::guarded(work).unwrap_or_else(|panic| {
        tracing::error!(said = panic.said, "the bench's version panicked");
        Err(Message::new("model-panicked"))
    })
}

fn failed(why: Message) -> Message {
    Message::new("bench-model-failed").because(why)
}

fn no_model() -> Message {
    failed(Message::new("model-not-there"))
}
