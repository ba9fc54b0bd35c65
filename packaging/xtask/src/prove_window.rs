//! The window on a screen of its own: how soon it shows something, and what it uses when idle.
//!
//! Xvfb keeps its picture in a file (`-fbdir`), so the first light is seen without asking the server
//! and without disturbing the program.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::cargo_steps::{self, minutes};
use crate::child::run;
use crate::error::{FileContext, Result, SetupError};
use crate::places;
use crate::seal::{self, Depth};

/// Starts of the program, each measured.
const STARTS: usize = 7;
/// A window that has not shown itself by then never will.
const PATIENCE: Duration = Duration::from_secs(30);
/// More colours than these are not an empty window.
const WORDS_COLOURS: usize = 100;
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// The model is loaded and the window at rest after so long.
const SETTLE: Duration = Duration::from_secs(10);
const IDLE: Duration = Duration::from_secs(60);
/// Marks of the issue: first frame, and share of a core when idle.
const FIRST_FRAME: Duration = Duration::from_millis(500);
const IDLE_SHARE: f64 = 0.01;

/// A child that does not outlive the proof.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A virtual screen and the file that holds its picture.
pub struct Screen {
    display: String,
    picture: PathBuf,
    _server: Running,
}

impl Screen {
    /// One whose picture lies in `folder`; `which` tells those of one proof apart.
    ///
    /// # Errors
    /// If there is no Xvfb, or it does not start.
    pub fn open(folder: &Path, which: u32) -> Result<Self> {
        let display = format!(":{}", 200 + which * 1000 + std::process::id() % 1000);
        let mut server = Command::new("Xvfb");
        server.args([&display, "-screen", "0", "1280x800x24", "-fbdir"]).arg(folder);
        let server = start(server.stderr(Stdio::null()))?;
        let picture = folder.join("Xvfb_screen0");
        let socket = PathBuf::from(format!("/tmp/.X11-unix/X{}", &display[1..]));
        until("the virtual screen", || picture.exists() && socket.exists())?;
        Ok(Self { display, picture, _server: server })
    }

    /// Has a program draw here.
    pub fn show(&self, program: &mut Command) {
        program.env("DISPLAY", &self.display).env_remove("WAYLAND_DISPLAY");
    }

    /// Waits until words stand on it.
    ///
    /// # Errors
    /// If none come.
    pub fn wait_for_words(&self, what: &str) -> Result<()> {
        until(what, || self.look().is_ok_and(|picture| shows_words(&picture)))
    }

    /// The screen's pixels, four bytes each.
    fn look(&self) -> Result<Vec<u8>> {
        let file = fs::read(&self.picture).on("read", &self.picture)?;
        Ok(pixels(&file).to_vec())
    }
}

/// Starts the window again and again, tells how soon it drew, then leaves one idle for a minute.
pub fn window(_arguments: &[&str]) -> Result<()> {
    let source = cargo_steps::set_up(Depth::Quick)?;
    run(cargo_steps::cargo(&source).args(["build", "--quiet"]), "its own message stands above")?;
    let name = format!("tillsight-window-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).on("make", &folder)?;
    let screen = Screen::open(&folder, 0)?;
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let (program, taken) = first_light(&screen, &folder)?;
        println!("prove: first light after {} ms", taken.as_millis());
        times.push(taken);
        drop(program);
        until("the empty screen", || screen.look().is_ok_and(|picture| !shows_words(&picture)))?;
    }
    times.sort();
    let median = times.get(times.len() / 2).copied().unwrap_or(PATIENCE);
    println!("prove: median of {STARTS} starts: {} ms", median.as_millis());
    let share = idle_share(&screen, &folder)?;
    println!("prove: idle for {}: {:.2} % of a core", minutes(IDLE), share * 100.0);
    drop(screen);
    seal::remove_folder(&folder)?;
    judge(median, share)
}

