//! Which version of the model sells: what can be asked, what is shown, what is to be done.

use super::messages::Message;
use domain::DoneBy;

/// A wish about the version that sells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ModelCommand {
    /// Let this version sell from now on.
    Promote {
        /// Its name.
        version: String,
    },
    /// Go back to the version that sold before.
    RollBack,
}

/// Something to do with the shop's versions; answered by a [`ModelInput`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModelEffect {
    /// What.
    pub wish: ModelCommand,
    /// Who wants it.
    pub by: DoneBy,
}

/// What became of a [`ModelEffect`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ModelInput {
    /// Another version sells.
    Changed {
        /// The version that sold before, where that is known.
        before: Option<String>,
        /// The version that sells now.
        version: String,
        /// Whether it is an earlier one.
        rolled_back: bool,
        /// Who wanted it.
        by: DoneBy,
    },
    /// The same version sells as before.
    Failed(Message),
}

/// The change of versions as shown.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ModelView {
    /// A version is being looked at before it sells.
    pub changing: bool,
    /// Why the last wish was not done.
    pub problem: Option<Message>,
    /// The version that sells since the last wish was done.
    pub told: Option<Message>,
    /// How many wishes were done, so that a screen knows when to look again.
    pub done: u64,
}
