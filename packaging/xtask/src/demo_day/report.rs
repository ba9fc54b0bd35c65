//! The program's Z report beside the second computation: every figure, to the cent.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ledger::Figures;

/// Where the report says something else than the books; empty when they agree.
pub fn differences(z: &Value, books: &Figures, receipts: i64) -> Vec<String> {
    let mut found = Vec::new();
    let mut hold = |what: &str, told: Option<i64>, kept: i64| {
        if told != Some(kept) {
            found.push(format!("{what}: the report says {told:?}, the books {kept}"));
        }
    };
    let int = |value: &Value| value.as_i64();
    hold("sales", int(&z["sales"]), books.sales);
    hold("refunds", int(&z["refunds"]["count"]), books.refunds);
    hold("printed receipts", Some(receipts), books.sales + books.refunds);
    hold("gross", int(&z["sold"]["gross"]), books.gross);
    hold("tax", int(&z["sold"]["tax"]), books.tax);
    hold("net", int(&z["sold"]["net"]), books.gross - books.tax);
    hold("rounding", int(&z["rounding"]), books.rounding);
    hold("expected cash", int(&z["cash"]["expected"]), books.expected_cash);
    hold("counted cash", int(&z["cash"]["counted"]), books.counted_cash);
    hold("variance", int(&z["cash"]["variance"]), books.counted_cash - books.expected_cash);

    let tenders = [("cash", books.cash), ("card", books.card)];
    let tenders = tenders.map(|(name, amount)| (name.to_owned(), amount)).into();
    let rates = books.by_rate.iter().map(|(rate, (gross, _))| (rate.to_string(), *gross)).collect();
    let taxes = books.by_rate.iter().map(|(rate, (_, tax))| (rate.to_string(), *tax)).collect();
    for (what, list, name, amount, kept) in [
        ("tender", "by_tender", "kind", "amount", &tenders),
        ("tax rate", "by_tax_rate", "basis_points", "gross", &rates),
        ("tax of rate", "by_tax_rate", "basis_points", "tax", &taxes),
        ("category", "by_category", "name", "gross", &books.by_category),
        ("product", "by_product", "product", "gross", &books.by_product),
        ("clerk", "by_clerk", "name", "gross", &books.by_clerk),
    ] {
        let told = group(&z[list], name, amount);
        for key in told.keys().chain(kept.keys()) {
            // What came and went back again may stand in one of them with zero.
            let (told, kept) = (told.get(key).copied(), kept.get(key).copied().unwrap_or(0));
            hold(&format!("{what} {key}"), Some(told.unwrap_or(0)), kept);
        }
    }
    found.sort();
    found.dedup();
    found
}

fn group(list: &Value, name: &str, amount: &str) -> BTreeMap<String, i64> {
    let rows = list.as_array().into_iter().flatten();
    rows.filter_map(|row| {
        let key = match &row[name] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some((key, row[amount].as_i64()?))
    })
    .collect()
}

/// The day in two lines.
pub fn summary(books: &Figures, receipts: i64) -> String {
    let euro = |cents: i64| format!("{:.2}", cents as f64 / 100.0);
    format!(
        "{} sales, {} refunds, {receipts} receipts printed; {} EUR gross, {} tax, rounding {}\n\
         cash {}, card {}; {} expected in the drawer, {} counted",
        books.sales,
        books.refunds,
        euro(books.gross),
        euro(books.tax),
        euro(books.rounding),
        euro(books.cash),
        euro(books.card),
        euro(books.expected_cash),
        euro(books.counted_cash),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn books() -> Figures {
        Figures {
            sales: 2,
            refunds: 1,
            gross: 107,
            tax: 7,
            cash: 105,
            rounding: -2,
            expected_cash: 1105,
            counted_cash: 1100,
            by_category: [("Fruit".to_owned(), 107)].into(),
            by_rate: [(700, (107, 7))].into(),
            ..Figures::default()
        }
    }

    fn z() -> Value {
        json!({
            "sales": 2, "refunds": {"count": 1, "amount": 0}, "rounding": -2,
            "sold": {"net": 100, "tax": 7, "gross": 107},
            "cash": {"expected": 1105, "counted": 1100, "variance": -5},
            "by_tender": [{"kind": "cash", "count": 3, "amount": 105}],
            "by_tax_rate": [{"basis_points": 700, "net": 100, "tax": 7, "gross": 107}],
            "by_category": [{"name": "Fruit", "net": 100, "tax": 7, "gross": 107}],
        })
    }

    #[test]
    fn a_report_that_agrees_has_no_differences() {
        assert_eq!(differences(&z(), &books(), 3), [] as [&str; 0]);
    }

    #[test]
    fn a_cent_is_noticed_anywhere() {
        let changes: [fn(&mut Value); 5] = [
            |z| z["sold"]["tax"] = json!(8),
            |z| z["by_tender"][0]["amount"] = json!(104),
            |z| z["by_category"][0]["gross"] = json!(106),
            |z| z["by_tax_rate"][0]["tax"] = json!(6),
            |z| z["by_product"] = json!([{"product": "kiwi", "gross": 1}]),
        ];
        for change in changes {
            let mut z = z();
            change(&mut z);
            assert_eq!(differences(&z, &books(), 3).len(), 1, "{z}");
        }
        assert_eq!(differences(&z(), &books(), 2).len(), 1, "a receipt is missing");
    }
}
