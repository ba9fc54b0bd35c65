//! Here the network's numbers become a decision: ranked products, then accept, ask or unknown.
//! May not live here: files other than a version's, prices, carts, screens, training.
//! Called by `training` (to judge), `till` and `cli`.

mod decision;
mod error;
mod recogniser;
mod scope;

pub use decision::{Candidate, Decision, decide, known_score, softmax};
pub use error::RecognitionError;
pub use recogniser::{Millis, Recogniser, Recognition, Scores, architecture_of};
pub use scope::Scope;
