//! The headings of the common programs and languages, and what they mean; of several that mean the same,
//! the one that stands first here wins.
//!
//! From exports of Loyverse, Odoo, WooCommerce, Shopify, Square, Zoho, Lightspeed, Vend, PHP POS, IFPS and
//! small shops' tables. A heading is compared by its letters and digits alone.

use domain::{Currency, TaxRate, composed};

use super::field::Field;

/// What a heading means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Known {
    /// This field; the lower the number, the sooner among several.
    Field(Field, usize),
    /// A number or word of the shop's own: its values tell whether it is a PLU or a barcode.
    Code,
    /// A part of the name, where no heading means the whole.
    NamePart,
    /// A price that customers do not pay at the till, such as what the goods cost the shop.
    OtherAmount,
    /// Nothing that a till needs.
    Nothing,
}

/// Fields by their words, and the headings that mean them.
const FIELDS: [(&str, &str); 18] = [
    (
        "name",
        "name|item name|product name|product|title|item|items|article name|article|designation|product title|\
         display name|token|artikelname|artikelbezeichnung|bezeichnung|produktname|produkt|warenbezeichnung|\
         artikel|titel|nom|nom de l article|nom du produit|nom article|libelle|libellé|désignation|produit|\
         intitulé|nombre|nombre del artículo|nombre del articulo|nombre del producto|artículo|articulo|\
         producto|descripción del producto|nome|nome articolo|nome prodotto|articolo|prodotto|denominazione|\
         nome do produto|nome do item|produto|artigo|item do cardápio|naam|artikelnaam|productnaam|\
         omschrijving|ürün adı|urun adi|ürün|ürün ismi|stok adı|malzeme adı|ad|isim|名称|品名|商品名称|\
         商品名|产品名称|商品|菜名|货品名称|名稱|商品名稱|商品名カナ|品目|品目名|製品名|اسم|الاسم|اسم المنتج|\
         اسم الصنف|المنتج|الصنف|نام|پروڈکٹ کا نام|آئٹم کا نام|پروڈکٹ|شے|название|наименование|товар|\
         ชื่อ|ชื่อสินค้า|상품명|이름|품명|tên|tên sản phẩm|tên hàng|nama|nama produk|nama barang|nazwa|název|\
         description|beschreibung|descripción|descrizione|descrição|product description|item description|\
         品名規格|product template name|template name",
    ),
    (
        "price",
        "price|unit price|regular price|selling price|sales price|list price|retail price|variant price|\
         default price|price per unit|item price|rate|selling rate|sell price|standard price retail|verkaufspreis|\
         preis|vk preis|vk|bruttopreis|brutto|preis brutto|einzelpreis|endpreis|ladenpreis|stückpreis|grundpreis|\
         prix ttc|prix de vente ttc|prix de vente|prix|prix unitaire|prix public|pv ttc|pvp|precio|\
         precio de venta|precio unitario|precio venta|precio público|prezzo|prezzo di vendita|prezzo unitario|\
         prezzo vendita|preço|preco|preço de venda|preço unitário|valor|valor unitário|prijs|verkoopprijs|\
         stuksprijs|consumentenprijs|fiyat|satış fiyatı|satis fiyati|birim fiyat|fiyatı|售价|零售价|价格|单价|\
         销售价|销售价格|价钱|售價|價格|單價|販売価格|売価|価格|単価|税込価格|税込み価格|税込|定価|السعر|\
         سعر البيع|سعر|قیمت|فروخت قیمت|قیمت فروخت|цена|цена продажи|розничная цена|ราคา|ราคาขาย|가격|판매가|\
         giá|giá bán|harga|harga jual|cena|cena detaliczna|prodejní cena|sale price|price ttc|lst price|\
         mrp|prix ht|nettopreis|preis netto|netto|税抜価格|税抜|precio sin impuestos|prix de vente ht|ttc|pv",
    ),
    (
        "currency",
        "currency|currency code|price currency|währung|devise|moneda|valuta|moeda|para birimi|币种|货币|通貨|عملة|العملة",
    ),
    (
        "unit",
        "unit|units|uom|unit of measure|unit of measurement|sales unit|sell unit|selling unit|unit name|uom id|usage unit|\
         uom id name|einheit|mengeneinheit|me|verkaufseinheit|unité|unite|unité de vente|unité de mesure|unidad|\
         unidad de medida|unidad de venta|unità|unità di misura|um|unidade|unidade de medida|eenheid|birim|\
         ölçü birimi|单位|计量单位|單位|単位|الوحدة|وحدة|اکائی|یونٹ|единица|ед изм|หน่วย|단위|đơn vị|đơn vị tính|\
         satuan|jednostka|jednotka|sold by|price per",
    ),
    (
        "by-weight",
        "sold by weight|sell by weight|weighed|weighable|is weighed|to weigh|to weigh with scale|by weight|\
         vendido por peso|se vende por peso|vendu au poids|vendu par poids|nach gewicht verkauft|\
         nach gewicht|wiegeartikel|venduto a peso|vendido a peso|称重|是否称重|称重商品|量り売り",
    ),
    (
        "barcode",
        "barcode|bar code|ean|ean13|ean 13|ean8|upc|gtin|upc ean isbn|ean upc|upc a|upc code|ean code|\
         barcodes|variant barcode|gtin upc ean or isbn|gtin upc ean isbn|primary barcode|barcode ean|barcode number|item barcode|\
         product barcode|strichcode|ean code|gtin ean|code barre|code barres|code à barres|code ean|codebarre|\
         gencod|gencode|código de barras|codigo de barras|cod barras|codice a barre|codice ean|\
         código ean|streepjescode|barkod|barkod no|条码|条形码|商品条码|條碼|国际条码|バーコード|janコード|jan|\
         الباركود|باركود|رمز شريطي|بار کوڈ|штрихкод|штрих код|บาร์โค้ด|바코드|mã vạch|kode batang|\
         kod kreskowy|čárový kód",
    ),
    (
        "plu",
        "plu|plu code|plu number|plu no|plu nr|plu nummer|code plu|código plu|codice plu|plu kodu|plu码|plu编码|\
         生鲜码|scale code|scale plu|waagennummer|hotkey",
    ),
    (
        "category",
        "category|category name|product category|item category|categories|categ id|categ id name|\
         product category name|collection|department|group|item group|product group|kategorie|warengruppe|\
         artikelgruppe|produktgruppe|gruppe|hauptgruppe|catégorie|categorie|famille|rayon|groupe|\
         catégorie de produit|categoría|categoria|familia|grupo|departamento|categoria prodotto|reparto|\
         gruppo|categoría del producto|seção|departamento|categorieën|productgroep|groep|kategori|ürün grubu|\
         grup|reyon|分类|类别|商品分类|类目|品类|分類|類別|カテゴリ|カテゴリー|部門|部門名|الفئة|فئة|التصنيف|\
         القسم|زمرہ|کیٹیگری|قسم|категория|группа|หมวดหมู่|카테고리|분류|danh mục|nhóm hàng|kategoria|\
         pos categ id|pos categ ids|pos category|reporting category|categ id id|standard product type|custom product type|\
         subcategory|type",
    ),
    (
        "tax",
        "tax|tax rate|tax percent|tax percentage|tax 1 percent|vat|vat rate|vat percent|sales tax|gst|gst rate|\
         taxes|taxes id|customer taxes|item tax|tax 2 percent|steuer|steuersatz|mwst|mwst satz|ust|ust satz|\
         mehrwertsteuer|umsatzsteuer|mwst in|tva|taux tva|taux de tva|taxe|taxes de vente|iva|tipo iva|\
         tipo de iva|impuesto|impuestos|aliquota|aliquota iva|imposto|icms|taxa de iva|btw|btw tarief|\
         btw percentage|kdv|kdv oranı|kdv orani|vergi|税率|增值税|税|消費税|消費税率|ضريبة|الضريبة|\
         نسبة الضريبة|ٹیکس|ндс|ставка ндс|ภาษี|세율|부가세|thuế|thuế suất|pajak|ppn|vat gst",
    ),
    (
        "tax-included",
        "tax included|sale price tax included|price includes tax|price include|tax inclusive|price tax included|\
         sales price tax included|inclusive of tax|is tax included|taxable inclusive|inkl mwst|tva incluse|\
         impuesto incluido|含税",
    ),
    (
        "picture",
        "picture|picture file name|picture file|picture filename|picture filename with extension|image file|image filename|photo file",
    ),
    (
        "active",
        "active|available for sale|published|status|is active|available|enabled|sellable|can be sold|sale ok|\
         available in pos|for sale|aktiv|verfügbar|actif|disponible a la venta|disponible para la venta|\
         disponible|activo|disponibile|attivo|ativo|disponível para venda|beschikbaar|actief|satışta|\
         durum|状态|是否上架|上架|启用|販売中|有効",
    ),
    ("deleted", "deleted at|deleted|deletion date|gelöscht|supprimé le|eliminado|删除时间"),
    (
        "kind",
        "item type|product type|detailed type|art des artikels|tipo de artículo|type de produit|商品类型",
    ),
    (
        "group",
        "handle|item group id|group code|parent handle|identificador|handle id|style code|variant group",
    ),
    ("parent", "parent|parent sku|parent id|composite parent|übergeordnet|parent product"),
    (
        "variant",
        "variation name|variation|variant|variant name|option value|size|colour|color|größe|farbe|taille|\
         couleur|talla|tamaño|taglia|colore|tamanho|cor|maat|kleur|beden|renk|规格|尺码|颜色|サイズ|カラー|\
         option1 value|option2 value|option3 value|option 1 value|option 2 value|option 3 value|\
         option value 1|option value 2|option value 3|valor de la opción 1|valor de la opción 2|\
         valor de la opción 3|opción 1 valor|opción 2 valor|opción 3 valor|valor de opción 1|\
         valor de opción 2|valor de opción 3|variant option one value|variant option two value|\
         variant option three value|attribute 1 value s|attribute 2 value s|attribute 3 value s|\
         attribute option1|attribute option2|attribute option3|product template attribute value ids|wariant",
    ),
    ("nothing", ""),
];

