//! The modules of `src` as a tree, with the names that each defines, declares and takes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::source::SourceFile;
use super::tokens::{Token, closing};
use super::use_paths::{UsePath, use_paths};

/// A module: a file, or a block `mod name { }` in one.
#[derive(Debug)]
pub struct Module {
    /// The file it stands in, by its place in the list of files.
    pub file: usize,
    /// The module that it stands in; none for `src` itself.
    pub parent: Option<usize>,
    /// What `crate` means here.
    pub root: usize,
    /// Modules in it, by name.
    pub children: BTreeMap<String, usize>,
    /// Types, functions and the like that it defines.
    pub items: BTreeSet<String>,
    /// What it takes, by `use` outside of functions.
    pub uses: Vec<UsePath>,
}

/// All modules; the first one is the folder `src`.
#[derive(Debug)]
pub struct ModuleTree {
    /// The modules.
    pub modules: Vec<Module>,
    /// The module that each file is, in the order of the files.
    pub of_file: Vec<usize>,
}

/// Words after which an item's name stands.
const ITEM_WORDS: [&str; 8] = ["struct", "enum", "union", "trait", "type", "const", "static", "fn"];
const WORDS_BETWEEN: [&str; 6] = ["fn", "mut", "unsafe", "async", "extern", "const"];

impl ModuleTree {
    /// The tree of these files; a room with a `Cargo.toml` is a crate, otherwise `src` is one.
    pub fn of(files: &[SourceFile], crates: &BTreeSet<String>) -> Self {
        let src = Module {
            file: usize::MAX,
            parent: None,
            root: 0,
            children: BTreeMap::new(),
            items: BTreeSet::new(),
            uses: Vec::new(),
        };
        let mut tree = Self { modules: vec![src], of_file: Vec::new() };
        for (file, source) in files.iter().enumerate() {
            let mut module = 0;
            for (depth, segment) in module_path(&source.path).iter().enumerate() {
                let is_root = depth == 0 && crates.contains(segment);
                module = tree.child(module, segment, is_root);
            }
            tree.of_file.push(module);
            if let Some(module) = tree.modules.get_mut(module) {
                module.file = file;
            }
        }
        for (file, source) in files.iter().enumerate() {
            if let Some(&module) = tree.of_file.get(file) {
                tree.read_items(module, &source.tokens);
            }
        }
        tree
    }

    fn child(&mut self, parent: usize, name: &str, is_root: bool) -> usize {
        let next = self.modules.len();
        let (file, root) =
            self.modules.get(parent).map_or((0, 0), |module| (module.file, module.root));
        let Some(module) = self.modules.get_mut(parent) else { return parent };
        if let Some(&known) = module.children.get(name) {
            return known;
        }
        module.children.insert(name.to_owned(), next);
        self.modules.push(Module {
            file,
            parent: Some(parent),
            root: if is_root { next } else { root },
            children: BTreeMap::new(),
            items: BTreeSet::new(),
            uses: Vec::new(),
        });
        next
    }

    /// Notes what stands at the top of a file, or of a block in it.
    fn read_items(&mut self, module: usize, tokens: &[Token]) {
        let mut handed_on = false;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let public = std::mem::take(&mut handed_on);
            let next = tokens.get(at + 1);
            let opens_after = |sign| next.is_some_and(|token| token.is(sign));
            if token.is("pub") {
                handed_on = true;
                at = if opens_after("(") { closing(tokens, at + 1) } else { at };
            } else if token.is("use") && !opens_after("<") {
                let end = at + tokens.iter().skip(at).take_while(|token| !token.is(";")).count();
                let paths = use_paths(tokens.get(at + 1..end).unwrap_or_default(), public);
                self.change(module, |module| module.uses.extend(paths));
                at = end;
            } else if token.is("mod") && tokens.get(at + 2).is_some_and(|token| token.is("{")) {
                let name = next.map(|token| token.text.clone()).unwrap_or_default();
                let end = closing(tokens, at + 2);
                let inner = self.child(module, &name, false);
                self.read_items(inner, tokens.get(at + 3..end).unwrap_or_default());
                at = end;
            } else if ["(", "[", "{"].iter().any(|open| token.is(open)) {
                at = closing(tokens, at);
            } else if let Some(name) = item_name(tokens, at) {
                self.change(module, |module| module.items.insert(name));
            }
            at += 1;
        }
    }

    fn change<T>(&mut self, module: usize, change: impl FnOnce(&mut Module) -> T) {
        if let Some(module) = self.modules.get_mut(module) {
            change(module);
        }
    }
}

/// The name that the item at `at` defines, if one begins there.
fn item_name(tokens: &[Token], at: usize) -> Option<String> {
    let token = tokens.get(at)?;
    if token.is("macro_rules") {
        return tokens.get(at + 2).map(|token| token.text.clone());
    }
    if !ITEM_WORDS.iter().any(|word| token.is(word)) {
        return None;
    }
    let name = tokens.get(at + 1).filter(|next| next.is_word())?;
    (!WORDS_BETWEEN.iter().any(|word| name.is(word))).then(|| name.text.clone())
}

/// The modules from `src` to this file: `src/ui/paying/cash.rs` is `ui`, `paying`, `cash`.
fn module_path(path: &Path) -> Vec<String> {
    let stem: PathBuf = path.strip_prefix("src").unwrap_or(path).with_extension("");
    let name = |part: Component| part.as_os_str().to_string_lossy().into_owned();
    let mut path: Vec<String> = stem.components().map(name).collect();
    if path.last().is_some_and(|last| ["mod", "lib"].contains(&last.as_str())) {
        path.pop();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens_of;
    use super::*;

    #[test]
    fn a_file_is_the_module_that_its_path_says() {
        assert_eq!(module_path(Path::new("src/ui/paying/cash.rs")), ["ui", "paying", "cash"]);
        assert_eq!(module_path(Path::new("src/ui/paying/mod.rs")), ["ui", "paying"]);
        assert!(module_path(Path::new("src/lib.rs")).is_empty());
    }

    #[test]
    fn items_uses_and_blocks_are_noted() {
        let source = "pub(super) use a::{B, C}; pub const fn one() { struct Inner; } \
            impl X for Y { fn two() {} } mod block { pub struct Three; } const FOUR: u8 = 4;";
        let file = SourceFile::read_from("src/room/mod.rs", source);
        let tree = ModuleTree::of(&[file], &BTreeSet::from(["room".to_owned()]));
        let room = &tree.modules[tree.of_file[0]];
        assert_eq!(room.items, BTreeSet::from(["one".to_owned(), "FOUR".to_owned()]));
        assert!(room.uses.iter().all(|path| path.handed_on) && room.uses.len() == 2);
        let block = &tree.modules[room.children["block"]];
        assert!(block.items.contains("Three") && block.file == room.file);
        assert_eq!(block.root, tree.of_file[0], "the room is a crate");
    }

    #[test]
    fn an_item_is_named_after_its_keyword() {
        assert_eq!(item_name(&tokens_of("fn(u8)"), 0), None);
        assert_eq!(item_name(&tokens_of("const fn a()"), 0), None, "`fn` follows and names it");
        assert_eq!(item_name(&tokens_of("macro_rules! m {}"), 0), Some("m".to_owned()));
    }
}
