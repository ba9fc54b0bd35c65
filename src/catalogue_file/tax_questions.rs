//! What a file leaves open about taxes.

use domain::{Message, TaxRate};

use super::choices::{Answer, Choices, TaxForm, TwoTaxes};
use super::field::Field;
use super::questions::{Asking, Choice, choice};
use super::rows::different;
use super::taxes::{Forms, TaxCell, form_of, rate_of, tax_cell, words_of};

impl Asking<'_> {
    fn tax_cells(&self) -> Vec<TaxCell> {
        let places = self.sheet.places(&Field::Tax);
        let cells =
            places.iter().flat_map(|&index| self.sheet.rows.iter().map(move |row| row.cell(index)));
        cells.map(tax_cell).collect()
    }

    pub(crate) fn tax_form(&mut self) {
        let cells = self.tax_cells();
        let form = form_of(&cells, &self.shop.known_rates());
        // Our own form has per cents, so that shares in it are asked about.
        let is_own = !self.sheet.places(&Field::Id).is_empty();
        let decided = match form {
            Forms::One(TaxForm::Share) if is_own => None,
            Forms::One(form) => Some(form),
            Forms::Keys => return,
            Forms::Doubtful => None,
        };
        let held = self.choices.tax.or(decided);
        self.decisions.tax_form = held.unwrap_or(TaxForm::Percent);
        if decided == Some(TaxForm::Percent) {
            return;
        }
        let mut bare: Vec<i64> = cells
            .iter()
            .filter_map(|cell| match cell {
                TaxCell::Bare(number) if *number != 0 => Some(*number),
                _ => None,
            })
            .collect();
        bare.sort_unstable();
        bare.dedup();
        let mut shown: Vec<i64> = bare.first().into_iter().chain(bare.last()).copied().collect();
        shown.dedup();
        let text = |number: &i64| {
            let text = format!("{}.{:06}", number / 1_000_000, number % 1_000_000);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let reads = |form: TaxForm| {
            let rate = |number: &i64| rate_of(&TaxCell::Bare(*number), form, &Choices::default());
            bare.iter().all(|number| rate(number).is_some()).then(|| {
                let read = |number: &i64| {
                    Some(format!("{} = {} %", text(number), rate(number)?.percent_text()))
                };
                let read: Vec<String> = shown.iter().filter_map(read).collect();
                let label = Message::new("import-choice-plain").naming("text", read.join(", "));
                choice(label, Answer::Tax(form))
            })
        };
        // Where all are below 1, a mixture says the same as shares.
        let are_below_one = bare.iter().all(|&number| number < 1_000_000);
        let with_shares = if are_below_one { TaxForm::Share } else { TaxForm::Mixed };
        let held = held.map(|form| match form {
            TaxForm::Mixed => with_shares,
            form => form,
        });
        let choices: Vec<Choice> =
            [with_shares, TaxForm::Percent].into_iter().filter_map(reads).collect();
        let said = held.map(Answer::Tax);
        self.ask("tax", Message::new("import-ask-tax"), choices, said.as_ref());
    }

    pub(crate) fn tax_words(&mut self) {
        let cells = self.tax_cells();
        let form = form_of(&cells, &self.shop.known_rates());
        for word in words_of(&cells, &form) {
            let own = TaxRate::parse_percent(&word).ok();
            let mut rates = self.shop.known_rates();
            rates.extend(own.into_iter().chain([TaxRate::ZERO]).chain(self.choices.rate_of(&word)));
            let choices = rate_choices(&rates, |rate| Answer::TaxWord(word.clone(), rate));
            let said = self.choices.rate_of(&word).map(|rate| Answer::TaxWord(word.clone(), rate));
            let message = Message::new("import-ask-tax-word").naming("word", word);
            self.ask("tax-word", message, choices, said.as_ref());
        }
    }

    pub(crate) fn two_taxes(&mut self) {
        let rates = |row| different(&self.sheet.rates(row, &self.decisions));
        let Some(rates) = self.sheet.rows.iter().map(rates).find(|rates| rates.len() > 1) else {
            return;
        };
        let sum = rates.iter().map(|rate| rate.basis_points()).sum();
        let mut choices = Vec::new();
        if let Ok(sum) = TaxRate::from_basis_points(sum) {
            choices.push(choice(rate_label(sum), Answer::TwoTaxes(TwoTaxes::Add)));
        }
        if let Some(first) = rates.first() {
            choices.push(choice(rate_label(*first), Answer::TwoTaxes(TwoTaxes::First)));
        }
        let texts: Vec<String> =
            rates.iter().map(|rate| format!("{} %", rate.percent_text())).collect();
        let message = Message::new("import-ask-two-taxes").naming("rates", texts.join(", "));
        let said = self.choices.two_taxes.map(Answer::TwoTaxes);
        self.ask("two-taxes", message, choices, said.as_ref());
    }

    pub(crate) fn default_tax(&mut self) {
        let without = |row: &&super::table::Row| self.sheet.rates(row, &self.decisions).is_empty();
        let count = self.sheet.rows.iter().filter(without).count();
        if count == 0 {
            return;
        }
        let chosen = self.decisions.default_tax;
        let mut rates = self.shop.known_rates();
        rates.extend([chosen, TaxRate::ZERO]);
        let choices = rate_choices(&rates, Answer::DefaultTax);
        let message = Message::new("import-ask-default-tax").naming("count", count.to_string());
        self.ask("default-tax", message, choices, Some(&Answer::DefaultTax(chosen)));
    }
}

fn rate_label(rate: TaxRate) -> Message {
    Message::new("import-choice-rate").naming("rate", rate.percent_text())
}

/// Each rate once, as answers.
fn rate_choices(rates: &[TaxRate], answer: impl Fn(TaxRate) -> Answer) -> Vec<Choice> {
    let mut once: Vec<TaxRate> = Vec::new();
    for rate in rates {
        if !once.contains(rate) {
            once.push(*rate);
        }
    }
    once.into_iter().map(|rate| choice(rate_label(rate), answer(rate))).collect()
}
