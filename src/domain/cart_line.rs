//! A line of the cart: what, how much, and what was agreed about its price.

use std::sync::Arc;

use super::addition::{Addition, NamingId};
use super::because::Because;
use super::{
    Currency, Discount, DomainError, Grams, Money, Pieces, Product, Quantity, SaleLine, TaxMode,
    TextField, Unit, UnitPrice, WeighedBy, Weighing,
};

/// How much stands on a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineQuantity {
    /// So much; its kind is that of the product's price.
    Known(Quantity),
    /// The product has a price per kg and was not weighed yet.
    WeightNeeded,
    /// Nobody has said yet what the product costs, and whether by the piece or by weight.
    PriceNeeded,
}

/// Names a line of one cart; never given to another line of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineId(pub(super) u64);

/// A product in the cart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CartLine {
    pub(super) id: LineId,
    product: Arc<Product>,
    currency: Currency,
    amount: Amount,
    additions: Vec<Addition>,
    price: Option<Because<Money>>,
    discount: Option<Because<Discount>>,
    note: String,
}

/// How much, as it came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Amount {
    Pieces(Pieces),
    Weighed(Weighing),
    Unweighed,
    /// The product has no price, and with it no unit.
    Unpriced,
}

/// A quantity, and what one of it costs: all that a line needs to be sold.
pub(super) struct Priced {
    pub(super) quantity: Quantity,
    pub(super) unit_price: UnitPrice,
}

impl CartLine {
    /// One piece, or a weight or a price still to come. `additions` are as in [`Self::additions`]; none stand
    /// for one addition by hand.
    pub(super) fn new(
        id: LineId,
        product: Arc<Product>,
        currency: Currency,
        mut additions: Vec<Addition>,
    ) -> Self {
        if additions.is_empty() {
            additions.push(Addition::default());
        }
        let amount = match product.unit() {
            Some(Unit::Piece) => Amount::Pieces(Pieces::ONE),
            Some(Unit::Kg) => Amount::Unweighed,
            None => Amount::Unpriced,
        };
        let (price, discount, note) = (None, None, String::new());
        Self { id, product, currency, amount, additions, price, discount, note }
    }

    /// Its id in the cart.
    pub fn id(&self) -> LineId {
        self.id
    }

    /// The product as it was when the line was added, with the price that was said since.
    pub fn product(&self) -> &Arc<Product> {
        &self.product
    }

    /// How much of it.
    pub fn quantity(&self) -> LineQuantity {
        match self.amount {
            Amount::Pieces(pieces) => LineQuantity::Known(Quantity::Pieces(pieces)),
            Amount::Weighed(weighing) => LineQuantity::Known(Quantity::Weight(weighing.net())),
            Amount::Unweighed => LineQuantity::WeightNeeded,
            Amount::Unpriced => LineQuantity::PriceNeeded,
        }
    }

    /// How it was weighed; `None` for pieces, and before it was.
    pub fn weighing(&self) -> Option<Weighing> {
        match self.amount {
            Amount::Weighed(weighing) => Some(weighing),
            Amount::Pieces(_) | Amount::Unweighed | Amount::Unpriced => None,
        }
    }

    /// How the line came together, oldest first. At least one.
    pub fn additions(&self) -> &[Addition] {
        &self.additions
    }

    /// The first photo that it was named from.
    pub fn photo(&self) -> Option<&str> {
        self.additions.iter().find_map(|addition| addition.photo.as_deref())
    }

    /// The clerks' words that are borne out when the line is sold: none where fewer pieces are sold than
    /// were added, since nobody can tell which of them were not.
    pub fn borne_out(&self) -> impl Iterator<Item = NamingId> {
        let additions = u32::try_from(self.additions.len()).unwrap_or(u32::MAX);
        let all = match self.amount {
            Amount::Pieces(pieces) => pieces.get() >= additions,
            Amount::Weighed(_) | Amount::Unweighed | Amount::Unpriced => true,
        };
        self.additions.iter().filter_map(move |addition| addition.naming.filter(|_| all))
    }

    /// A clerk's word no longer counts; returns whether it stood here.
    pub(super) fn forget_naming(&mut self, naming: NamingId) -> bool {
        let stood = self.additions.iter_mut().find(|addition| addition.naming == Some(naming));
        stood.is_some_and(|addition| addition.naming.take().is_some())
    }

