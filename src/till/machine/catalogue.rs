//! The catalogue's desk: one product is edited at a time, one file is imported at a time.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Effect, Machine};
use crate::catalogue::{
    Answer, CatalogueCommand, CatalogueEffect, CatalogueInput, CatalogueView, Choices, EditorView,
    ImportShop, ImportState, ImportView, PictureChoice, ProductDraft,
};
use crate::messages::Message;
use domain::settings::{TAX_RATES, rates_of};
use domain::{Product, ProductId, TaxRate};

/// What lies open.
#[derive(Default)]
pub(super) struct CatalogueDesk {
    editor: Option<EditorView>,
    import: Option<ImportView>,
    /// The file that is imported, and what was said of it.
    import_file: PathBuf,
    import_choices: Choices,
    last_reading: u64,
    last_editor: u64,
}

impl CatalogueDesk {
    fn open_editor(&mut self, draft: ProductDraft, original: Option<Arc<Product>>) {
        self.last_editor += 1;
        let picture = original.as_ref().and_then(|product| product.picture.clone());
        self.editor = Some(EditorView {
            number: self.last_editor,
            draft: Arc::new(draft),
            original,
            sold: false,
            picture: picture.map_or(PictureChoice::None, PictureChoice::Kept),
            problems: Vec::new(),
            failure: None,
        });
    }
}

impl Machine {
    pub(super) fn catalogue_command(
        &mut self,
        command: CatalogueCommand,
        effects: &mut Vec<Effect>,
    ) {
        match command {
            CatalogueCommand::New { barcode } => self.edit_new(barcode, effects),
            CatalogueCommand::Edit(id) => self.edit(&id, effects),
            CatalogueCommand::ChoosePicture(source) => self.choose_picture(source, effects),
            CatalogueCommand::RemovePicture => self.set_picture(PictureChoice::None, effects),
            CatalogueCommand::Save(draft) => self.save_product(&draft, effects),
            CatalogueCommand::Close => self.close_editor(effects),
            CatalogueCommand::SetActive(id, active) => self.set_active(&id, active, effects),
            CatalogueCommand::Delete(id) => self.delete_product(id, effects),
            CatalogueCommand::ReadImport(file) => self.read_import(file, effects),
            CatalogueCommand::SetReplace(replace) => {
                if let Some(import) = &mut self.catalogue_desk.import {
                    import.replace = replace;
                }
            }
            CatalogueCommand::AnswerImport(answer) => self.answer_import(answer, effects),
            CatalogueCommand::ReviewImport => self.review_import(),
            CatalogueCommand::MatchImport => self.match_import(),
            CatalogueCommand::Reload => effects.push(CatalogueEffect::Reload.into()),
            CatalogueCommand::Import => self.take_import(effects),
            CatalogueCommand::CloseImport => self.catalogue_desk.import = None,
            CatalogueCommand::Export(file) => {
                let products = Arc::clone(&self.catalogue.all);
                effects.push(CatalogueEffect::Export { file, products }.into());
            }
            CatalogueCommand::SaveTemplate(file) => {
                effects.push(CatalogueEffect::SaveTemplate(file).into());
            }
        }
    }

    pub(super) fn catalogue_input(&mut self, input: CatalogueInput, effects: &mut Vec<Effect>) {
        match input {
            CatalogueInput::Sold(id, sold) => {
                if let Some(editor) = &mut self.catalogue_desk.editor
                    && editor.original.as_ref().is_some_and(|product| product.id == id)
                {
                    editor.sold = sold;
                }
            }
            CatalogueInput::Saved(product) => self.product_saved(*product, effects),
            CatalogueInput::PriceSaved(product) => self.catalogue.put(*product),
            CatalogueInput::Reloaded(products) => self.catalogue.replace(products),
            CatalogueInput::Deleted(id) => self.product_deleted(&id, effects),
            CatalogueInput::Refused(reason) => {
                let message = Message::new("product-not-saved").because(reason);
                match &mut self.catalogue_desk.editor {
                    Some(editor) => editor.failure = Some(message),
                    None => self.problem(message),
                }
            }
            CatalogueInput::PictureCopied { editor, result } => {
                self.picture_copied(editor, result, effects);
            }
            CatalogueInput::ImportRead { reading, state } => self.import_read(reading, state),
            CatalogueInput::Imported(result) => self.imported(result),
            CatalogueInput::Exported(Ok((file, count))) => {
                let message = Message::new("catalogue-exported").naming("file", file);
                self.info(message.naming("count", count.to_string()));
            }
            CatalogueInput::TemplateSaved(Ok(file)) => {
                self.info(Message::new("catalogue-template-saved").naming("file", file));
            }
            CatalogueInput::TemplateSaved(Err(reason)) | CatalogueInput::Exported(Err(reason)) => {
                self.problem(Message::new("catalogue-not-exported").because(reason));
            }
        }
    }

