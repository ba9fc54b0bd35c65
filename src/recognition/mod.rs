//! Here the network's numbers become a decision: ranked products, then accept, ask or unknown.
//! May not live here: files other than a version's, the shop's catalogue, carts, screens, training.
//! Called by `training` (to judge), `till` and `cli`.

mod decision;
mod error;
mod gaussian;
mod look;
mod price_decision;
mod recogniser;
mod scope;

pub use decision::{Candidate, Decision, decide, familiarity, known_score, softmax};
pub use error::RecognitionError;
pub use gaussian::{GaussianClassifier, GaussianScores, centred_direction};
pub use look::{Look, Scorer, Scores, looks};
pub use price_decision::decide_by_price;
pub use recogniser::{Millis, Recogniser, Recognition, architecture_of};
pub use scope::Scope;
