//! A desk: the state of one part of the owner's work on a thread of its own. Commands come over a
//! bounded channel, an immutable view is published after each, and nobody who looks ever waits.

use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};
use thiserror::Error;

/// How many commands may wait for a desk.
const INBOX: usize = 256;

/// Asks the window to look at the newest views.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What works behind a [`DeskHandle`]. Its thread calls it with one command after the other.
pub trait Desk {
    /// What it is asked to do, and what its own workers report.
    type Command: Send + 'static;
    /// What it shows; cheap to clone, since whatever is large is shared.
    type View: Clone + Send + Sync + 'static;

    /// What it shows now.
    fn view(&self) -> Self::View;

    /// Carries out a command. Whatever takes long belongs on a worker, which answers through an
    /// [`Outbox`].
    fn carry_out(&mut self, command: Self::Command);
}

/// Where a desk's workers put what they have to say; never waits for long, and does not keep the desk
/// alive on its own account once the handle is gone.
pub struct Outbox<C>(Sender<Post<C>>);

impl<C> Clone for Outbox<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C> Outbox<C> {
    /// Hands a command to the desk, waiting while its inbox is full; `false` once the desk is gone.
    pub fn send(&self, command: C) -> bool {
        self.0.send(Post::Command(command)).is_ok()
    }

    /// Hands over a command unless the inbox is full.
    pub fn try_send(&self, command: C) -> bool {
        self.0.try_send(Post::Command(command)).is_ok()
    }
}

enum Post<C> {
    Command(C),
    Quit,
}

/// A desk seen from outside. Dropping it ends the desk's thread after the command at hand.
pub struct DeskHandle<C, V> {
    outbox: Outbox<C>,
    published: Arc<Mutex<Arc<V>>>,
}

impl<C, V> DeskHandle<C, V> {
    /// Hands over a command without waiting; returns whether it was taken.
    pub fn send(&self, command: C) -> bool {
        let taken = self.outbox.try_send(command);
        if !taken {
            tracing::warn!("a desk is too busy for another command");
        }
        taken
    }

    /// The newest view.
    pub fn view(&self) -> Arc<V> {
        Arc::clone(&self.published.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where others may put commands.
    pub fn outbox(&self) -> Outbox<C> {
        self.outbox.clone()
    }
}

impl<C, V> Drop for DeskHandle<C, V> {
    fn drop(&mut self) {
        // A full inbox means that the desk works: it sees the end of the channel's other side later.
        let _told = self.outbox.0.try_send(Post::Quit);
    }
}

/// Why a desk could not be opened.
#[derive(Debug, Error)]
pub enum DeskError {
    /// The system gives no threads.
    #[error(
        "the training desks could not start their threads ({0}); close other programs and try again"
    )]
    NoThread(#[from] std::io::Error),
}

/// Opens a desk on a thread named `name`. It is made there, by `make`, so that it may own what cannot
/// travel between threads; until then `first` is its view. A desk that panics is made anew.
///
/// # Errors
/// [`DeskError::NoThread`] if the system gives no thread.
pub fn open_desk<D: Desk>(
    name: &str,
    first: D::View,
    wake: Wake,
    make: impl Fn(&Outbox<D::Command>) -> D + Send + 'static,
) -> Result<DeskHandle<D::Command, D::View>, DeskError> {
    let (sender, posts) = bounded(INBOX);
    let outbox = Outbox(sender);
    let published = Arc::new(Mutex::new(Arc::new(first)));
    let (own, shown) = (outbox.clone(), Arc::clone(&published));
    let publish = move |view: D::View| {
        *shown.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        wake();
    };
    base::threads::start(name, move || work(&posts, &own, &make, &publish))?;
    Ok(DeskHandle { outbox, published })
}

fn work<D: Desk>(
    posts: &Receiver<Post<D::Command>>,
    outbox: &Outbox<D::Command>,
    make: &dyn Fn(&Outbox<D::Command>) -> D,
    publish: &dyn Fn(D::View),
) {
    let mut desk = make(outbox);
    publish(desk.view());
    for post in posts {
        let Post::Command(command) = post else { return };
        if base::threads::guarded(|| desk.carry_out(command)).is_err() {
            tracing::error!("a desk panicked; it begins anew");
            desk = make(outbox);
        }
        publish(desk.view());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    struct Counter {
        count: u32,
    }

    enum CounterCommand {
        Add(u32),
        Fail,
    }

    impl Desk for Counter {
        type Command = CounterCommand;
        type View = u32;

        fn view(&self) -> u32 {
            self.count
        }

        fn carry_out(&mut self, command: CounterCommand) {
            match command {
                CounterCommand::Add(count) => self.count += count,
                CounterCommand::Fail => panic!("as it was told"),
            }
        }
    }

    fn counter() -> (DeskHandle<CounterCommand, u32>, Receiver<()>) {
        let (woken, wakings) = bounded(100);
        let wake: Wake = Arc::new(move || woken.send(()).unwrap());
        let desk = open_desk("counter", 0, wake, |_| Counter { count: 1 }).unwrap();
        wakings.recv().unwrap();
        (desk, wakings)
    }

    #[test]
    fn a_command_changes_the_view() {
        let (desk, wakings) = counter();
        assert_eq!(*desk.view(), 1);
        assert!(desk.send(CounterCommand::Add(4)));
        wakings.recv().unwrap();
        assert_eq!(*desk.view(), 5);
    }

    #[test]
    fn a_desk_that_panics_begins_anew() {
        let (desk, wakings) = counter();
        desk.send(CounterCommand::Add(4));
        desk.send(CounterCommand::Fail);
        desk.send(CounterCommand::Add(1));
        for _ in 0..3 {
            wakings.recv().unwrap();
        }
        assert_eq!(*desk.view(), 2);
    }

    #[test]
    fn a_desk_ends_with_its_handle() {
        let (desk, wakings) = counter();
        drop(desk);
        assert!(wakings.recv().is_err(), "the thread and with it the waker are gone");
    }
}