    pub(super) fn catalogue_view(&self) -> CatalogueView {
        CatalogueView {
            all: Arc::clone(&self.catalogue.all),
            editor: self.catalogue_desk.editor.clone(),
            import: self.catalogue_desk.import.clone(),
        }
    }

    fn edit_new(&mut self, barcode: Option<String>, effects: &mut Vec<Effect>) {
        self.close_editor(effects);
        self.catalogue_desk.import = None;
        let chosen = rates_of(self.settings.values.text(&TAX_RATES)).first().copied();
        let tax = chosen.or_else(|| self.catalogue.usual_tax()).unwrap_or(TaxRate::ZERO);
        let barcode = barcode.unwrap_or_default();
        let draft = ProductDraft { barcode, ..ProductDraft::empty(&tax.percent_text()) };
        self.catalogue_desk.open_editor(draft, None);
    }

    fn edit(&mut self, id: &ProductId, effects: &mut Vec<Effect>) {
        let Some(product) = self.catalogue.find(id) else {
            return;
        };
        self.close_editor(effects);
        self.catalogue_desk.open_editor(ProductDraft::of(&product), Some(product));
        effects.push(CatalogueEffect::AskSold(id.clone()).into());
    }

    fn choose_picture(&mut self, source: PathBuf, effects: &mut Vec<Effect>) {
        let folder = self.pictures.clone();
        let Some(editor) = self.catalogue_desk.editor.as_ref().map(|editor| editor.number) else {
            return;
        };
        self.set_picture(PictureChoice::Reading, effects);
        effects.push(CatalogueEffect::CopyPicture { editor, source, folder }.into());
    }

    fn picture_copied(
        &mut self,
        editor: u64,
        result: Result<String, Message>,
        effects: &mut Vec<Effect>,
    ) {
        let is_open = self.catalogue_desk.editor.as_ref().is_some_and(|open| open.number == editor);
        match result {
            Ok(name) if is_open => self.set_picture(PictureChoice::Kept(name), effects),
            Ok(name) => self.forget_picture(&name, effects),
            Err(message) if is_open => self.set_picture(PictureChoice::Failed(message), effects),
            Err(_) => {} // nobody waits for it any more
        }
    }

    fn set_picture(&mut self, picture: PictureChoice, effects: &mut Vec<Effect>) {
        let Some(editor) = &mut self.catalogue_desk.editor else {
            return;
        };
        if let PictureChoice::Kept(before) = std::mem::replace(&mut editor.picture, picture) {
            self.forget_picture(&before, effects);
        }
    }

    /// Removes a picture that no product and no open editor has any more.
    fn forget_picture(&self, name: &str, effects: &mut Vec<Effect>) {
        let editor = self.catalogue_desk.editor.as_ref();
        let is_open = editor.is_some_and(|editor| editor.picture.name() == Some(name));
        let has_it = |product: &Arc<Product>| product.picture.as_deref() == Some(name);
        if !is_open && !self.catalogue.all.iter().any(has_it) {
            let file = self.pictures.join(Path::new(name));
            effects.push(CatalogueEffect::RemovePicture(file).into());
        }
    }

    fn save_product(&mut self, draft: &ProductDraft, effects: &mut Vec<Effect>) {
        let (all, currency) = (&self.catalogue.all, self.selling.currency);
        let Some(editor) = &mut self.catalogue_desk.editor else {
            return;
        };
        editor.failure = None;
        if editor.picture == PictureChoice::Reading {
            editor.failure = Some(Message::new("product-picture-waits"));
            return;
        }
        match draft.check(editor.original.as_deref(), all, currency) {
            Ok(product) => {
                editor.problems.clear();
                let picture = editor.picture.name().map(str::to_owned);
                let product = Box::new(Product { picture, ..product });
                effects.push(CatalogueEffect::Save(product).into());
            }
            Err(problems) => editor.problems = problems,
        }
    }

    fn product_saved(&mut self, product: Product, effects: &mut Vec<Effect>) {
        let before = self.catalogue.find(&product.id).and_then(|before| before.picture.clone());
        self.catalogue.put(product);
        self.catalogue_desk.editor = None;
        if let Some(before) = before {
            self.forget_picture(&before, effects);
        }
        self.notices.retain(|notice| notice.message.id != "product-not-saved");
    }

    fn close_editor(&mut self, effects: &mut Vec<Effect>) {
        self.set_picture(PictureChoice::None, effects);
        self.catalogue_desk.editor = None;
    }