    /// What a piece or a kilogram of this line costs: the catalogue's price, unless another was
    /// agreed; `None` while the price is needed.
    pub fn unit_price(&self) -> Option<UnitPrice> {
        let list = self.product.price?;
        Some(match &self.price {
            Some(price) => UnitPrice::new(price.what, list.unit()),
            None => list,
        })
    }

    /// How much of it at which price; `None` while either is needed.
    fn priced(&self) -> Option<Priced> {
        match self.quantity() {
            LineQuantity::Known(quantity) => {
                Some(Priced { quantity, unit_price: self.unit_price()? })
            }
            LineQuantity::WeightNeeded | LineQuantity::PriceNeeded => None,
        }
    }

    /// The price that was agreed in place of the catalogue's, and why.
    pub fn price_override(&self) -> Option<&Because<Money>> {
        self.price.as_ref()
    }

    /// What is taken off, and why.
    pub fn discount(&self) -> Option<&Because<Discount>> {
        self.discount.as_ref()
    }

    /// Why the price is not the catalogue's: each reason once. Empty where it is.
    pub fn reason(&self) -> String {
        let price = self.price.as_ref().map(|price| price.reason.as_str());
        let discount = self.discount.as_ref().map(|discount| discount.reason.as_str());
        match (price, discount) {
            (Some(price), Some(discount)) if price != discount => format!("{price}; {discount}"),
            (Some(reason), _) | (None, Some(reason)) => reason.to_owned(),
            (None, None) => String::new(),
        }
    }

