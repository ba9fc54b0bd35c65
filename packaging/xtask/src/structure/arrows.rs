//! Which file leans on which: every path, followed through re-exports to the file that defines it.
//!
//! A path counts where it stands after `use`; a second count takes those in as well that code writes
//! out (`super::a::f()`, `dialog::show()` with `dialog` a module). `mod x;` is no arrow, and a name
//! that a file only hands on (`pub use`) is none either: who takes it there leans on its file.

use std::collections::BTreeSet;

use super::module_tree::{Module, ModuleTree};
use super::source::SourceFile;
use super::tokens::Token;
use super::use_paths::{UsePath, use_paths};

/// Where a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Module(usize),
    /// Something that this module defines.
    Item(usize),
}

/// How many re-exports are followed before a circle of them is taken for what it is.
const STEPS: usize = 32;

/// For each file, the files that it leans on.
#[derive(Debug, Default)]
pub struct Arrows {
    /// By what it takes with `use`.
    pub by_use: Vec<BTreeSet<usize>>,
    /// By `use`, or by a path written out in its code.
    pub by_any_path: Vec<BTreeSet<usize>>,
}

impl Arrows {
    /// The arrows among these files.
    pub fn of(files: &[SourceFile], tree: &ModuleTree) -> Self {
        let mut arrows = Self::default();
        for (file, source) in files.iter().enumerate() {
            let module = tree.of_file.get(file).copied().unwrap_or_default();
            let ends = |paths: Vec<Vec<String>>| -> BTreeSet<usize> {
                let found = paths.iter().filter_map(|path| tree.follow(module, path, STEPS));
                found.filter_map(|end| tree.file(end)).filter(|&other| other != file).collect()
            };
            let Paths { taken, written } = paths_in(&source.tokens);
            let leading = |path: &Vec<String>| tree.begins_with_module(module, path);
            let taken = ends(taken);
            let written = ends(written.into_iter().filter(leading).collect());
            arrows.by_any_path.push(taken.union(&written).copied().collect());
            arrows.by_use.push(taken);
        }
        arrows
    }
}

/// The paths of a file.
struct Paths {
    /// After `use`, save what is only handed on.
    taken: Vec<Vec<String>>,
    /// In code.
    written: Vec<Vec<String>>,
}

fn paths_in(tokens: &[Token]) -> Paths {
    let mut taken: Vec<UsePath> = Vec::new();
    let mut written = Vec::new();
    let mut words = BTreeSet::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before_is = |sign| at > 0 && tokens.get(at - 1).is_some_and(|before| before.is(sign));
        let next_is = |sign| tokens.get(at + 1).is_some_and(|next| next.is(sign));
        if token.is("use") && !next_is("<") {
            let end = at + tokens.iter().skip(at).take_while(|token| !token.is(";")).count();
            let handed_on = before_is("pub") || before_is(")");
            taken.extend(use_paths(tokens.get(at + 1..end).unwrap_or_default(), handed_on));
            at = end;
        } else if token.is("mod") && tokens.get(at + 2).is_some_and(|token| token.is(";")) {
            at += 2;
        } else if token.is_word() {
            let path = path_at(tokens, at);
            if !before_is(".") {
                words.insert(token.text.clone());
            }
            at += (path.len() - 1) * 2;
            if path.len() > 1 {
                written.push(path);
            }
        }
        at += 1;
    }
    taken.retain(|path| !path.handed_on || words.contains(&path.name));
    Paths { taken: taken.into_iter().map(|path| path.path).collect(), written }
}

/// The path whose first segment stands at `at`; one segment where no `::` follows.
fn path_at(tokens: &[Token], at: usize) -> Vec<String> {
    let mut path: Vec<String> =
        tokens.get(at).map(|token| token.text.clone()).into_iter().collect();
    let mut index = at + 1;
    while tokens.get(index).is_some_and(|token| token.is("::"))
        && let Some(word) = tokens.get(index + 1).filter(|token| token.is_word())
    {
        path.push(word.text.clone());
        index += 2;
    }
    path
}

impl ModuleTree {
    fn module(&self, index: usize) -> Option<&Module> {
        self.modules.get(index)
    }

    fn file(&self, found: Found) -> Option<usize> {
        let (Found::Module(module) | Found::Item(module)) = found;
        self.module(module).map(|module| module.file).filter(|&file| file != usize::MAX)
    }

    fn begins_with_module(&self, module: usize, path: &[String]) -> bool {
        let Some(first) = path.first() else { return false };
        ["crate", "super", "self"].contains(&first.as_str())
            || matches!(self.named(module, first, STEPS), Some(Found::Module(_)))
    }

