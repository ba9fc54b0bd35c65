//! What is taken off the whole cart, and each line's share of it.

use super::because::Because;
use super::discount::share_out;
use super::{Cart, CartLine, Discount, DomainError, Money, SaleLine};

impl Cart {
    /// What is taken off the whole cart, and why.
    pub fn discount(&self) -> Option<&Because<Discount>> {
        self.discount.as_ref()
    }

    /// Takes something off the whole cart, beside what is taken off its lines; `None` takes nothing off
    /// any more and needs no reason. Where the cart gets cheaper later, at most all of it is taken off.
    ///
    /// # Errors
    /// [`DomainError::EmptyCart`], an amount that is not above zero or more than the cart costs now or in
    /// another currency, or no reason. The cart stays as it was.
    pub fn set_cart_discount(
        &mut self,
        discount: Option<Discount>,
        reason: &str,
    ) -> Result<(), DomainError> {
        let Some(discount) = discount else {
            self.discount = None;
            self.revision += 1;
            return Ok(());
        };
        if self.is_empty() {
            return Err(DomainError::EmptyCart);
        }
        if let Discount::Amount(amount) = discount
            && self.lines_total()?.checked_sub(amount)?.is_negative()
        {
            return Err(DomainError::CartDiscountTooLarge);
        }
        self.restore_cart_discount(discount, reason)
    }

    /// Brings back a discount of a cart that was kept: it may have become more than the cart costs.
    ///
    /// # Errors
    /// As [`Self::set_cart_discount`], save that the amount may be more than the cart costs.
    pub fn restore_cart_discount(
        &mut self,
        discount: Discount,
        reason: &str,
    ) -> Result<(), DomainError> {
        discount.check(self.currency)?;
        self.discount = Some(Because::new(discount, reason)?);
        self.revision += 1;
        Ok(())
    }

    /// A discount goes with the goods it was given for: an empty cart has none.
    pub fn forget_discount_of_nothing(&mut self) {
        if self.is_empty() && self.discount.take().is_some() {
            self.revision += 1;
        }
    }

    /// The sum of [`CartLine::total`] of the complete lines, before anything is taken off the whole cart.
    /// Where tax is added, it is without it.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn lines_total(&self) -> Result<Money, DomainError> {
        self.lines.iter().try_fold(Money::zero(self.currency), |sum, line| match line.total()? {
            Some(total) => sum.checked_add(total),
            None => Ok(sum),
        })
    }

    /// How much is taken off the whole cart, never more than [`Self::lines_total`].
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn taken_off(&self) -> Result<Money, DomainError> {
        let off = |discount: &Because<Discount>| discount.what.of(self.lines_total()?);
        self.discount.as_ref().map_or(Ok(Money::zero(self.currency)), off)
    }

    /// [`Self::lines_total`] without [`Self::taken_off`]: what the customer pays is always
    /// `totals().gross`.
    ///
    /// # Errors
    /// An amount beyond 64 bits.
    pub fn total(&self) -> Result<Money, DomainError> {
        self.lines_total()?.checked_sub(self.taken_off()?)
    }

    /// Each line as it is sold, with its share of what is taken off the whole cart; `None` for one that
    /// waits for weight or price.
    pub(super) fn sold_lines(&self) -> Result<Vec<Option<SaleLine>>, DomainError> {
        let zero = Money::zero(self.currency);
        let total = |line: &CartLine| Ok(line.total()?.unwrap_or(zero));
        let totals = self.lines.iter().map(total).collect::<Result<Vec<_>, DomainError>>()?;
        let shares = share_out(self.taken_off()?, &totals)?;
        let lines = self.lines.iter().zip(shares);
        lines.map(|(line, share)| line.sold(self.tax_mode, share)).collect()
    }
}