/// Headings whose values tell whether they are codes of the till.
const CODES: &str = "sku|code|item code|product code|item number|item no|article number|article no|number|no|nr|\
    internal reference|default code|reference|ref|variant sku|system id|custom sku|part number|artikelnummer|\
    artikel nr|art nr|artikelnr|nummer|référence|réf|code article|referencia|código|codigo|codice|\
    codice articolo|cod|referência|artikelcode|stok kodu|ürün kodu|kod|编码|编号|货号|商品编码|商品编号|商品コード|\
    品番|الرمز|كود|رمز المنتج|کوڈ|артикул|код|รหัส|รหัสสินค้า|상품코드|mã|mã hàng|kode|kode barang|indeks|\
    ref del artículo|item id|商品代码|品號";

const NAME_PARTS: &str = "zeile1|zeile2|zeile3|zeile 1|zeile 2|zeile 3|line 1|line 2|ligne 1|ligne 2|\
    commodity|variety|name 1|name 2|bezeichnung 1|bezeichnung 2|bezeichnung1|bezeichnung2|text 1|text 2|\
    description 1|description 2|linea 1|linea 2|línea 1|línea 2|品名1|品名2";

/// What shows that an amount is no price of the till's.
const OTHER_AMOUNTS: &str = "cost|cost price|purchase price|purchase cost|purchase rate|wholesale price|supply price|\
    compare at price|variant compare at price|cost per item|average cost|einkaufspreis|ek|ek preis|pfand|\
    prix d achat|prix achat|coût|costo|coste|precio de compra|precio de coste|prezzo di acquisto|custo|\
    preço de custo|inkoopprijs|alış fiyatı|maliyet|进价|成本|成本价|采购价|進價|原価|仕入価格|仕入れ価格|\
    سعر الشراء|سعر التكلفة|التكلفة|قیمت خرید|закупочная цена|себестоимость|ต้นทุน|원가|giá vốn|giá nhập|\
    harga beli|included price|price international|compare at price international|vip price|member price|会员价|批发价|\
    sale price member|standard cost|default cost|loyalty value|msrp|price 2|price 3|weight|height|width|length|stock|\
    quantity|qty|in stock|bestand|menge|cantidad|quantité|库存|数量|在庫|在庫数|الكمية|مقدار|minimum stock qty|\
    maximum stock qty|minimum wholesale qty|calories|reorder level|category id|supplier id|position|\
    quantity on hand|stock on hand|opening stock|low stock|optimal stock|id|حجم";

