# The page of `tillsight evaluate --report`, for the owner of a shop. Whole sentences with a full
# stop; no word of the trade without its explanation.

report-title = How well does the till name your goods?
report-about = Model { $model }, judged on { $date } on the photos in { $data }.

## First words

report-right = Of { $photos ->
    [one] one photo
   *[other] { $photos } photos
}, { $count ->
    [one] 1 was
   *[other] { $count } were
} named right at the first guess ({ $share }).
report-right-kind = Of { $photos ->
    [one] one photo
   *[other] { $photos } photos
}, { $count ->
    [one] 1 was
   *[other] { $count } were
} given the right kind of goods at the first guess ({ $share }). These photos are labelled with kinds only, such as "apple".
report-four = For { $count } of the photos ({ $share }) the right product was among the four tiles that the till offers.
report-range = Each set of photos is a sample: on other photos of the same sort, the first figure would most likely lie between { $low } and { $high }.
report-accepted = Without asking anybody, the till would have put the goods of { $count ->
    [one] one photo
   *[other] { $count } photos
} ({ $share }) into the cart, { $wrong } of them wrongly.
report-asked = It would have asked about { $count } ({ $share }); for { $four } of these the right tile was there to tap.
report-unknown-goods = It would have taken { $count ->
    [one] one photo
   *[other] { $count } photos
} of your goods ({ $share }) for nothing that you sell.
report-strangers = Of { $pictures ->
    [one] one picture
   *[other] { $pictures } pictures
} without goods, it would have sold { $accepted } as something without asking.
report-seen = Careful: { $seen } of these { $photos } photos were used to train or adjust the model. Figures on photos that it knows are better than what it does at the counter; judge it on photos that it has never seen.
report-few = Careful: { $photos ->
    [one] one photo is
   *[other] { $photos } photos are
} very few. Judge it on a hundred or more before you rely on the figures.
report-not-learnt = { $photos ->
    [one] One photo shows
   *[other] { $photos } photos show
} products that this model has not learnt ({ $products }); it cannot name them right.

## What the till would have done

report-outcomes-title = What the till would have done
report-outcomes-how = How to read this: the bar is all photos; the red part is what would have cost money without anybody noticing.
report-outcome-accepted-right = In the cart without asking, and right
report-outcome-accepted-wrong = In the cart without asking, and wrong
report-outcome-asked-four = Asked, with the right product among the four tiles
report-outcome-asked-more = Asked, with the right product not among them
report-outcome-unknown = Taken for nothing that you sell
report-by-price = If prices had a say, so that goods of one price need no question, { $accept } of the photos would go into the cart without asking, and for { $right } of those the price would be right.
report-by-price-none = If prices had a say, still no photo would go into the cart without asking.

## Mistakes

report-pairs-title = What is mixed up
report-pairs-how = How to read this: the products most often taken for each other, with photos of such mistakes. Clear photos of both products, taken at your counter, help most; a photo with the wrong label is a mistake of the data and not of the till.
report-no-mistakes = No photo was named wrongly.
report-taken-for = Of { $photos ->
    [one] one photo
   *[other] { $photos } photos
} of { $shows }, { $count ->
    [one] 1 was
   *[other] { $count } were
} taken for { $taken }.
report-example = { $shows }, taken for { $taken } ({ $share } sure)
report-example-unknown = Taken for { $taken } ({ $share } sure)
report-no-picture = The photo could not be opened again
report-unasked-title = What was sold without a question, by kind
report-unasked-how = How to read this: the kinds of goods of which something would have been sold as something else without a question, the worst first.
report-column-kind = Kind
report-column-unasked = Sold without asking
report-column-wrong = Wrong
report-column-sold-as = Sold as
report-at-most = (at most { $share })
report-wrong-title = Mistakes that nobody was asked about
report-wrong-how = How to read this: { $count ->
    [one] one photo
   *[other] { $count } photos
} would have been sold wrongly without a question; here are the ones the till was surest of. Look whether a person could tell.

## Products

report-products-title = Each product
report-products-how = How to read this: the green bar is the share named right at the first guess; the thin line over it is where that share would lie on other photos (95 % sure). A long line means: too few photos to tell.
report-column-product = Product
report-column-photos = Photos
report-column-right = Named right
report-column-four = Among four tiles
report-column-taken-for = Most often taken for
report-kind-only = (any of this kind counts as right)
report-unlearnt = (not learnt)
report-all-right = { $count ->
    [one] One product whose photos were all named right
   *[other] { $count } products whose photos were all named right
}

## Can it be trusted

report-reliability-title = Is it right as often as it says?
report-reliability-how = How to read this: each bar gathers the photos about which the till was about equally sure. A bar that ends at the dashed line is honest; a lower one claims too much, a higher one too little. The thin line is where chance may move the bar; a pale bar stands on fewer than five photos.
report-reliability-x = How sure the till was
report-reliability-y = How often it was right
report-reliability-bar = { $from } to { $to } sure: { $photos ->
    [one] one photo
   *[other] { $photos } photos
}, { $right } of them right
report-risk-title = What would it cost to ask less?
report-risk-how = How to read this: the further right, the more photos go into the cart without asking; the height is how many of those are wrong.
report-risk-x = Photos accepted without asking
report-risk-y = Wrong among the accepted
report-risk-98 = With two wrong in a hundred, up to { $share } of these photos could be accepted without asking.
report-today = as it is set now
report-asks-from = left of this: asked about
report-accepts-from = left of this: may be accepted
report-unknown-title = Does it know what it does not know?
report-unknown-how = How to read this: a stricter till lies further left. The height is how many photos of your goods it still takes for goods, the distance to the right how many pictures without goods it takes for goods as well. Taken for goods does not mean sold: mostly the till asks. The closer the line comes to the upper left corner, the better; the dashed line is guessing.
report-unknown-x = Pictures without goods taken for goods
report-unknown-y = Photos of goods taken for goods
report-unknown-accepted = These pictures show no goods and would have been sold without a question:

## Last words

report-time-title = How long it took
report-time = A photo took { $all } milliseconds on average: { $read } to read and prepare it ({ $threads } threads), { $network } for the network (on { $device }).
report-figures-title = The figures by their names
report-figures-how = For those who compare models; all data behind this page lie beside it in report.json.
report-figure-top1 = Top-1
report-figure-top4 = Top-4
report-figure-coarse = Top-1 of kinds
report-figure-loss = Mean negative log-likelihood (nats)
report-figure-ece = Expected calibration error, 15 bins
report-figure-auroc = AUROC, goods against none
report-figure-fpr95 = False positives at 95 % of goods kept
report-figure-unknown-accepted = Pictures of no goods accepted
report-figure-accept = Accepted without asking
report-figure-accept-right = Of those, right
report-figure-price-accept = Accepted if prices have a say
report-figure-price-right = Of those, charged right
report-figure-threshold-accept = Threshold for accepting
report-figure-threshold-familiar = Threshold of familiarity for accepting
report-figure-threshold-unknown = Threshold for unknown
report-footer = Made by Tillsight on this computer. The page loads nothing from elsewhere.
