//! A scale at the end of a serial cable, and the till that weighs with it.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tillsight::devices::scale::{
    Scale, ScaleEvent, ScaleFeed, ScaleReading, ScaleSetting, SerialScale,
};

use super::simulated_scale::{Says, SimulatedScale, Speaks};

/// No test waits this long; one that would has failed.
const PATIENCE: Duration = Duration::from_secs(60);

struct Asked {
    _feed: ScaleFeed,
    events: Receiver<ScaleEvent>,
}

impl Asked {
    fn of(scale: &SimulatedScale) -> Self {
        let setting: ScaleSetting = scale.setting().parse().unwrap();
        let (sender, events) = channel();
        let open = move || Ok(Box::new(SerialScale::open(&setting)?) as Box<dyn Scale>);
        let report = move |event| _ = sender.send(event);
        Self { _feed: ScaleFeed::start(Box::new(open), report), events }
    }

    fn next(&self) -> ScaleEvent {
        self.events.recv_timeout(PATIENCE).expect("the scale has news")
    }

    /// The next reading; on a busy machine the scale may seem lost before it.
    fn next_reading(&self) -> ScaleReading {
        loop {
            match self.next() {
                ScaleEvent::Read(reading) => return reading,
                ScaleEvent::Lost { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn wait_for(&self, wanted: impl Fn(&ScaleEvent) -> bool) {
        while !wanted(&self.next()) {}
    }
}

fn reads(reading: ScaleReading) -> ScaleEvent {
    ScaleEvent::Read(reading)
}

const BOTH: [Speaks; 2] = [Speaks::Toledo, Speaks::Cas];

#[test]
fn both_protocols_tell_every_state() {
    for speaks in BOTH {
        let scale = SimulatedScale::plugged_in(speaks, Says::Grams(0));
        let asked = Asked::of(&scale);
        assert_eq!(asked.next(), ScaleEvent::Connecting);
        assert_eq!(asked.next_reading(), ScaleReading::Empty, "{speaks:?}");
        for (says, expected) in [
            (Says::Moving, ScaleReading::Moving),
            (Says::Grams(350), ScaleReading::Stable(350)),
            (Says::Over, ScaleReading::Over),
            (Says::Grams(12_345), ScaleReading::Stable(12_345)),
            (Says::Under, ScaleReading::Under),
            (Says::Grams(0), ScaleReading::Empty),
        ] {
            scale.says(says);
            assert_eq!(asked.next_reading(), expected, "{speaks:?}");
        }
    }
}

#[test]
fn a_scale_that_talks_nonsense_is_lost_and_found_again() {
    for speaks in BOTH {
        for nonsense in [Says::Garbage, Says::CutOff] {
            let scale = SimulatedScale::plugged_in(speaks, Says::Grams(350));
            let asked = Asked::of(&scale);
            asked.wait_for(|event| *event == reads(ScaleReading::Stable(350)));
            scale.says(nonsense);
            let lost = asked.next();
            assert!(matches!(lost, ScaleEvent::Lost { .. }), "{speaks:?} {nonsense:?}: {lost:?}");
            scale.says(Says::Grams(420));
            assert_eq!(asked.next_reading(), ScaleReading::Stable(420), "{speaks:?}");
        }
    }
}

#[test]
fn a_scale_that_falls_silent_is_lost() {
    let scale = SimulatedScale::plugged_in(Speaks::Cas, Says::Grams(350));
    let asked = Asked::of(&scale);
    asked.wait_for(|event| *event == reads(ScaleReading::Stable(350)));
    scale.says(Says::Nothing);
    asked.wait_for(|event| matches!(event, ScaleEvent::Lost { .. }));
}

#[test]
fn a_pulled_cable_is_noticed_and_the_scale_comes_back_by_itself() {
    for speaks in BOTH {
        let mut scale = SimulatedScale::plugged_in(speaks, Says::Grams(350));
        let asked = Asked::of(&scale);
        asked.wait_for(|event| *event == reads(ScaleReading::Stable(350)));
        scale.pull_the_cable();
        asked.wait_for(|event| matches!(event, ScaleEvent::Lost { .. }));
        scale.plug_in();
        asked.wait_for(|event| *event == reads(ScaleReading::Stable(350)));
    }
}

#[test]
fn a_port_that_is_not_there_is_said_with_its_name() {
    let setting: ScaleSetting = "toledo /dev/no-such-port 9600".parse().unwrap();
    let error = SerialScale::open(&setting).err().expect("there is none").to_string();
    assert!(error.contains("/dev/no-such-port") && error.contains("check the cable"), "{error}");
}