/// A heading by its letters and digits alone, in small letters.
pub(crate) fn letters_of(heading: &str) -> String {
    let mut letters = String::with_capacity(heading.len());
    for sign in composed(heading).to_lowercase().chars() {
        let is_mark = matches!(sign, '\u{300}'..='\u{36f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}');
        if sign.is_alphanumeric() || is_mark {
            letters.push(sign);
        } else if !letters.is_empty() && !letters.ends_with(' ') {
            letters.push(' ');
        }
    }
    letters.truncate(letters.trim_end().len());
    letters
}

/// What a heading means; `None` for one that nobody has told us of.
pub(crate) fn meaning(heading: &str) -> Option<Known> {
    let heading = heading.trim();
    if let Some(known) = pattern(heading) {
        return Some(known);
    }
    let whole = letters_of(heading);
    meaning_of(&whole).or_else(|| {
        // `Price [My Shop]`, `Preis (EUR)`, `Preis in €`, `sale_price/USD`.
        let outside = heading.split(['[', '(', '（']).next().unwrap_or_default();
        meaning_of(&letters_of(outside)).or_else(|| meaning_of(&without_currency(&whole)))
    })
}

fn meaning_of(letters: &str) -> Option<Known> {
    if letters.is_empty() {
        return None;
    }
    let place = |list: &str| list.split('|').position(|known| known.trim() == letters);
    for (word, headings) in FIELDS {
        if let (Some(rank), Some(field)) = (place(headings), Field::of_word(word)) {
            return Some(Known::Field(field, rank));
        }
    }
    if place(CODES).is_some() {
        return Some(Known::Code);
    }
    if place(NAME_PARTS).is_some() {
        return Some(Known::NamePart);
    }
    place(OTHER_AMOUNTS).map(|_| Known::OtherAmount)
}

