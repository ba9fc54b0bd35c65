//! A world of its own for one test: a temporary folder, a shop in it, and the real program with
//! no display, no home and no variable of the person who runs the tests.

#![allow(dead_code)] // each test file uses its part

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use tillsight::photo::Picture;

/// A temporary folder with a shop in it.
pub struct SealedShop {
    folder: TempDir,
}

/// What a run of the program left.
#[derive(Debug)]
pub struct Run {
    /// Exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl SealedShop {
    /// An empty world; the shop's folder is not made yet.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A place in the world.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A place in the world, as an argument.
    pub fn arg(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// The program in this world, working in this world's shop.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.bare_command(args);
        command.arg("--shop").arg(self.path("shop"));
        command
    }

    /// The program in this world, with no shop named.
    pub fn bare_command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tillsight"));
        self.seal(&mut command).args(args);
        command
    }

    /// Gives a command this world's surroundings.
    pub fn seal<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "TILLSIGHT_BASE_WEIGHTS"] {
            command.env_remove(variable);
        }
        for variable in ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env_remove(variable);
        }
        command.env("HOME", self.folder.path()).env("TILLSIGHT_MODELS", models())
    }

    /// Runs the program in this world's shop.
    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(&mut self.command(args))
    }

    /// Runs the program and expects it to end well and say nothing on stderr.
    pub fn succeed(&self, args: &[&str]) -> Run {
        let run = self.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{args:?}: {run:?}");
        run
    }

    /// Writes a file into the world.
    pub fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Writes a PNG of one colour with a brighter stripe, so that no two are alike.
    pub fn write_picture(&self, name: &str, side: u32, colour: [u8; 3], stripe: u32) -> String {
        self.write(name, &png(&striped(side, colour, stripe)))
    }

    /// A folder of labelled pictures for quick training: `photos` of each of three colours.
    pub fn write_colours(&self, name: &str, photos: u32) -> String {
        for (product, colour) in
            [("red", [200, 30, 30]), ("green", [30, 200, 30]), ("blue", [30, 30, 200])]
        {
            for number in 0..photos {
                let file = format!("{name}/{product}/{number}.png");
                self.write_picture(&file, 32, colour, number);
            }
        }
        self.arg(name)
    }
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The JSON objects on standard output, one a line.
    pub fn json_lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The one JSON object on standard output.
    pub fn json(&self) -> Value {
        let lines = self.json_lines();
        assert_eq!(lines.len(), 1, "{self:?}");
        lines.into_iter().next().unwrap()
    }

    /// Checks for a failure told in exactly one sentence that holds all `parts`.
    pub fn assert_fails_saying(&self, parts: &[&str]) {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(!self.stderr.contains("panicked"), "{self:?}");
        let lines: Vec<&str> = self.stderr.lines().collect();
        assert_eq!(lines.len(), 1, "{self:?}");
        assert!(lines[0].starts_with("error: ") && lines[0].len() > 20, "{self:?}");
        for part in parts {
            assert!(lines[0].contains(part), "{part:?} is not in {self:?}");
        }
    }
}

/// The shipped models.
pub fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models")
}

/// The sample pictures, sorted.
pub fn samples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    let mut paths: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| tillsight::photo::is_picture_name(path))
        .map(|path| path.to_str().unwrap().to_owned())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

/// A picture of one colour with a stripe that tells it from others.
pub fn striped(side: u32, colour: [u8; 3], stripe: u32) -> Picture {
    let pixels = (0..side * side).flat_map(|at| {
        let (x, y) = (at % side, at / side);
        let lit = (x + y * (stripe % 5)) % 11 == stripe % 11 || y == stripe % side;
        colour.map(|value| if lit { 255 - value / 2 } else { value })
    });
    Picture::new(side, side, pixels.collect()).unwrap()
}

/// A picture as PNG.
pub fn png(picture: &Picture) -> Vec<u8> {
    encode(picture, image::ImageFormat::Png)
}

/// A picture as JPEG.
pub fn jpeg(picture: &Picture) -> Vec<u8> {
    encode(picture, image::ImageFormat::Jpeg)
}

fn encode(picture: &Picture, format: image::ImageFormat) -> Vec<u8> {
    let rgb = picture.rgb().to_vec();
    let picture = image::RgbImage::from_raw(picture.width(), picture.height(), rgb).unwrap();
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Writes a zip with entries of any name.
pub fn write_zip(path: &Path, entries: &[(&str, &[u8])]) {
    let mut writer = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

/// Copies a version's folder, to damage the copy.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