    /// Where a path leads that is written in `module`; none where it leaves the crate.
    fn follow(&self, module: usize, path: &[String], steps: usize) -> Option<Found> {
        let (first, mut rest) = path.split_first()?;
        let mut found = match first.as_str() {
            "crate" => Found::Module(self.module(module)?.root),
            "self" => Found::Module(module),
            "super" => Found::Module(self.module(module)?.parent?),
            name => self.named(module, name, steps)?,
        };
        while let (Found::Module(current), Some((name, after))) = (found, rest.split_first()) {
            found = match name.as_str() {
                "super" => Found::Module(self.module(current)?.parent?),
                // What a macro makes is not seen: it is the module's own.
                name => self.named(current, name, steps).unwrap_or(Found::Item(current)),
            };
            rest = after;
        }
        Some(found)
    }

    /// What a name means in a module: its own, or what it takes from elsewhere.
    fn named(&self, module: usize, name: &str, steps: usize) -> Option<Found> {
        let scope = self.module(module)?;
        let steps = steps.checked_sub(1)?;
        if scope.items.contains(name) {
            return Some(Found::Item(module));
        }
        if let Some(&child) = scope.children.get(name) {
            return Some(Found::Module(child));
        }
        let by_name = scope.uses.iter().find(|taken| taken.name == name);
        if let Some(taken) = by_name {
            let leads_to_itself = taken.path.len() == 1;
            return if leads_to_itself { None } else { self.follow(module, &taken.path, steps) };
        }
        let stars = scope.uses.iter().filter(|taken| taken.name == "*");
        stars.filter_map(|star| self.follow(module, &star.path, steps)).find_map(
            |star| match star {
                Found::Module(other) if other != module => self.named(other, name, steps),
                _ => None,
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The arrows among these files of the room `room`, which is a crate, as "from -> to".
    fn drawn(sources: &[(&str, &str)]) -> Vec<String> {
        as_text(sources, |arrows| arrows.by_use)
    }

    fn as_text(sources: &[(&str, &str)], count: fn(Arrows) -> Vec<BTreeSet<usize>>) -> Vec<String> {
        let files: Vec<SourceFile> = sources
            .iter()
            .map(|(path, text)| SourceFile::read_from(&format!("src/room/{path}.rs"), text))
            .collect();
        let tree = ModuleTree::of(&files, &BTreeSet::from(["room".to_owned()]));
        let mut drawn = Vec::new();
        for (from, ends) in count(Arrows::of(&files, &tree)).into_iter().enumerate() {
            drawn.extend(
                ends.into_iter().map(|to| format!("{} -> {}", sources[from].0, sources[to].0)),
            );
        }
        drawn
    }

    #[test]
    fn a_re_export_leads_to_the_file_that_defines_the_name() {
        let room = ("mod", "mod money; mod cart; pub use money::Money; pub use cart::*;");
        let money = ("money", "pub struct Money;");
        let by_parent = ("cart", "use super::Money; pub struct Cart(Money);");
        assert_eq!(drawn(&[room, money, by_parent]), ["cart -> money"]);
        let by_crate = ("cart", "use crate::{Money as Coins, money}; pub struct Cart;");
        assert_eq!(drawn(&[room, money, by_crate]), ["cart -> money"]);
        let by_star = ("money", "use super::Cart; pub struct Money;");
        let cart = ("cart", "pub struct Cart;");
        assert_eq!(drawn(&[room, by_star, cart]), ["money -> cart"]);
    }

    #[test]
    fn what_is_only_handed_on_is_no_arrow_but_what_is_used_is() {
        let child = ("child", "pub struct Child; use super::State;");
        let hands_on = ("mod", "mod child; pub use child::Child; pub struct State;");
        assert_eq!(drawn(&[hands_on, child]), ["child -> mod"]);
        let uses = ("mod", "mod child; pub use child::Child; pub struct State(Child);");
        assert_eq!(drawn(&[uses, child]), ["mod -> child", "child -> mod"]);
    }

    #[test]
    fn paths_written_in_code_have_a_count_of_their_own_and_other_crates_have_none() {
        let room = ("mod", "mod a; mod b; fn f() { b::go(); std::mem::drop(1); }");
        let a = ("a", "use std::fs; fn f() { super::b::go(); fs::read(); }");
        let files = [room, a, ("b", "pub fn go() {}")];
        assert_eq!(as_text(&files, |arrows| arrows.by_any_path), ["mod -> b", "a -> b"]);
        assert!(drawn(&files).is_empty(), "no `use` takes anything of the room");
    }

    #[test]
    fn a_module_of_the_same_name_deeper_down_is_another() {
        let files = [
            ("mod", "mod screen; mod paying;"),
            ("paying/mod", "mod cash; use super::screen::Screen;"),
            ("paying/cash", "use super::super::screen; pub fn show() {}"),
            ("screen", "pub struct Screen;"),
        ];
        let arrows = ["paying/mod -> screen", "paying/cash -> screen"];
        assert_eq!(drawn(&files), arrows);
    }

    #[test]
    fn re_exports_in_a_circle_end() {
        let files = [
            ("mod", "mod a; mod b;"),
            ("a", "pub use super::b::X;"),
            ("b", "pub use super::a::X; type Y = X;"),
        ];
        assert!(drawn(&files).len() <= 1);
    }
}
