//! Work that is done one part ahead of the one who takes it.

use std::sync::mpsc::sync_channel;
use std::thread;

/// Makes something of each part of `items` on a thread of its own and hands it to `take` on the
/// caller's, in order: while a part is taken, the next one is made, and no more than that one.
///
/// # Errors
/// The first of `take`; parts after it are neither taken nor, but for the next one, made.
pub fn ahead<Item: Sync, Made: Send, E>(
    items: &[Item],
    part: usize,
    make: impl Fn(&[Item]) -> Made + Sync,
    mut take: impl FnMut(Made) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        // Nothing is kept in between: the maker holds what it made until it is asked for.
        let (sender, made) = sync_channel(0);
        let make = &make;
        let making = move || {
            for part in items.chunks(part.max(1)) {
                if sender.send(make(part)).is_err() {
                    return;
                }
            }
        };
        match base::threads::start_within(scope, "ahead", making) {
            Ok(_maker) => made.into_iter().try_for_each(&mut take),
            // Without a thread nothing is made ahead, but all of it is made.
            Err(_) => items.chunks(part.max(1)).try_for_each(|part| take(make(part))),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    fn sums(items: &[u32], part: usize) -> Vec<u32> {
        let mut taken = Vec::new();
        let make = |part: &[u32]| part.iter().sum::<u32>();
        let never: Result<(), ()> = ahead(items, part, make, |sum| {
            taken.push(sum);
            Ok(())
        });
        never.unwrap();
        taken
    }

    #[test]
    fn parts_come_in_order_and_the_last_may_be_short() {
        assert_eq!(sums(&[1, 2, 3, 4, 5], 2), [3, 7, 5]);
        assert_eq!(sums(&[1, 2, 3], 9), [6]);
        assert!(sums(&[], 2).is_empty());
        assert_eq!(sums(&[4, 5], 0), [4, 5]);
    }

    #[test]
    fn the_next_part_is_made_while_one_is_taken() {
        let (tell, begun) = channel();
        let tell = Mutex::new(tell);
        let make = |part: &[u32]| {
            tell.lock().unwrap().send(part[0]).unwrap();
            part[0]
        };
        // Would wait for ever if the next part were made only after this one was taken.
        let wait_for = |begun: &Receiver<u32>, part| while begun.recv().unwrap() != part {};
        ahead(&[1, 2, 3], 1, make, |taken| {
            if taken < 3 {
                wait_for(&begun, taken + 1);
            }
            Ok::<(), ()>(())
        })
        .unwrap();
    }

    #[test]
    fn an_error_ends_it_and_at_most_one_more_part_is_made() {
        let made = Mutex::new(Vec::new());
        let make = |part: &[u32]| {
            made.lock().unwrap().push(part[0]);
            part[0]
        };
        let outcome =
            ahead(&[1, 2, 3, 4, 5], 1, make, |part| if part == 2 { Err("stop") } else { Ok(()) });
        assert_eq!(outcome, Err("stop"));
        let made = made.into_inner().unwrap();
        assert!(made == [1, 2] || made == [1, 2, 3], "{made:?}");
    }
}
