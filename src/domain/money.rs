//! Amounts of money: whole minor units (cents) of a currency that knows its own decimals.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::DomainError;

/// ISO 4217's active codes by their number of decimals ("minor unit").
const BY_DECIMALS: [(u8, &str); 4] = [
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN \
         BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
         GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR \
         LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD \
         PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN \
         SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR \
         ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

/// A currency: its ISO 4217 code and how many decimals its amounts have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Currency {
    code: &'static str,
    decimals: u8,
}

impl Currency {
    /// The euro, with two decimals.
    pub const EUR: Self = Self { code: "EUR", decimals: 2 };

    /// The currency with this ISO 4217 code, in any case.
    ///
    /// # Errors
    /// [`DomainError::UnknownCurrency`] for any other text.
    pub fn from_code(code: &str) -> Result<Self, DomainError> {
        let wanted = code.trim();
        Self::all()
            .find(|currency| currency.code.eq_ignore_ascii_case(wanted))
            .ok_or_else(|| DomainError::UnknownCurrency(code.to_owned()))
    }

    /// Every currency of ISO 4217 that shops use.
    pub fn all() -> impl Iterator<Item = Self> {
        BY_DECIMALS.iter().flat_map(|&(decimals, codes)| {
            codes.split_ascii_whitespace().map(move |code| Self { code, decimals })
        })
    }

    /// The three capital letters, such as `EUR`.
    pub fn code(&self) -> &str {
        self.code
    }

    /// How many decimals an amount has: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// Minor units in one major unit, such as 100 cents in a euro.
    fn minor_per_major(self) -> u64 {
        10_u64.pow(u32::from(self.decimals))
    }
}

/// As its code. By hand, since a derived reader would ask for texts that live for ever.
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).map_err(D::Error::custom)
    }
}

/// An amount of money in whole minor units (cents for EUR, yen for JPY).
///
/// Amounts of different currencies never mix, and nothing wraps around: both are errors.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount of so many minor units.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in that currency.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The minor units.
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is below zero.
    pub fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// Different currencies, or a sum beyond 64 bits.
    pub fn checked_add(self, other: Money) -> Result<Money, DomainError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(DomainError::AmountTooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The difference of two amounts.
    ///
    /// # Errors
    /// Different currencies, or a difference beyond 64 bits.
    pub fn checked_sub(self, other: Money) -> Result<Money, DomainError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(DomainError::AmountTooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The amount so many times.
    ///
    /// # Errors
    /// A product beyond 64 bits.
    pub fn checked_mul(self, times: i64) -> Result<Money, DomainError> {
        let minor = self.minor.checked_mul(times).ok_or(DomainError::AmountTooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// `amount * numerator / denominator`, rounded half-up: a half goes away from zero, so that a
    /// refund is the mirror of its sale.
    ///
    /// # Errors
    /// A result beyond 64 bits, or a denominator of zero.
    pub(super) fn checked_ratio(
        self,
        numerator: u32,
        denominator: u32,
    ) -> Result<Money, DomainError> {
        self.rounded_ratio(numerator.into(), denominator.into())
    }

    /// `amount * part / whole`, rounded half-up; zero where the whole is.
    ///
    /// # Errors
    /// Different currencies, or a result beyond 64 bits.
    pub(super) fn checked_share(self, part: Money, whole: Money) -> Result<Money, DomainError> {
        self.same_currency(part).and(self.same_currency(whole))?;
        if whole.minor == 0 {
            return Ok(Self::zero(self.currency));
        }
        self.rounded_ratio(part.minor, whole.minor)
    }

    fn rounded_ratio(self, numerator: i64, denominator: i64) -> Result<Money, DomainError> {
        let product = i128::from(self.minor) * i128::from(numerator);
        let denominator = i128::from(denominator);
        // Twice the product plus the denominator, over twice the denominator: no fraction needed.
        let magnitude = (2 * product.abs() + denominator)
            .checked_div(2 * denominator)
            .ok_or(DomainError::AmountTooLarge)?;
        let minor =
            i64::try_from(magnitude * product.signum()).map_err(|_| DomainError::AmountTooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The amount with the same digits in another currency: 1.99 EUR become 1.99 USD, or 2 JPY,
    /// rounded half-up.
    ///
    /// # Errors
    /// A result beyond 64 bits.
    pub fn relabelled(self, currency: Currency) -> Result<Money, DomainError> {
        let power = |decimals: u8| 10_u32.pow(u32::from(decimals));
        let (from, to) = (power(self.currency.decimals), power(currency.decimals));
        Self { currency, ..self }.checked_ratio(to, from)
    }

    /// The sum of amounts of one currency; zero for none.
    ///
    /// # Errors
    /// Another currency among them, or a sum beyond 64 bits.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Money>,
    ) -> Result<Money, DomainError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    /// Reads an amount as people type it: `1.99`, `1,99`, `2`, `-0.50`.
    ///
    /// Fewer decimals than the currency has are filled up. There is no thousands separator.
    ///
    /// # Errors
    /// Anything else, more decimals than the currency has, or an amount beyond 64 bits.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, DomainError> {
        let not_money = || DomainError::NotMoney(text.to_owned());
        let trimmed = text.trim();
        let (unsigned, sign) = match trimmed.strip_prefix('-') {
            Some(rest) => (rest, -1),
            None => (trimmed, 1),
        };
        let (whole, fraction) = split_decimal(unsigned).ok_or_else(not_money)?;
        if fraction.len() > usize::from(currency.decimals) {
            return Err(DomainError::TooManyDecimals {
                text: text.to_owned(),
                currency: currency.code.to_owned(),
                decimals: currency.decimals,
            });
        }
        let width = usize::from(currency.decimals);
        // The digits are ASCII by now, so all that is left to go wrong is their number.
        let magnitude: i128 = format!("{whole}{fraction:0<width$}")
            .parse()
            .map_err(|_| DomainError::AmountTooLarge)?;
        let minor = i64::try_from(sign * magnitude).map_err(|_| DomainError::AmountTooLarge)?;
        Ok(Self { minor, currency })
    }

    /// The amount with its currency, such as `1.99 EUR`.
    pub fn with_code(&self) -> String {
        format!("{self} {}", self.currency.code)
    }

    fn same_currency(self, other: Money) -> Result<(), DomainError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(DomainError::CurrencyMismatch {
            expected: self.currency.code.to_owned(),
            found: other.currency.code.to_owned(),
        })
    }
}

/// Prints the amount with all decimals of its currency and a point: `1.99`, `-0.05`, `120`.
impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_major = self.currency.minor_per_major();
        let magnitude = self.minor.unsigned_abs();
        let (major, minor) = (magnitude / per_major, magnitude % per_major);
        let sign = if self.minor < 0 { "-" } else { "" };
        let text = match usize::from(self.currency.decimals) {
            0 => format!("{sign}{major}"),
            width => format!("{sign}{major}.{minor:0width$}"),
        };
        formatter.pad(&text)
    }
}

