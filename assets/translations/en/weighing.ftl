## Scales, barcodes

something-else = Something else…

scale-connecting = Connecting…
scale-moving = Weight is moving…
scale-over = Too heavy
scale-under = Below zero: empty the scale and set it to zero
scale-lost = Not connected; waiting for it to come back
scale-says = Scale: { $reading }
kilograms = { $number } kg

line-weigh = Weigh { $name }…
weigh-title = Weigh { $name }
line-ask-price = Type its price…
first-price-title = What does { $name } cost?
first-price-kept = It has no price yet. The price is kept in the catalogue.
first-price-once = It has no price yet. The price holds for this sale.
first-price-take = Take this price
first-price-later = Later
weigh-gross = Gross
weigh-tare = Container
weigh-net = Net
weigh-by-scale = This lies on the scale
weigh-by-hand = Type the weight; the receipt says that it was typed
weigh-typed = Weight with container, such as 350 or 0.350
weigh-no-tare = No container
weigh-preset = { $name } { $grams } g
weigh-take-tare = Take this as container
weigh-accept = Take weight
weigh-cancel = Cancel

problem-no-weight = No new weight lies on the scale; lay the item down again, or type its weight
problem-tare = The container is as heavy as what lies on the scale; check it

code-unknown-title = No product has this code
code-unknown-hint = { $code }: make a product with it, or find the product that it belongs to
code-assign = Find the product that it belongs to
code-assign-to = Give the code to { $name }, { $price }
code-replaced = { $product } has this code now; its code before was { $before }
code-make = Make a product…
code-cancel = Cancel

problem-code = The code cannot be used: { $reason }
problem-code-item = The code names the item { $item }, but no product has it as its PLU
problem-number = No product has the PLU or barcode { $number }
problem-code-misread = The code { $code } was not read cleanly; scan it again
problem-capture = Photos cannot be kept for training ({ $reason }); selling goes on
