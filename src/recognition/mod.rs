//! Here the network's numbers become a decision: ranked products, then accept, ask or unknown, and why.
//! May not live here: files other than a version's, the shop's catalogue, carts, screens, training.
//! Called by `training` (to judge), `till` and `cli`.

#![warn(unreachable_pub)]

mod class_notes;
mod decision;
mod decision_kind;
mod direction;
mod error;
mod evidence;
mod experience;
mod explanation;
mod gaussian;
mod item_finder;
mod look;
mod place_map;
mod precision_trial;
mod price_decision;
mod prototypes;
mod recogniser;
mod scope;
mod scorer;
mod seen;
mod taught;
mod trial;
mod trust;

pub use class_notes::ClassNotes;
pub use decision::{Candidate, Decision, decide, familiarity, known_score, softmax};
pub use decision_kind::DecisionKind;
pub use error::RecognitionError;
pub use evidence::{Evidence, PriceOf, ShopEvidence};
pub use experience::{Experience, PieceWeight};
pub use explanation::{Basis, Explanation, Why};
pub use gaussian::{GaussianClassifier, GaussianScores, joined_direction};
pub use item_finder::{FoundItem, ItemFinder, finder_preparation, looked_at};
pub use look::{Encoder, Look};
pub use precision_trial::PrecisionTrial;
pub use price_decision::decide_by_price;
pub use prototypes::PrototypeClassifier;
pub use recogniser::{Millis, Recogniser, Recognition, architecture_of};
pub use scope::Scope;
pub use scorer::{Scorer, Scores};
pub use seen::{FoundBoxes, FoundItems, Seen};
pub use taught::TaughtProduct;
pub use trial::try_loading;
pub use trust::{Answer, Caution, Trust, expected_wrong, lowest_acceptance};
