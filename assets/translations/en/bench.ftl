# bench
drop-bench = Drop the pictures to see what the till makes of them
bench-add = Add pictures…
bench-add-folder = Folder…
bench-save = Save…
bench-clear = Take all pictures away
bench-export-html = A page with the pictures (HTML)…
bench-export-csv = A table (CSV)…
bench-version = Version: { $version }
bench-selling = the one that sells
bench-scope-on-sale = Only what is on sale, as at the till
bench-scope-everything = Everything that the version knows
bench-again = Name all pictures again
bench-compare = Compare with…
bench-beside = Beside: { $version }
bench-compare-none = Nothing
bench-show = Show
bench-search = Search the pictures
bench-filter-all = All
bench-filter-wrong = Wrong
bench-filter-asked = Asked
bench-filter-unknown = Unknown
bench-filter-differ = Different
bench-filter-unreadable = Unreadable
bench-nothing-shown = No picture fits. Show all of them, or search for something else.
bench-empty-title = What does the till make of your pictures?
bench-empty-drop = Drop pictures here, as many as you like, a folder or a zip. Nothing is sold.
bench-empty-no-drop = Choose pictures, a folder or a zip, or paste them. Nothing is sold.
bench-empty-folders = If folders are called like products, such as “Banana”, you also see what is right.
bench-empty-choose = Choose pictures…
bench-empty-choose-folder = Choose a folder…
bench-searching = Looking for pictures…
bench-loading = Loading the version…
bench-progress = { $done } of { $all }
bench-progress-left = { $done } of { $all } · { $speed } a second · { $left }
bench-seconds-left = { $seconds ->
    [one] a second left
   *[other] about { $seconds } seconds left
}
bench-minutes-left = { $minutes ->
    [one] a minute left
   *[other] about { $minutes } minutes left
}
bench-progress-bar = Progress
bench-stop = Stop
bench-continue = Go on
bench-stopped = { $left ->
    [one] Stopped; one picture is left
   *[other] Stopped; { $left } pictures are left
}
bench-waiting = waiting
bench-decision-sure = sure
bench-decision-ask = would ask
bench-decision-unknown = unknown
bench-row = { $file }: { $name }, { $percent }, { $decision }
bench-row-wrong = { $file }: { $name }, { $percent }, { $decision }; wrong
bench-row-waiting = { $file }: waiting
bench-row-unreadable = { $file }: { $reason }
bench-other-says = other: { $name } { $percent }, { $decision }
bench-results = Results
bench-tested-on-sale = { $version }, among { $count } products on sale ({ $device })
bench-tested-everything = { $version }, among all { $count } products that it knows ({ $device })
bench-right = First name right
bench-among-four = Right among the first four
bench-sure = Sure, without asking
bench-sure-right = Of those, right
bench-asked = Would ask
bench-unknown = Taken for unknown
bench-time = { $time } a picture
bench-interval = { $yes } of { $all } · { $low } to { $high } %
bench-interval-about = The range says where the share may lie if you tried many more pictures like these: few pictures say little.
bench-duel = The versions differ on { $differ } of { $both } pictures. Only the first is right on { $first }, only the second on { $second }.
bench-folders = Folders
bench-folders-about = What a folder is called says what its pictures show. Press one to say it better.
bench-folder-row = Folder { $folder }: { $shows }, { $yes } of { $all } right
bench-pictures-count = { $count ->
    [one] 1 picture
   *[other] { $count } pictures
}
bench-any-kind = any { $kind }
bench-nothing-sold = nothing that is sold here
bench-unsaid = not said
bench-by-id = by its id
bench-by-name = by its name
bench-by-other-name = by its name ({ $language })
bench-by-kind = by its kind
bench-by-hand = said by you
bench-by-several = Several products are called so: which one?
bench-by-no-one = No product is called so: what is it?
bench-mix-ups = Taken for something else
bench-mix-up = { $count ->
    [one] 1 of { $of } pictures of { $shows } was taken for { $taken }
   *[other] { $count } of { $of } pictures of { $shows } were taken for { $taken }
}
bench-correct-title = What do the pictures in “{ $folder }” show?
bench-correct-search = Search a product
bench-large-shows = Shows: { $shows }
bench-previous = Previous
bench-next = Next
bench-nothing-inside = There is no picture inside; use JPEG, PNG, HEIC, WebP, BMP, TIFF or GIF
bench-zip-hostile = The zip names a file outside of itself ({ $name }); it is refused
bench-zip-damaged = The zip is damaged; pack it again
bench-folder-unreadable = It cannot be looked into ({ $reason })
bench-too-many = At most { $most } pictures fit on the bench; { $left } were left out
bench-no-shop = The shop's products could not be read: { $reason }
bench-model-failed = Pictures cannot be named: { $reason }
bench-no-thread = The system gives no thread; close other programs and try again
bench-exporting = Writing the file…
bench-exported = { $file } is written, with { $count } pictures
bench-not-exported = The file was not written: { $reason }
bench-page-title = Test pictures
bench-page-about = { $count ->
    [one] One picture, named by { $version }
   *[other] { $count } pictures, named by { $version }
}
bench-page-shows = shows { $shows }
bench-page-wrong = Wrong ({ $count })
bench-page-asked = Would ask ({ $count })
bench-page-unknown = Taken for unknown ({ $count })
bench-page-others = The others ({ $count })
bench-page-unreadable = Unreadable ({ $count })
bench-folder = Folder
bench-shows = Shows
bench-pictures = Pictures