    /// What is kept changes, not what is half typed: the editor closes.
    fn set_active(&mut self, id: &ProductId, active: bool, effects: &mut Vec<Effect>) {
        let Some(product) = self.catalogue.find(id) else {
            return;
        };
        let changed = Product { active, ..product.as_ref().clone() };
        let checked = ProductDraft::of(&changed).check(
            Some(&changed),
            &self.catalogue.all,
            self.selling.currency,
        );
        match (checked, &mut self.catalogue_desk.editor) {
            (Err(problems), Some(editor)) => editor.problems = problems,
            _ => effects.push(CatalogueEffect::Save(Box::new(changed)).into()),
        }
    }

    fn delete_product(&mut self, id: ProductId, effects: &mut Vec<Effect>) {
        let lies_in_cart = self.selling.cart.lines().iter().any(|line| line.product().id == id);
        match &mut self.catalogue_desk.editor {
            Some(editor) if lies_in_cart => {
                editor.failure = Some(Message::new("product-in-cart"));
            }
            _ => effects.push(CatalogueEffect::Delete(id).into()),
        }
    }

    fn product_deleted(&mut self, id: &ProductId, effects: &mut Vec<Effect>) {
        let picture = self.catalogue.find(id).and_then(|product| product.picture.clone());
        self.catalogue.remove(id);
        self.close_editor(effects);
        if let Some(picture) = picture {
            self.forget_picture(&picture, effects);
        }
    }

    fn read_import(&mut self, file: PathBuf, effects: &mut Vec<Effect>) {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        self.close_editor(effects);
        let state = ImportState::Reading;
        let view = ImportView { file: name, state, replace: false, matched: None };
        self.catalogue_desk.import = Some(view);
        self.catalogue_desk.import_file = file;
        self.catalogue_desk.import_choices = Choices::default();
        self.read_with_choices(effects);
    }

    fn read_with_choices(&mut self, effects: &mut Vec<Effect>) {
        self.catalogue_desk.last_reading += 1;
        let shop = ImportShop {
            currency: self.selling.currency,
            tax_mode: self.selling.tax_mode,
            rates: rates_of(self.settings.values.text(&TAX_RATES)),
            before: Arc::clone(&self.catalogue.all),
        };
        let read = CatalogueEffect::ReadImport {
            file: self.catalogue_desk.import_file.clone(),
            choices: Box::new(self.catalogue_desk.import_choices.clone()),
            reading: self.catalogue_desk.last_reading,
            shop,
        };
        effects.push(read.into());
    }

    /// What was read last stays in sight until the file is read anew.
    fn answer_import(&mut self, answer: Answer, effects: &mut Vec<Effect>) {
        let Some(import) = &self.catalogue_desk.import else {
            return;
        };
        if matches!(import.state, ImportState::Matching(_)) {
            self.catalogue_desk.import_choices.take(answer);
            self.read_with_choices(effects);
        }
    }

    /// Another file or an answer that came meanwhile has made another reading, which is on its way.
    fn import_read(&mut self, reading: u64, state: ImportState) {
        if reading != self.catalogue_desk.last_reading {
            return;
        }
        let Some(import) = &mut self.catalogue_desk.import else {
            return;
        };
        if let ImportState::Matching(file) = &state {
            import.matched = Some(Arc::clone(file));
        }
        import.state = state;
    }

    fn review_import(&mut self) {
        let Some(import) = &mut self.catalogue_desk.import else {
            return;
        };
        if let ImportState::Matching(file) = &import.state
            && file.reading == self.catalogue_desk.last_reading
            && file.matched.is_ready()
        {
            import.state = ImportState::Planned(Arc::clone(&file.plan));
        }
    }

    fn match_import(&mut self) {
        if let Some(import) = &mut self.catalogue_desk.import
            && let (ImportState::Planned(_), Some(file)) = (&import.state, &import.matched)
        {
            import.state = ImportState::Matching(Arc::clone(file));
        }
    }

    fn take_import(&mut self, effects: &mut Vec<Effect>) {
        let Some(import) = &mut self.catalogue_desk.import else {
            return;
        };
        let ImportState::Planned(plan) = &import.state else {
            return;
        };
        let (plan, replace) = (Arc::clone(plan), import.replace);
        import.state = ImportState::Writing(Arc::clone(&plan));
        let matched = import.matched.clone();
        effects.push(CatalogueEffect::Import { plan, replace, matched }.into());
    }

    fn imported(&mut self, result: Result<Vec<Product>, Message>) {
        let import = self.catalogue_desk.import.take();
        match (result, import) {
            (Ok(products), import) => {
                self.catalogue.replace(products);
                let file = import.map(|import| import.file).unwrap_or_default();
                self.done(Message::new("catalogue-imported").naming("file", file));
            }
            (Err(reason), Some(import)) => {
                let message = Message::new("import-failed").because(reason);
                let state = ImportState::Failed(message);
                self.catalogue_desk.import = Some(ImportView { state, ..import });
            }
            (Err(_), None) => {}
        }
    }
}
