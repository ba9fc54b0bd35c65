//! The till's three short sounds, made by a sum, on a thread of their own. Without a loudspeaker
//! there is silence.

use std::f32::consts::TAU;
use std::num::{NonZeroU16, NonZeroU32};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use rodio::buffer::SamplesBuffer;

/// What a clerk hears without looking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sound {
    /// Something was added: one high tone.
    Added,
    /// The clerk is asked: two equal tones.
    Asked,
    /// It did not work: a low tone after a higher one.
    Failed,
}

/// Samples a second.
const RATE: u32 = 44_100;
/// A part of full scale: heard across a counter, not across a shop.
const LOUDNESS: f32 = 0.25;
/// How many sounds may wait; more would only be heard too late.
const WAITING: usize = 2;
/// A loudspeaker that nobody has used for so long is given back to the system.
const PAUSE: Duration = Duration::from_secs(20);

impl Sound {
    /// The tones: hertz (0 is silence) and milliseconds.
    fn tones(self) -> &'static [(f32, u32)] {
        match self {
            Self::Added => &[(1318.5, 90)],
            Self::Asked => &[(880.0, 80), (0.0, 50), (880.0, 80)],
            Self::Failed => &[(392.0, 120), (261.6, 200)],
        }
    }

    /// The sound as samples from -1 to 1, [`RATE`] a second, mono. Each tone swells and fades, so
    /// that it does not click.
    fn samples(self) -> Vec<f32> {
        let mut samples = Vec::new();
        for &(hertz, millis) in self.tones() {
            let count = (RATE * millis / 1000) as usize;
            let ramp = (RATE / 100) as f32;
            samples.extend((0..count).map(|at| {
                let edge = at.min(count - 1 - at) as f32;
                let swell = (edge / ramp).min(1.0);
                (TAU * hertz * at as f32 / RATE as f32).sin() * LOUDNESS * swell
            }));
        }
        samples
    }
}

/// Plays sounds without anybody waiting for it.
pub struct Speaker {
    queue: Sender<Sound>,
}

impl Speaker {
    /// Starts the thread `sounds`; the loudspeaker is opened with the first sound.
    pub fn start() -> Self {
        let (queue, sounds) = bounded(WAITING);
        let spawned = base::threads::start("sounds", move || play_all(&sounds));
        if let Err(error) = spawned {
            tracing::warn!(%error, "no thread for sounds");
        }
        Self { queue }
    }

    /// Plays a sound soon, or not at all when others wait.
    pub fn play(&self, sound: Sound) {
        // Full: a later sound says more. Disconnected: there is silence.
        let _played = self.queue.try_send(sound);
    }
}

fn play_all(sounds: &Receiver<Sound>) {
    while let Ok(first) = sounds.recv() {
        let Some(output) = output() else { continue };
        play(&output, first);
        while let Ok(sound) = sounds.recv_timeout(PAUSE) {
            play(&output, sound);
        }
    }
}

/// The system's loudspeaker, if it has one.
fn output() -> Option<rodio::MixerDeviceSink> {
    match rodio::DeviceSinkBuilder::open_default_sink() {
        Ok(mut output) => {
            output.log_on_drop(false);
            Some(output)
        }
        Err(error) => {
            tracing::info!(%error, "no loudspeaker");
            None
        }
    }
}

/// Plays a sound to its end, so that two never sound at once.
fn play(output: &rodio::MixerDeviceSink, sound: Sound) {
    let (Some(rate), Some(mono)) = (NonZeroU32::new(RATE), NonZeroU16::new(1)) else { return };
    let samples = sound.samples();
    let length = Duration::from_secs_f32(samples.len() as f32 / RATE as f32);
    output.mixer().add(SamplesBuffer::new(mono, rate, samples));
    thread::sleep(length);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_are_short_soft_and_do_not_click() {
        for sound in [Sound::Added, Sound::Asked, Sound::Failed] {
            let samples = sound.samples();
            let seconds = samples.len() as f32 / RATE as f32;
            assert!((0.05..0.4).contains(&seconds), "{sound:?} takes {seconds} s");
            assert!(samples.iter().all(|sample| sample.abs() <= LOUDNESS));
            let loudest = samples.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
            assert!(loudest > LOUDNESS * 0.9, "{sound:?} can be heard");
            let steps = samples.windows(2).map(|pair| (pair[1] - pair[0]).abs());
            assert!(steps.fold(0.0, f32::max) < 0.06, "{sound:?} clicks");
            assert_eq!((samples[0], samples[samples.len() - 1]), (0.0, 0.0));
        }
    }

    #[test]
    fn the_three_can_be_told_apart() {
        assert_ne!(Sound::Added.tones(), Sound::Asked.tones());
        assert_ne!(Sound::Asked.tones(), Sound::Failed.tones());
    }

    #[test]
    fn where_there_is_no_loudspeaker_nobody_waits() {
        let speaker = Speaker::start();
        for _ in 0..100 {
            speaker.play(Sound::Added);
        }
    }
}
