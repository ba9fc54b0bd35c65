//! The tables as Diesel sees them; `migrations/` makes them.

diesel::table! {
    /// What the shop sells or sold.
    products (id) {
        /// A slug.
        id -> Text,
        /// The shop's own name for it.
        name -> Text,
        /// Other languages' names: a JSON object, language tag to name.
        names -> Text,
        /// Minor units of the currency; null with unit and currency while nobody has said it.
        price -> Nullable<BigInt>,
        /// `piece` or `kg`.
        unit -> Nullable<Text>,
        /// An ISO 4217 code.
        currency -> Nullable<Text>,
        /// A code that one active product at most has.
        plu -> Nullable<Text>,
        /// Digits that one active product at most has.
        barcode -> Nullable<Text>,
        /// Basis points.
        tax_rate -> Integer,
        /// The group it is shown in.
        category -> Text,
        /// A file name in the pictures folder.
        picture -> Nullable<Text>,
        /// Whether it is sold at present.
        active -> Bool,
    }
}

diesel::table! {
    /// A row for each completed sale.
    sales (number) {
        /// Counts up, never used twice.
        number -> BigInt,
        /// RFC 3339, UTC.
        at -> Text,
        /// An ISO 4217 code.
        currency -> Text,
        /// Its decimals when the sale was made.
        decimals -> Integer,
        /// `included` or `added`.
        tax_mode -> Text,
        /// Minor units.
        net -> BigInt,
        /// Minor units.
        tax -> BigInt,
        /// Minor units.
        gross -> BigInt,
        /// What the clerk wrote to it.
        note -> Text,
        /// The till's name.
        till -> Text,
        /// Who sold.
        person -> Nullable<BigInt>,
        /// The till's day.
        day -> Nullable<BigInt>,
        /// The sale that a refund takes back.
        refund_of -> Nullable<BigInt>,
        /// Minor units: what was paid is gross and this.
        rounding -> BigInt,
        /// How often its receipt was printed again.
        copies -> Integer,
        /// Why something was taken off the whole cart.
        discount_reason -> Text,
    }
}

diesel::table! {
    /// What sales and refunds were paid with.
    tenders (sale, position) {
        /// The sale's number.
        sale -> BigInt,
        /// 0 for the first tender.
        position -> Integer,
        /// `cash` or `card`.
        kind -> Text,
        /// What of it pays the sale, in minor units.
        amount -> BigInt,
        /// What was handed over, in minor units.
        given -> BigInt,
    }
}

diesel::table! {
    /// The lines of the sales. A product may change or go later: what was sold stands here.
    sale_lines (sale, position) {
        /// The sale's number.
        sale -> BigInt,
        /// 0 for the first line.
        position -> Integer,
        /// A slug.
        product -> Text,
        /// Its name then.
        name -> Text,
        /// `piece` or `kg`.
        unit -> Text,
        /// Its price then, in minor units.
        price -> BigInt,
        /// For `piece`: the number of pieces. For `kg`: grams.
        quantity -> Integer,
        /// Basis points.
        tax_rate -> Integer,
        /// Minor units.
        net -> BigInt,
        /// Minor units.
        tax -> BigInt,
        /// Minor units.
        gross -> BigInt,
        /// The product's group then.
        category -> Text,
        /// The catalogue's price where another was agreed, in minor units.
        list_price -> Nullable<BigInt>,
        /// What was taken off price times quantity, in minor units.
        discount -> BigInt,
        /// Why.
        reason -> Text,
        /// The container, in grams; `quantity` is without it.
        tare -> Integer,
        /// `typed`, `scale` or `barcode`.
        weighed_by -> Nullable<Text>,
        /// What the clerk wrote to it.
        note -> Text,
        /// For a refund's line: the position of the line that it takes back.
        refund_of -> Nullable<Integer>,
        /// Its names in other languages then: a JSON object, language tag to name.
        names -> Text,
        /// What of `discount` is its share of what was taken off the cart, in minor units.
        cart_discount -> BigInt,
    }
}

diesel::table! {
    /// What versions of the model said of photos at the till, once it is known what became of it.
    answers (id) {
        /// Counts up, never used twice.
        id -> BigInt,
        /// The version's name.
        version -> Text,
        /// A slug: what it named first.
        product -> Text,
        /// How sure it was, 0 to 1.
        score -> Double,
        /// How surely it was a known product, 0 to 1.
        known -> Double,
        /// Whether that was sold without asking.
        unasked -> Bool,
        /// Whether that is what was sold.
        is_right -> Bool,
    }
}

diesel::table! {
    /// Carts that are no sale yet.
    open_carts (id) {
        /// Counts up, never used twice.
        id -> BigInt,
        /// The till's name.
        till -> Text,
        /// 0 for the till's own cart, 1 for one on hold.
        held -> Integer,
        /// RFC 3339, UTC: when it was put on hold, or changed last.
        at -> Text,
        /// What the clerk wrote to it.
        note -> Text,
        /// See `cart_content`.
        content -> Text,
        /// How often it was written.
        revision -> BigInt,
    }
}

diesel::table! {
    /// Settings of the shop.
    settings (key) {
        /// Its name.
        key -> Text,
        /// Its value.
        value -> Text,
    }
}

