//! Why a photo could not be used, in sentences a clerk can act on.

use thiserror::Error;

use domain::Message;

/// Why a photo could not be read or made.
///
/// Every sentence names the photo, says what is wrong and what to do now.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PhotoError {
    /// The operating system would not give the file's bytes.
    #[error("{name} cannot be read ({source}); check that the file exists and may be opened")]
    Unreadable {
        /// The photo's name, as given by the caller.
        name: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A folder, a pipe or a device was given in place of a file.
    #[error("{name} is not a file; choose a photo file")]
    NotAFile {
        /// The photo's name, as given by the caller.
        name: String,
    },
    /// The file has no bytes at all.
    #[error("{name} is an empty file; copy the photo again or take a new one")]
    Empty {
        /// The photo's name, as given by the caller.
        name: String,
    },
    /// The bytes are none of the picture formats that are read.
    #[error("{name} is not a picture; use a JPEG, PNG, HEIC, WebP, BMP, TIFF or GIF file")]
    NotAPicture {
        /// The photo's name, as given by the caller.
        name: String,
    },
    /// A picture, but of a kind that is not read.
    #[error(
        "{name} is a picture of an unknown kind ({kind}); save it as JPEG or PNG and try again"
    )]
    UnknownKind {
        /// The photo's name, as given by the caller.
        name: String,
        /// The kind that was found, for example `AVIF`.
        kind: String,
    },
    /// The file stops before the picture is complete.
    #[error("{name} is cut off before its end; copy the photo again or take a new one")]
    Truncated {
        /// The photo's name, as given by the caller.
        name: String,
    },
    /// The header announces more pixels than are opened; nothing was decoded.
    #[error(
        "{name} is {width} x {height} pixels, more than the {limit_megapixels} megapixels that are \
         opened; make it smaller in a picture editor and try again"
    )]
    TooLarge {
        /// The photo's name, as given by the caller.
        name: String,
        /// Width in pixels, as the header says.
        width: u32,
        /// Height in pixels, as the header says.
        height: u32,
        /// The largest number of megapixels that is opened.
        limit_megapixels: u32,
    },
    /// Decoding would need more memory than one photo may take.
    #[error("{name} needs too much memory to open; save it as a smaller JPEG and try again")]
    TooMuchMemory {
        /// The photo's name, as given by the caller.
        name: String,
    },
    /// The file itself is larger than any photo.
    #[error("{name} is larger than {limit_mebibytes} MiB; choose a smaller file")]
    FileTooLarge {
        /// The photo's name, as given by the caller.
        name: String,
        /// The largest file that is read, in MiB.
        limit_mebibytes: u64,
    },
    /// A picture whose bytes contradict themselves.
    #[error("{name} is damaged ({reason}); copy the photo again or take a new one")]
    Damaged {
        /// The photo's name, as given by the caller.
        name: String,
        /// What the decoder said.
        reason: String,
    },
    /// A picture could not be written in a file's form.
    #[error("the picture could not be encoded ({reason}); close other programs and try again")]
    NotEncoded {
        /// What the encoder said.
        reason: String,
    },
    /// Width, height and the number of bytes given to [`super::Picture::new`] do not belong together.
    #[error("{bytes} bytes are not a picture of {width} x {height} RGB pixels; use the right size")]
    WrongByteCount {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Number of bytes given.
        bytes: usize,
    },
}

impl PhotoError {
    /// The same for people, without the photo's name, which stands beside it.
    pub fn message(&self) -> Message {
        match self {
            Self::Unreadable { source, .. } => {
                Message::new("photo-unreadable").because(Message::of_io(source))
            }
            Self::Empty { .. } => Message::new("photo-empty"),
            Self::NotAPicture { .. } => Message::new("photo-not-a-picture"),
            Self::Truncated { .. } => Message::new("photo-truncated"),
            Self::TooLarge { width, height, .. } => Message::new("photo-too-large")
                .naming("width", width.to_string())
                .naming("height", height.to_string()),
            Self::NotAFile { .. } => Message::new("photo-not-a-file"),
            Self::UnknownKind { kind, .. } => {
                Message::new("photo-unknown-kind").naming("kind", kind.clone())
            }
            Self::TooMuchMemory { .. } | Self::FileTooLarge { .. } => {
                Message::new("photo-too-heavy")
            }
            Self::Damaged { .. } | Self::NotEncoded { .. } | Self::WrongByteCount { .. } => {
                Message::new("photo-damaged")
            }
        }
    }
}