/// Splits `12`, `1.5` or `1,5` into its digits before and after the separator.
///
/// `None` unless there are digits before it, and after it where it stands.
pub(super) fn split_decimal(text: &str) -> Option<(&str, &str)> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once(['.', ',']) {
        Some((whole, fraction)) => (digits(whole) && digits(fraction)).then_some((whole, fraction)),
        None => digits(text).then_some((text, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    #[test]
    fn currencies_have_their_own_decimals() {
        assert_eq!(currency("eur"), Currency::EUR);
        assert_eq!(currency("JPY").decimals(), 0);
        assert_eq!(currency("KWD").decimals(), 3);
        assert_eq!(currency("SEK").code(), "SEK");
        assert_eq!(Currency::from_code("EUE"), Err(DomainError::UnknownCurrency("EUE".into())));
        assert!(Currency::from_code("").is_err());
        assert!(Currency::from_code("EUR GBP").is_err());
    }

    #[test]
    fn amounts_are_read_with_point_or_comma() {
        for (text, minor) in [("1.99", 199), ("1,99", 199), ("2", 200), (" 0.5 ", 50), ("-1", -100)]
        {
            assert_eq!(Money::parse(text, Currency::EUR).unwrap().minor(), minor, "{text}");
        }
        assert_eq!(Money::parse("120", currency("JPY")).unwrap().minor(), 120);
        assert_eq!(Money::parse("1,234", currency("KWD")).unwrap().minor(), 1234);
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "-", ".", "1.", ".5", "1.2.3", "1.234,56", "€1", "1 2", "٣", "+1", "--1"]
        {
            assert!(
                matches!(Money::parse(text, Currency::EUR), Err(DomainError::NotMoney(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn an_amount_finer_than_the_smallest_coin_is_refused() {
        assert!(matches!(
            Money::parse("1.999", Currency::EUR),
            Err(DomainError::TooManyDecimals { decimals: 2, .. })
        ));
        assert!(Money::parse("1.0", currency("JPY")).is_err());
    }

    #[test]
    fn an_amount_beyond_64_bits_is_refused() {
        for text in ["92233720368547758.08", "9".repeat(60).as_str()] {
            assert_eq!(Money::parse(text, Currency::EUR), Err(DomainError::AmountTooLarge));
        }
        let most = Money::parse("92233720368547758.07", Currency::EUR).unwrap();
        assert_eq!(most.minor(), i64::MAX);
        assert_eq!(
            most.checked_add(Money::new(1, Currency::EUR)),
            Err(DomainError::AmountTooLarge)
        );
        assert_eq!(most.checked_mul(2), Err(DomainError::AmountTooLarge));
        assert_eq!(most.checked_ratio(1001, 1000), Err(DomainError::AmountTooLarge));
        assert_eq!(most.checked_ratio(1000, 1000), Ok(most));
    }

    #[test]
    fn amounts_print_with_all_decimals() {
        assert_eq!(Money::new(-5, Currency::EUR).to_string(), "-0.05");
        assert_eq!(Money::new(120, currency("JPY")).to_string(), "120");
        assert_eq!(Money::new(1234, currency("KWD")).with_code(), "1.234 KWD");
        assert_eq!(Money::new(i64::MIN, Currency::EUR).to_string(), "-92233720368547758.08");
        assert_eq!(format!("{:>6}", Money::new(199, Currency::EUR)), "  1.99");
    }

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        let ratio = |minor| Money::new(minor, Currency::EUR).checked_ratio(1, 2).unwrap().minor();
        assert_eq!([1, 2, 3, -1, -3, 0].map(ratio), [1, 1, 2, -1, -2, 0]);
        let third = |minor| Money::new(minor, Currency::EUR).checked_ratio(1, 3).unwrap().minor();
        assert_eq!([1, 2, -1, -2].map(third), [0, 1, 0, -1]);
    }

    #[test]
    fn currencies_do_not_mix() {
        let yen = Money::new(1, currency("JPY"));
        assert!(matches!(
            Money::zero(Currency::EUR).checked_add(yen),
            Err(DomainError::CurrencyMismatch { .. })
        ));
        assert!(Money::sum(Currency::EUR, [yen]).is_err());
    }
}
