# comparing
compare-versions = Versions
compare-import = Bring in
compare-import-title = Bring in a version from a file
compare-export = Save as file
compare-export-title = Save the version as one file
compare-notes = Note
compare-notes-title = Note on { $name }
compare-notes-label = What is worth knowing about it
compare-notes-save = Save
compare-delete = Delete
compare-delete-title = Delete { $name }?
compare-delete-about = Its weights are removed from the disk. Save it as a file first if you may want it back.
compare-cancel = Cancel
compare-sells = Sells now
compare-shipped = came with Tillsight
compare-size = { $mib } MB
compare-products = { $count ->
    [one] 1 product
   *[other] { $count } products
}
compare-at-training = { $share } right at training
compare-promote = Let it sell …
compare-changing = Trying it …
compare-roll-back = Back to { $name }
compare-no-roll-back = No earlier version
compare-with = compared with
compare-alone = nothing: alone
compare-photos = Photos
compare-kept-aside = Kept aside ({ $count })
compare-captures = From the till, { $weeks } weeks ({ $count })
compare-captures-hint = Only photos whose goods were sold as what the clerk said, or that you have looked at under Photos. No others count.
compare-judge = Judge
compare-judge-again = Judge again
compare-finding = Looking for photos …
compare-judging = { $done } of { $total } looks done; the till sells on
compare-stop = Stop
compare-wait = The figures come when all photos are judged.
compare-not-yet = These versions were not compared yet. Press Judge: the same photos are shown to both, and what they say is counted.
compare-no-photos = There are no photos to judge with yet. Take photos of your goods on several days: some of them are kept aside for this. The till also keeps photos when you name goods for it.
compare-show = Show
compare-overview = Overview
compare-by-product = By product
compare-mix-ups = Mix-ups
compare-most-wrong = Most wrong
compare-whose = Mistakes of
compare-close-words = Close this message
compare-better = { $new } is better
compare-worse = { $new } is worse than { $old }
compare-as-good = Both are equally good
compare-cannot-tell = It cannot be told with so few photos
compare-alone-title = { $new } alone
compare-nothing-counts = No photo counts
compare-difference = Right { $new } times instead of { $old }, of { $count } photos: { $by } points, and with other photos of these goods between { $low } and { $high }.
compare-more-photos = Photos of more days would tell. Those that a version has learnt from say nothing.
compare-top1 = Right at once
compare-top4 = Among the four tiles
compare-accepted = Sold without asking
compare-accepted-wrong = Sold wrongly, unasked
compare-taken-unknown = Goods taken for unknown
compare-strangers-told = No goods, and told so
compare-strangers-accepted = No goods, yet sold
compare-strangers-choose = Also judge on pictures of no goods …
compare-strangers-chosen = Pictures of no goods: { $name }
compare-strangers-none = Without them
compare-strangers-title = Folder of pictures that show no goods
compare-time = Time a photo
compare-millis = { $millis } ms
compare-judged-at = Judged { $when } on { $from }.
compare-from-aside = photos that were kept aside
compare-from-till = what the till kept since { $since } and was sold as what the clerk said, or looked at by you; goods that had to be named by hand are harder than most
compare-counted = { $count ->
    [one] 1 photo counts.
   *[other] { $count } photos of { $groups } occasions count. Photos of one occasion are much alike, so the ranges are wider.
}
compare-seen = { $count ->
    [one] 1 photo was learnt from and does not count.
   *[other] { $count } photos were learnt from and do not count.
}
compare-unreadable = { $count ->
    [one] 1 photo could not be read.
   *[other] { $count } photos could not be read.
}
compare-right-of = { $right } of { $count } right
compare-change-of = { $old } → { $new } of { $count }
compare-word-better = better
compare-word-worse = worse
compare-word-as-good = as good
compare-word-cannot-tell = cannot be told
compare-cell = { $count ->
    [one] 1 photo of { $shows } was taken for { $taken }
   *[other] { $count } photos of { $shows } were taken for { $taken }
}
compare-cell-right = { $count ->
    [one] 1 photo of { $shows } was right
   *[other] { $count } photos of { $shows } were right
}
compare-cell-hint = Each row is what photos show, each column what they were taken for. Choose a cell to see its photos.
compare-more-products = { $count ->
    [one] 1 more product with fewer mix-ups
   *[other] { $count } more products with fewer mix-ups
}
compare-none-wrong = Not one photo that counts was named wrongly.
compare-photo-label = { $name }: shows { $shows }, named { $named }
compare-photo-hint = Choose a photo to see all that was said of it.
compare-decided-accept = would be sold without asking
compare-decided-ask = would be asked about
compare-decided-unknown = would be taken for unknown
compare-promote-title = Let { $name } sell?
compare-promote-about = It takes the place of { $old }. Sales go on meanwhile, and one press brings { $old } back.
compare-promote-unjudged = Nobody has compared it with the version that sells. Judge both first, and you will see here what you would lose.
compare-promote-losses = You would lose on goods that you sell:
compare-promote-no-loss = No product that you sell fares worse with it.
compare-promote-untested = { $count ->
    [one] Of 1 product that you sell there is no photo to tell by.
   *[other] Of { $count } products that you sell there are no photos to tell by.
}
compare-promote-yes = Let it sell
compare-loss-cannot-name = { $name }: it cannot name it at all (sold { $sold } times)
compare-loss-surely = { $name }: { $new } instead of { $old } of { $count } photos right (sold { $sold } times)
compare-loss-perhaps = { $name }: { $new } instead of { $old } of { $count } photos right, perhaps by chance (sold { $sold } times)
compare-problem = That did not work: { $reason }
compare-other-program = The program that judges is another version than this one; start Tillsight again, then compare.
compare-no-answer = The judging ended without an answer. Close other programs and try again.
compare-stopped = The judging was stopped. Nothing was changed.
compare-ready = A comparison of other versions is ready: choose them to see it.
compare-exported = { $name } is saved in { $file }
compare-imported = { $name } is here. Judge it before you let it sell.
compare-deleted = { $name } is deleted
model-promoted = { $name } sells from now on
model-rolled-back = { $name } sells again
problem-promotion = The same version sells as before: { $reason }
