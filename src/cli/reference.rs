//! The whole help of the command line as one text, so that a change of it is seen.

use clap::{Command, CommandFactory};

use super::Arguments;

/// The help of `tillsight` and of every command below it, 100 columns wide.
#[must_use]
pub fn reference() -> String {
    let mut command = Arguments::command().term_width(100);
    command.build();
    let mut text = String::new();
    append(&mut command, &mut text);
    text
}

fn append(command: &mut Command, text: &mut String) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    let help = command.render_long_help().to_string();
    text.push_str(&format!("## {name} --help\n\n"));
    for line in help.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push('\n');
    let shown = |below: &&mut Command| below.get_name() != "help" && !below.is_hide_set();
    for below in command.get_subcommands_mut().filter(shown) {
        append(below, text);
    }
}
