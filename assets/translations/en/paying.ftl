## Paying, receipts, refunds

pay-start = Pay
pay-due = To pay
pay-change-for = Change { $amount }
pay-still-due = Still to pay
pay-in-cash = In cash { $amount }
pay-given-cash = Cash { $amount }
pay-given-card = Card { $amount }
pay-amount = Amount
pay-exact = Exactly { $amount }
pay-back = Back
pay-take-back = Take back
pay-card = Card
pay-cash = Cash
pad-backspace = Delete

done-change = Change
done-paid = Paid
done-give-back = Give back in cash
done-card-back = Back to the card
done-card-back-too = and { $amount } back to the card
done-number = Receipt { $number }
done-total = of { $amount }
done-print = Print receipt
done-next = Next customer

receipts-open = Receipts
drawer-open = Drawer
receipts-number = Receipt number
receipts-none = There are no receipts yet
receipts-sale = Receipt { $number }
receipts-refund = Refund { $number }
receipts-copy = Print copy
receipts-pdf = PDF
receipts-text = Text
receipts-saved = Saved as { $file }
receipts-close = Close

refund = Refund
refund-amount = Refund { $amount }
refund-title = What goes back?
refund-all = Everything
refund-left = { $quantity } of it can go back, { $amount } in all
refund-gone = Went back already, { $amount }
refund-less = Less of { $name } goes back
refund-more = More of { $name } goes back

print-again = Print again

problem-tender = Type an amount, such as 20 or 12.50
problem-card-above = A card pays what is due and no more
problem-print = The sale is saved, but its receipt was not printed: { $reason }
problem-drawer = The drawer did not open: { $reason }
problem-test-page = The test page was not printed: { $reason }
problem-print-report = The report was not printed: { $reason }
problem-no-receipt = There is no receipt { $number }
problem-receipt = This was not done: { $reason }

## What stands on receipts

receipt-number = Receipt
receipt-till = Till
receipt-person = Served by
receipt-tax-id = Tax no.
receipt-copy = COPY
receipt-refund = REFUND
receipt-refund-of = of receipt
receipt-per-kg = /kg
receipt-tare = container
receipt-typed = weight typed by hand
receipt-discount = Discount
receipt-cart-discount = Discount on all
receipt-instead-of = instead of
receipt-total = Total
receipt-tax = Tax
receipt-net = Net
receipt-gross = Gross
receipt-rounding = Cash rounding
receipt-cash = Cash
receipt-card = Card
receipt-given = given
receipt-change = Change
receipt-test = TEST PAGE
receipt-test-hint = Signs and scripts below should be readable
