//! What is left out of the data of a command: told where it is met, and by the exit code in the end.

use super::CliError;
use super::output;
use super::progress::Progress;
use training::FolderRemark;

/// Whether anything was left out so far.
#[derive(Default)]
pub(super) struct LeftOut(bool);

impl LeftOut {
    /// Notes what is told elsewhere.
    pub(super) fn note(&mut self) {
        self.0 = true;
    }

    /// Tells of a photo, on stderr, above the progress.
    pub(super) fn photo(&mut self, name: &str, reason: &str, progress: &Progress) {
        self.note();
        // A remark cannot fail the command.
        let _told = progress.beside(|| {
            output::print_warning(&format!("{name} is left out: {reason}"));
            Ok(())
        });
    }

    /// Tells what people should know of the folders.
    pub(super) fn folders(&mut self, remarks: &[FolderRemark]) {
        for remark in remarks {
            self.0 |= remark.leaves_out();
            output::print_warning(&remark.to_string());
        }
    }

    /// Ends in [`CliError::PhotosFailed`] if anything was left out.
    pub(super) fn end(&self) -> Result<(), CliError> {
        if self.0 { Err(CliError::PhotosFailed) } else { Ok(()) }
    }
}