    /// What the clerk wrote to it.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Price times quantity before anything is taken off, rounded half-up once; `None` while weight
    /// or price are needed.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn full_price(&self) -> Result<Option<Money>, DomainError> {
        let total = |it: Priced| it.unit_price.total(it.quantity, &self.product.name);
        self.priced().map(total).transpose()
    }

    /// How much is taken off, never more than [`Self::full_price`]; nothing while weight or
    /// price are needed.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn taken_off(&self) -> Result<Money, DomainError> {
        match (self.full_price()?, &self.discount) {
            (Some(full), Some(discount)) => discount.what.of(full),
            _ => Ok(Money::zero(self.currency)),
        }
    }

    /// Price times quantity, without what is taken off; `None` while weight or price are needed.
    /// Where tax is added, this is without it.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn total(&self) -> Result<Option<Money>, DomainError> {
        let full = self.full_price()?;
        full.map(|full| full.checked_sub(self.taken_off()?)).transpose()
    }

    /// The line as it is sold; `None` while weight or price are needed.
    /// `cart_discount` is its share of what is taken off the whole cart.
    pub(super) fn sold(
        &self,
        tax_mode: TaxMode,
        cart_discount: Money,
    ) -> Result<Option<SaleLine>, DomainError> {
        let sold = |priced| SaleLine::of_cart_line(self, priced, tax_mode, cart_discount);
        self.priced().map(sold).transpose()
    }

    /// Whether another piece of `product` may join this line: the same at the same price, or the same
    /// that waits for its price, with nothing agreed and nothing noted, and room for one more.
    pub(super) fn takes_another(&self, product: &Arc<Product>) -> bool {
        let pieces = match self.amount {
            Amount::Pieces(pieces) => pieces.get(),
            Amount::Unpriced => self.pieces_if_priced(),
            Amount::Weighed(_) | Amount::Unweighed => return false,
        };
        pieces < Pieces::MAX
            && self.price.is_none()
            && self.discount.is_none()
            && self.note.is_empty()
            && self.product == *product
    }

    /// Says what an unpriced product costs. What was added is as many pieces, or is weighed together.
    pub(super) fn set_first_price(&mut self, price: UnitPrice) -> Result<(), DomainError> {
        if self.product.price.is_some() {
            return Err(DomainError::HasPrice(self.product.name.clone()));
        }
        // A sum in another currency has no difference to it.
        price.money().checked_sub(Money::zero(self.currency))?;
        if price.money().is_negative() {
            return Err(DomainError::NegativePrice(self.product.name.clone()));
        }
        self.amount = match price.unit() {
            Unit::Piece => Amount::Pieces(Pieces::new(self.pieces_if_priced())?),
            Unit::Kg => Amount::Unweighed,
        };
        self.product = Arc::new(Product { price: Some(price), ..self.product.as_ref().clone() });
        Ok(())
    }

    fn pieces_if_priced(&self) -> u32 {
        u32::try_from(self.additions.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn add_another(&mut self, addition: Addition) -> Result<(), DomainError> {
        if self.amount == Amount::Unpriced {
            self.additions.push(addition);
            return Ok(());
        }
        self.set_pieces(Pieces::new(self.pieces().saturating_add(1))?)?;
        self.additions.push(addition);
        Ok(())
    }

    /// Takes one addition back, the last one where there is none like this; returns whether the line stays.
    /// A line that was added once goes whole, with the pieces that were typed into it.
    pub(super) fn take_back(&mut self, addition: &Addition) -> bool {
        let last = self.additions.len().saturating_sub(1);
        let at = self.additions.iter().rposition(|own| own == addition).unwrap_or(last);
        if self.amount == Amount::Unpriced && last > 0 {
            self.additions.remove(at);
            return true;
        }
        let fewer = Pieces::new(self.pieces().saturating_sub(1));
        let (Ok(fewer), true) = (fewer, last > 0) else {
            return false;
        };
        self.additions.remove(at);
        self.amount = Amount::Pieces(fewer);
        true
    }

    /// # Errors
    /// [`DomainError::CurrencyMismatch`] where its prices are not in `currency`.
    pub(super) fn check_currency(&self, currency: Currency) -> Result<(), DomainError> {
        Money::zero(currency).checked_sub(Money::zero(self.currency)).map(drop)
    }

    /// Undoes [`Self::take_back`] of `addition`; `was` is the line as it was before.
    pub(super) fn put_back(&mut self, was: Self, addition: &Addition) -> Result<(), DomainError> {
        let mut left = was.clone();
        if left.take_back(addition) && left == *self {
            *self = was;
            return Ok(());
        }
        self.add_another(addition.clone())
    }

    /// The number of pieces; 0 for a product sold by weight.
    fn pieces(&self) -> u32 {
        match self.amount {
            Amount::Pieces(pieces) => pieces.get(),
            Amount::Weighed(_) | Amount::Unweighed | Amount::Unpriced => 0,
        }
    }

    pub(super) fn set_pieces(&mut self, pieces: Pieces) -> Result<(), DomainError> {
        match self.list_price()?.unit() {
            Unit::Piece => self.amount = Amount::Pieces(pieces),
            Unit::Kg => return Err(DomainError::SoldByWeight(self.product.name.clone())),
        }
        Ok(())
    }

    pub(super) fn set_weight(&mut self, weight: Grams) -> Result<(), DomainError> {
        self.set_weighing(Weighing::new(weight, 0, WeighedBy::Typed)?)
    }

    pub(super) fn set_weighing(&mut self, weighing: Weighing) -> Result<(), DomainError> {
        match self.list_price()?.unit() {
            Unit::Kg => self.amount = Amount::Weighed(weighing),
            Unit::Piece => return Err(DomainError::SoldByPiece(self.product.name.clone())),
        }
        Ok(())
    }

    /// The catalogue's price, without which nothing about it can be agreed.
    fn list_price(&self) -> Result<UnitPrice, DomainError> {
        self.product.price.ok_or_else(|| DomainError::PriceNeeded(self.product.name.clone()))
    }

    /// `None`, or the catalogue's own price, takes the agreed price back.
    pub(super) fn set_price(
        &mut self,
        price: Option<Money>,
        reason: &str,
    ) -> Result<(), DomainError> {
        let list = self.list_price()?.money();
        self.price = match price {
            None => None,
            Some(price) if price == list => None,
            Some(price) => {
                // A sum in another currency has no difference to it.
                price.checked_sub(list)?;
                if price.is_negative() {
                    return Err(DomainError::NegativePrice(self.product.name.clone()));
                }
                Some(Because::new(price, reason)?)
            }
        };
        Ok(())
    }

    pub(super) fn set_discount(
        &mut self,
        discount: Option<Discount>,
        reason: &str,
    ) -> Result<(), DomainError> {
        let Some(discount) = discount else {
            self.discount = None;
            return Ok(());
        };
        self.list_price()?;
        if let (Discount::Amount(amount), Some(full)) = (discount, self.full_price()?)
            && full.checked_sub(amount)?.is_negative()
        {
            return Err(DomainError::DiscountTooLarge(self.product.name.clone()));
        }
        self.restore_discount(discount, reason)
    }

    /// Sets a discount that may be more than the line costs by now.
    pub(super) fn restore_discount(
        &mut self,
        discount: Discount,
        reason: &str,
    ) -> Result<(), DomainError> {
        discount.check(self.currency)?;
        self.discount = Some(Because::new(discount, reason)?);
        Ok(())
    }

    pub(super) fn set_note(&mut self, note: &str) -> Result<(), DomainError> {
        self.note = TextField::Note.take(note)?;
        Ok(())
    }
}
