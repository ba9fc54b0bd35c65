## The cart's lines, carts on hold

line-select = Line { $name }
line-taken-off = { $amount } off
line-list-price = instead of { $price }

tool-price = Price
tool-price-label = Price, discount or note of { $name }
tool-open-price = Other
tool-open-price-label = Something not in the catalogue
tool-hold = Hold
tool-hold-label = Put the cart on hold
tool-held = Held { $count }
tool-held-label = Carts on hold: { $count }
tool-void = Void
tool-void-label = Void the cart

cart-dialog-back = Back

terms-price = Another price
terms-price-hint = { $price } in the catalogue
terms-discount = Discount
terms-discount-hint = 10 % or 0.50
terms-reason = Reason
terms-reason-hint = Why the price is another
terms-note = Note
terms-save = Save
terms-no-price = Type a price such as 1.99
terms-no-discount = Type a discount such as 10 % or 0.50
cart-discount = Discount…
cart-discount-title = Discount on the whole cart
cart-discount-about = It is shared out over the lines, so that the tax stays right.
open-price-title = Something not in the catalogue
open-price-about = It needs no product: a price is enough.
open-price-called = Name, if it has one
open-price-name = Sundries
open-price-do = Into the cart

hold-title = Put this cart on hold?
hold-note = Note
hold-note-hint = A name, a table, a trolley
hold-do = Hold
hold-only-note = Only keep the note

held-title = Carts on hold
held-swap = The cart of now goes on hold in its place
held-no-note = Without a note
held-about = { $time } · { $count ->
    [one] 1 line
   *[other] { $count } lines
}
held-resume = Go on with { $note }, { $total }

void-title = Void the whole cart?
void-what = { $count ->
    [one] 1 line, { $total }
   *[other] { $count } lines, { $total }
}
void-do = Void
void-keep = Keep it
void-reason = Why? (may stay empty)

problem-cart-unsafe = The cart is not safe from a power cut: { $reason }
problem-carts-lost = A cart of before could not be brought back: { $reason }
problem-hold = The cart stays as it is: { $reason }
problem-cart-elsewhere = Another program has sold, changed or put away this cart meanwhile; nothing was recorded here. What is there now is shown
problem-cart-elsewhere-look = Another program has sold, changed or put away this cart meanwhile; nothing was recorded here. What is there now is shown; look through what was added last: { $lines }
problem-reason = Another price or a discount needs a reason
problem-discount = The discount is more than the line costs
problem-cart-discount = The discount is more than the cart costs
void-take-back = Take back
line-voided = { $product } is out of the cart. Ctrl+Z brings it back.
problem-weighing = A weight is 1 g to 1000 kg
problem-line = This line stays as it was: { $reason }