/// Starts the program; when words stand on the screen, the window is there.
fn first_light(screen: &Screen, folder: &Path) -> Result<(Running, Duration)> {
    if shows_words(&screen.look()?) {
        return Err(SetupError::ProofFailed("the screen is not empty before the start".into()));
    }
    let mut program = Command::new(places::checkout().join("target/debug/tillsight"));
    program.arg("--shop").arg(folder.join("shop")).stderr(Stdio::null());
    screen.show(&mut program);
    let begun = Instant::now();
    let program = start(&mut program)?;
    loop {
        if shows_words(&screen.look()?) {
            return Ok((program, begun.elapsed()));
        }
        if begun.elapsed() > PATIENCE {
            return Err(SetupError::ProofFailed("the window never drew".into()));
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// The pixels of a dump in X's own format (XWDFile.h): they come after the header, whose first number
/// is its length, and after the table of colours, twelve bytes each, of which its twentieth is the count.
fn pixels(dump: &[u8]) -> &[u8] {
    let number = |at: usize| {
        let bytes = dump.get(at * 4..at * 4 + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, |bytes| u32::from_be_bytes(bytes) as usize)
    };
    dump.get(number(0) + number(19) * 12..).unwrap_or_default()
}

/// An empty window has one colour and a border; letters with smooth edges have hundreds.
fn shows_words(picture: &[u8]) -> bool {
    let colours: HashSet<&[u8]> = picture.chunks_exact(4).collect();
    colours.len() > WORDS_COLOURS
}

fn idle_share(screen: &Screen, folder: &Path) -> Result<f64> {
    let (program, _) = first_light(screen, folder)?;
    std::thread::sleep(SETTLE);
    let before = clock_ticks(program.0.id())?;
    std::thread::sleep(IDLE);
    let ticks = clock_ticks(program.0.id())? - before;
    // Linux counts in hundredths of a second for programs (USER_HZ), whatever the kernel uses.
    Ok(ticks as f64 / 100.0 / IDLE.as_secs_f64())
}

/// Time used so far, by the program and for it in the kernel: fields 14 and 15 of `/proc/PID/stat`.
fn clock_ticks(process: u32) -> Result<u64> {
    let file = PathBuf::from(format!("/proc/{process}/stat"));
    let text = fs::read_to_string(&file).on("read", &file)?;
    // The program's name may hold blanks; it ends with the last bracket.
    let after_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let field = |at: usize| fields.get(at).and_then(|text| text.parse::<u64>().ok());
    match (field(11), field(12)) {
        (Some(user), Some(kernel)) => Ok(user + kernel),
        _ => Err(SetupError::ProofFailed(format!("{} cannot be understood", file.display()))),
    }
}

fn judge(median: Duration, share: f64) -> Result<()> {
    if share > IDLE_SHARE {
        let text = format!("idle, the window uses {:.1} % of a core", share * 100.0);
        return Err(SetupError::ProofFailed(text));
    }
    if median > FIRST_FRAME {
        let text = format!("the first frame takes {} ms", median.as_millis());
        return Err(SetupError::ProofFailed(text));
    }
    Ok(())
}

/// Starts a program that is killed when it is no longer needed.
///
/// # Errors
/// If there is no such program.
pub fn start(command: &mut Command) -> Result<Running> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.spawn().map(Running).map_err(|source| SetupError::ProgramMissing { program, source })
}

fn until(what: &str, is_there: impl Fn() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !is_there() {
        if begun.elapsed() > PATIENCE {
            return Err(SetupError::ProofFailed(format!("{what} did not come")));
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_or_busy_window_fails() {
        let (quick, slow) = (Duration::from_millis(300), Duration::from_millis(900));
        assert!(judge(quick, 0.0002).is_ok());
        assert!(judge(slow, 0.0002).is_err());
        assert!(judge(quick, 0.05).is_err());
    }

    #[test]
    fn an_empty_window_is_not_yet_a_frame() {
        let empty = [[1, 2, 3, 0]; 500].concat();
        let words: Vec<u8> = (0_u32..500).flat_map(u32::to_le_bytes).collect();
        assert!(!shows_words(&empty));
        assert!(shows_words(&words));
    }

    #[test]
    fn the_table_of_colours_is_no_picture() {
        let mut header = [0_u32; 25];
        (header[0], header[19]) = (100, 256);
        let table: Vec<u32> = (0..256 * 3).collect();
        let dump: Vec<u8> = header.iter().chain(&table).flat_map(|n| n.to_be_bytes()).collect();
        let dump = [dump, [7; 400].to_vec()].concat();
        assert_eq!(pixels(&dump), [7; 400]);
        assert!(!shows_words(pixels(&dump)) && shows_words(&dump));
        assert!(pixels(&[]).is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_time_used_by_a_process_is_read() {
        assert!(clock_ticks(std::process::id()).is_ok());
        assert!(clock_ticks(u32::MAX).is_err());
    }
}
