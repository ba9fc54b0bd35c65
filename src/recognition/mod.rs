//! Here the network's numbers become a decision: ranked products, then accept, ask or unknown, and why.
//! May not live here: files other than a version's, prices, carts, screens, training.
//! Called by `training` (to judge), `till` and `cli`.

mod decision;
mod error;
mod explanation;
mod place_map;
mod recogniser;
mod scope;

pub use decision::{Candidate, Decision, decide, softmax};
pub use error::RecognitionError;
pub use explanation::{Basis, Explanation, Why};
pub use recogniser::{Millis, Recogniser, Recognition, architecture_of};
pub use scope::Scope;