/// Headings that are made by a rule.
fn pattern(heading: &str) -> Option<Known> {
    let letters = letters_of(heading);
    let first = letters.split(' ').next().unwrap_or_default();
    let is_of = |words: &[&str]| words.contains(&first) && heading.contains(" - ");
    if is_of(&["modifier", "modificador", "modificateur", "modifikator", "modificatore"]) {
        return Some(Known::Nothing);
    }
    // Loyverse: `Tax - "GST" (8%)`. Square: `Tax - Sales tax (8.5%)`.
    if is_of(&["tax", "impuesto", "taxe", "steuer", "imposta", "imposto", "belasting", "vergi"]) {
        let rate = percent_in(heading).and_then(|rate| TaxRate::parse_percent(rate).ok());
        return rate.map(|rate| Known::Field(Field::TaxOf(rate), 0));
    }
    let tag = letters.strip_prefix("name ").or_else(|| letters.strip_prefix("product name "));
    let tag = tag.filter(|tag| LANGUAGES.contains(tag) || is_named_language(heading, tag));
    tag.map(|tag| Known::Field(Field::NameIn(tag.replace(' ', "-")), 0))
}

/// Tags of languages that tables have names in.
const LANGUAGES: [&str; 20] = [
    "en", "zh", "zh cn", "zh tw", "de", "fr", "es", "it", "pt", "pt br", "nl", "tr", "ja", "ar",
    "ur", "ru", "th", "ko", "vi", "fa",
];

/// As our own files write it: `name_pl`.
fn is_named_language(heading: &str, tag: &str) -> bool {
    heading.to_lowercase().starts_with("name_") && (2..=3).contains(&tag.len())
}

/// The number before a `%`.
pub(crate) fn percent_in(text: &str) -> Option<&str> {
    let before = text.split('%').next().filter(|before| before.len() < text.len())?.trim_end();
    let is_of_number = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
    let start = before.char_indices().rev().take_while(|(_, sign)| is_of_number(*sign)).last()?.0;
    before.get(start..)
}

fn without_currency(letters: &str) -> String {
    let is_other =
        |word: &&str| Currency::from_code(word).is_err() && !matches!(*word, "in" | "en");
    letters.split(' ').filter(is_other).collect::<Vec<_>>().join(" ")
}

