//! The photos of the runs: read and decoded once as long as the runs want them alike.

use std::collections::BTreeSet;

use photo::Preparation;
use training::{DataSet, Lesson, RunEvent, TrainOptions, TrainingError, Validation};

/// What a lesson depends on.
#[derive(Clone, PartialEq)]
struct Wanted {
    preparation: Preparation,
    train_size: u32,
    has_clean_items: bool,
    /// The seed, where it chooses photos.
    seed: Option<u64>,
}

/// The data of an experiment, and the lesson that the last run had.
pub(super) struct Lessons {
    data: DataSet,
    limit: Option<usize>,
    last: Option<(Wanted, Lesson)>,
    /// Photos that were said to be unreadable.
    told: BTreeSet<String>,
}

impl Lessons {
    /// Lessons of at most `limit` photos to learn from.
    pub(super) fn new(data: DataSet, limit: Option<usize>) -> Self {
        let limit = limit.filter(|limit| *limit < data.photos.len());
        Self { data, limit, last: None, told: BTreeSet::new() }
    }

    /// The lesson for one run.
    pub(super) fn lesson(
        &mut self,
        options: &TrainOptions,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<&Lesson, TrainingError> {
        let seed_chooses =
            self.limit.is_some() || matches!(options.validation, Validation::Share(_));
        let wanted = Wanted {
            preparation: options.recipe.preparation(&options.architecture),
            train_size: options.recipe.train_size,
            has_clean_items: options.recipe.clean_share > 0.0,
            seed: seed_chooses.then_some(options.seed),
        };
        // An old lesson is dropped before the new one is read: two may not fit into the memory.
        let kept = self.last.take().filter(|(known, _)| *known == wanted);
        let lesson = match kept {
            Some(kept) => kept,
            None => {
                let lesson = self.read(options, &wanted.preparation, on_event)?;
                (wanted, lesson)
            }
        };
        Ok(&self.last.insert(lesson).1)
    }

    fn read(
        &mut self,
        options: &TrainOptions,
        preparation: &Preparation,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Lesson, TrainingError> {
        let data = match self.limit {
            Some(limit) => self.data.limited(limit, options.seed),
            None => self.data.clone(),
        };
        let told = &mut self.told;
        Lesson::of(&data, options, None, preparation, &mut |event| {
            let is_old = match &event {
                RunEvent::UnreadablePhoto { photo, .. } => !told.insert(photo.clone()),
                _ => false,
            };
            if !is_old {
                on_event(event);
            }
        })
    }
}
