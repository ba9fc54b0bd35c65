//! Seconds a line: what the machine took, measured, and what the clerk's hands and head take, by the
//! keystroke-level model (Card, Moran and Newell 1980, "The keystroke-level model for user
//! performance time with interactive systems").

use serde_json::Value;

/// A key pressed by an average typist who is no secretary.
const KEY: f64 = 0.28;
/// A moment to decide or to look something up in the head.
const THINK: f64 = 1.35;
/// The hand goes to the keyboard.
const REACH: f64 = 0.4;
/// A digit with which a PLU begins chooses its tile only when so long no other follows it.
const TILE_WAIT: f64 = 0.25;
/// Any other digit is kept for so long, as it may be a scanner's.
const BURST_WAIT: f64 = 0.05;

/// One line as a clerk brings it about.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LineWork {
    /// From the still scene to tile or line.
    pub machine: f64,
    /// Keys pressed for it; nothing else is an action, since nothing is clicked.
    pub keys: u32,
    /// What the machine waits for after the last key, before the line stands there.
    pub waits: f64,
}

impl LineWork {
    /// The whole time in seconds: the machine, a look at what it says, the keys, and the wait, as if the
    /// clerk did nothing in it.
    pub fn seconds(self) -> f64 {
        let hands = if self.keys == 0 { 0.0 } else { REACH + f64::from(self.keys) * KEY };
        self.machine + THINK + hands + self.waits
    }

    /// The same line keyed in by its PLU: remembered, typed, entered.
    pub fn of_plu(plu: &str) -> Self {
        Self { machine: 0.0, keys: plu.len() as u32 + 1, waits: 0.0 }
    }
}

/// How the lines of a day came about.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Clerking {
    /// Lines that were shown to the camera.
    pub shown: usize,
    /// Of those: added without a question, and right.
    pub accepted: usize,
    /// Added without a question, but wrong, and corrected.
    pub wrong: usize,
    /// Chosen among the tiles.
    pub tiles: usize,
    /// Searched, since it stood on no tile.
    pub searched: usize,
    /// The work on each line.
    pub lines: Vec<LineWork>,
    /// The work if its PLU had been keyed in.
    pub by_plu: Vec<LineWork>,
    /// Lines that a tile's digit brought about.
    pub by_digit: usize,
}

impl Clerking {
    /// Counts in a line of the program's log: `{"asked": "accept" | "ask" | "unknown",
    /// "right": bool, "place": 1 to 4 or 0, "keys": n, "millis": n}`; `plu` is what would have been
    /// keyed in, and `begins` tells whether any PLU of the shop begins with a digit.
    pub fn count(&mut self, told: &Value, plu: &str, begins: impl Fn(char) -> bool) {
        let keys = told["keys"].as_u64().unwrap_or(0) as u32;
        let place = told["place"].as_u64().and_then(|place| char::from_digit(place as u32, 10));
        let tile = place.filter(|place| *place != '0' && keys == 1);
        self.by_digit += usize::from(tile.is_some());
        let waits = tile.map_or(0.0, |digit| if begins(digit) { TILE_WAIT } else { BURST_WAIT });
        self.shown += 1;
        match (told["asked"].as_str(), told["right"].as_bool(), told["place"].as_u64()) {
            (Some("accept"), Some(true), _) => self.accepted += 1,
            (Some("accept"), _, _) => self.wrong += 1,
            (_, _, Some(1..)) => self.tiles += 1,
            _ => self.searched += 1,
        }
        let machine = told["millis"].as_f64().unwrap_or(f64::NAN) / 1000.0;
        self.lines.push(LineWork { machine, keys, waits });
        self.by_plu.push(LineWork::of_plu(plu));
    }

    /// What is printed of it.
    pub fn report(&self) -> String {
        let share = |count: usize| count as f64 * 100.0 / self.shown.max(1) as f64;
        let machine = mean(self.lines.iter().map(|line| line.machine));
        let each_waits = |wait: f64| self.by_digit as f64 * wait / self.shown.max(1) as f64;
        let worst = self.lines.iter().map(|line| line.machine).fold(0.0, f64::max);
        format!(
            "{} items shown: {:.0} % added without a question and right, {:.1} % added wrongly and \
             corrected, {:.0} % chosen among the tiles, {:.1} % searched\n\
             seconds a line: {:.2} ({:.2} of them the machine's, {:.2} at worst), {:.2} keys; \
             keying the PLU: {:.2}, {:.2} keys\n\
             of that the wait for a second digit: {:.3} s a line; {:.3} if none were waited for, {:.3} \
             if it were for every tile\n",
            self.shown,
            share(self.accepted),
            share(self.wrong),
            share(self.tiles),
            share(self.searched),
            mean(self.lines.iter().map(|line| line.seconds())),
            machine,
            worst,
            mean(self.lines.iter().map(|line| f64::from(line.keys))),
            mean(self.by_plu.iter().map(|line| line.seconds())),
            mean(self.by_plu.iter().map(|line| f64::from(line.keys))),
            mean(self.lines.iter().map(|line| line.waits)),
            each_waits(BURST_WAIT),
            each_waits(TILE_WAIT),
        )
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_plu_takes_three_seconds_and_an_accepted_line_half_of_it() {
        let keyed = LineWork::of_plu("4020").seconds();
        assert!((keyed - 3.15).abs() < 1e-9);
        let accepted = LineWork { machine: 0.3, keys: 0, waits: 0.0 }.seconds();
        assert!((accepted - 1.65).abs() < 1e-9);
    }

    #[test]
    fn lines_are_counted_by_how_they_came_about() {
        let mut clerking = Clerking::default();
        for (asked, right, place, keys) in [
            ("accept", true, 1, 0),
            ("accept", false, 2, 1),
            ("ask", false, 3, 1),
            ("ask", false, 0, 4),
            ("unknown", false, 0, 5),
        ] {
            let told = json!({"asked": asked, "right": right, "place": place, "keys": keys, "millis": 200.0});
            clerking.count(&told, "4020", |digit| digit == '3');
        }
        let Clerking { shown, accepted, wrong, tiles, searched, .. } = clerking.clone();
        assert_eq!((shown, accepted, wrong, tiles, searched), (5, 1, 1, 1, 2));
        let waits: Vec<f64> = clerking.lines.iter().map(|line| line.waits).collect();
        assert_eq!(waits, [0.0, BURST_WAIT, TILE_WAIT, 0.0, 0.0], "one key is a tile's");
        assert!(clerking.report().contains("20 % added without a question"));
    }
}