diesel::table! {
    /// Who works or worked here.
    people (id) {
        /// Counts up, never used twice.
        id -> BigInt,
        /// The name; no two have the same.
        name -> Text,
        /// `clerk`, `manager` or `owner`.
        role -> Text,
        /// The argon2 hash of the PIN, as a PHC string.
        pin -> Nullable<Text>,
        /// Wrong PINs in a row.
        failures -> Integer,
        /// RFC 3339, UTC: nobody may try before.
        locked_until -> Nullable<Text>,
        /// Whether the person works here now.
        active -> Bool,
    }
}

diesel::table! {
    /// A row for each day of each till.
    days (id) {
        /// Counts up over all tills.
        id -> BigInt,
        /// The till's name.
        till -> Text,
        /// RFC 3339, UTC.
        opened_at -> Text,
        /// RFC 3339, UTC; none while the day is open.
        closed_at -> Nullable<Text>,
        /// Counts from 1 for each till.
        z_number -> Nullable<BigInt>,
        /// The Z report as JSON.
        report -> Nullable<Text>,
    }
}

diesel::table! {
    /// Cash that came or went without a sale.
    cash_movements (id) {
        /// Counts up.
        id -> BigInt,
        /// The day's id.
        day -> BigInt,
        /// RFC 3339, UTC.
        at -> Text,
        /// `float`, `pay_in` or `pay_out`.
        kind -> Text,
        /// Minor units, not below zero.
        amount -> BigInt,
        /// What for.
        reason -> Text,
        /// The person's id.
        person -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// What must be told later; it only grows.
    journal (id) {
        /// Counts up.
        id -> BigInt,
        /// RFC 3339, UTC.
        at -> Text,
        /// The till's name.
        till -> Text,
        /// The id of whoever did it.
        person -> Nullable<BigInt>,
        /// The id of whoever approved it.
        approver -> Nullable<BigInt>,
        /// What was done.
        deed -> Text,
        /// A sale's number.
        sale -> Nullable<BigInt>,
        /// Minor units.
        amount -> Nullable<BigInt>,
        /// Such as the product and the reason.
        details -> Text,
        /// The id of the till's day that it belongs to.
        day -> Nullable<BigInt>,
        /// SHA-256 in hex, over the hash of the entry before and this one.
        hash -> Text,
    }
}

diesel::table! {
    /// What a piece of a product weighs, learnt at the till.
    piece_weights (product) {
        /// A slug.
        product -> Text,
        /// How many weighings.
        count -> Integer,
        /// Mean, in grams.
        mean -> Double,
        /// Sum of squared differences from the mean, in square grams.
        squares -> Double,
    }
}

diesel::table! {
    /// Photos that a clerk named.
    captures (id) {
        /// Counts up.
        id -> BigInt,
        /// RFC 3339, UTC.
        at -> Text,
        /// A file name in the captures folder.
        file -> Text,
        /// A slug.
        product -> Text,
        /// A slug: what the till had thought first.
        guessed -> Nullable<Text>,
        /// `choice`, `correction` or `search`.
        kind -> Text,
        /// `new`, `kept` or `discarded`.
        state -> Text,
        /// The clerk's word on it, as carts name it.
        naming -> Nullable<BigInt>,
        /// `open`, `sold`, `withdrawn` or `unknown`: what became of that word.
        became -> Text,
    }
}

diesel::table! {
    /// Photos taken in one go.
    photo_sessions (id) {
        /// Counts up, never used twice.
        id -> BigInt,
        /// RFC 3339, UTC.
        at -> Text,
        /// Such as a folder's name.
        name -> Text,
    }
}

diesel::table! {
    /// The shop's own photos of its goods.
    photos (id) {
        /// Counts up, never used twice.
        id -> BigInt,
        /// A file name in the photos folder.
        file -> Text,
        /// SHA-256 of the file's bytes, in hex.
        content -> Text,
        /// Perceptual hash, 16 hex digits.
        looks -> Text,
        /// A slug.
        product -> Text,
        /// What it was taken with.
        session -> BigInt,
        /// `camera`, `file` or `till`.
        origin -> Text,
        /// RFC 3339, UTC.
        taken_at -> Nullable<Text>,
        /// RFC 3339, UTC.
        added_at -> Text,
        /// `train`, `validation` or `test`.
        side -> Nullable<Text>,
        /// A slug: what the till had thought.
        guessed -> Nullable<Text>,
        /// RFC 3339, UTC.
        deleted_at -> Nullable<Text>,
    }
}

diesel::table! {
    /// What versions of the model make of photos.
    photo_directions (photo, version) {
        /// The photo's id.
        photo -> BigInt,
        /// The version's name.
        version -> Text,
        /// 32-bit floats, little-endian.
        direction -> Binary,
    }
}

diesel::table! {
    /// Photos that someone has looked at.
    photo_confirmations (photo) {
        /// The photo's id.
        photo -> BigInt,
        /// A slug: what it shows.
        product -> Text,
    }
}

diesel::joinable!(sale_lines -> sales (sale));
diesel::joinable!(photo_directions -> photos (photo));
diesel::allow_tables_to_appear_in_same_query!(sales, sale_lines);
diesel::allow_tables_to_appear_in_same_query!(photos, photo_directions);