/// The currency that a heading names, as `Price (USD)` and `Preis in €` do.
pub(crate) fn currency_in(heading: &str) -> Option<String> {
    let is_part = |sign: char| {
        sign.is_whitespace() || matches!(sign, '(' | ')' | '[' | ']' | '_' | '/' | '-')
    };
    let mut words = heading.split(is_part).skip(1).filter(|word| {
        // `Price per ALL` is no price in lek: a code stands in capitals.
        !word.chars().any(char::is_lowercase) && super::amounts::is_currency(word)
    });
    words.next().map(str::to_owned)
}

/// Whether a heading says that prices are without tax (`false`) or with it (`true`).
pub(crate) fn tax_in_price(heading: &str) -> Option<bool> {
    let letters = letters_of(heading);
    let words: Vec<&str> = letters.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let within = |list: &[&str]| list.iter().any(|part| letters.contains(part));
    if has(&["ht", "netto", "nettopreis", "net", "excl", "exkl", "excluding"])
        || within(&[
            "税抜",
            "不含税",
            "未税",
            "sin impuesto",
            "sin iva",
            "ohne mwst",
            "hors taxe",
            "ex tax",
        ])
    {
        return Some(false);
    }
    let gross = has(&["ttc", "brutto", "bruttopreis", "gross", "incl", "inkl", "including"])
        || within(&["税込", "含税", "con iva", "iva incluido", "toutes taxes", "inc tax"]);
    gross.then_some(true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn field(heading: &str) -> Option<String> {
        match meaning(heading)? {
            Known::Field(field, _) => Some(field.word()),
            Known::Code => Some("code".to_owned()),
            Known::NamePart => Some("part".to_owned()),
            Known::OtherAmount => Some("amount".to_owned()),
            Known::Nothing => Some("nothing".to_owned()),
        }
    }

    #[test]
    fn programs_and_languages_are_known() {
        for (heading, word) in [
            ("Price [My Shop]", "price"),
            ("Precio [Mi Tienda]", "price"),
            ("Sold by weight", "by-weight"),
            ("Tax - \"GST\" (8%)", "tax:8"),
            ("Impuesto - \"IVA\" (16%)", "tax:16"),
            ("Modifier - \"Tea\"", "nothing"),
            ("Variant Price", "price"),
            ("Variant Barcode", "barcode"),
            ("Option1 Value", "variant"),
            ("Attribute 1 value(s)", "variant"),
            ("variant_option_one_value", "variant"),
            ("UPC/EAN/ISBN", "barcode"),
            ("list_price", "price"),
            ("categ_id/id", "category"),
            ("default_code", "code"),
            ("Selling Price", "price"),
            ("Code EAN", "barcode"),
            ("Nom de l’article", "name"),
            ("Famille", "category"),
            ("Warengruppe", "category"),
            ("Verkaufspreis (EUR)", "price"),
            ("Preis in EUR", "price"),
            ("MwSt.", "tax"),
            ("Zeile1", "part"),
            ("商品名称", "name"),
            ("零售价", "price"),
            ("条形码", "barcode"),
            ("商品名", "name"),
            ("販売価格", "price"),
            ("Ürün Adı", "name"),
            ("KDV Oranı", "tax"),
            ("Código de barras", "barcode"),
            ("Codice a barre", "barcode"),
            ("Preço de venda", "price"),
            ("Verkoopprijs", "price"),
            ("اسم المنتج", "name"),
            ("قیمت", "price"),
            ("name_zh", "name_zh"),
            ("Name (DE)", "name_de"),
            ("Cost", "amount"),
            ("Einkaufspreis", "amount"),
        ] {
            assert_eq!(field(heading).as_deref(), Some(word), "{heading}");
        }
        assert_eq!(field("Allow Alt Description"), None);
    }

    #[test]
    fn what_a_price_is_in_stands_in_its_heading() {
        assert_eq!(currency_in("Price (USD)").as_deref(), Some("USD"));
        assert_eq!(currency_in("Preis in €").as_deref(), Some("€"));
        assert_eq!(currency_in("Price all"), None);
        assert_eq!(tax_in_price("Prix HT"), Some(false));
        assert_eq!(tax_in_price("税込価格"), Some(true));
        assert_eq!(tax_in_price("Preis"), None);
    }
}
