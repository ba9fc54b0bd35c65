# bench
drop-bench = 松开鼠标，看看收银台怎么认这些图片
bench-add = 添加图片…
bench-add-folder = 文件夹…
bench-save = 保存…
bench-clear = 移走所有图片
bench-export-html = 带图片的网页（HTML）…
bench-export-csv = 表格（CSV）…
bench-version = 版本：{ $version }
bench-selling = 正在使用的版本
bench-scope-on-sale = 只认在售商品，与收银台一样
bench-scope-everything = 该版本认识的全部商品
bench-again = 重新识别所有图片
bench-compare = 对比…
bench-beside = 对比：{ $version }
bench-compare-none = 不对比
bench-show = 显示
bench-search = 搜索图片
bench-filter-all = 全部
bench-filter-wrong = 错误
bench-filter-asked = 需询问
bench-filter-unknown = 未知
bench-filter-differ = 不同
bench-filter-unreadable = 无法读取
bench-nothing-shown = 没有符合的图片。请显示全部，或换个词搜索。
bench-empty-title = 收银台怎么认您的图片？
bench-empty-drop = 把图片拖到这里，多少都行，也可以是文件夹或 zip。不会产生销售。
bench-empty-no-drop = 选择图片、文件夹或 zip，也可以粘贴。不会产生销售。
bench-empty-folders = 如果文件夹以商品命名，例如“香蕉”，还能看到哪些认对了。
bench-empty-choose = 选择图片…
bench-empty-choose-folder = 选择文件夹…
bench-searching = 正在查找图片…
bench-loading = 正在加载版本…
bench-progress = { $done } / { $all }
bench-progress-left = { $done } / { $all } · 每秒 { $speed } 张 · { $left }
bench-seconds-left = { $seconds ->
   *[other] 约剩 { $seconds } 秒
}
bench-minutes-left = { $minutes ->
   *[other] 约剩 { $minutes } 分钟
}
bench-progress-bar = 进度
bench-stop = 停止
bench-continue = 继续
bench-stopped = { $left ->
   *[other] 已停止，还剩 { $left } 张图片
}
bench-waiting = 等待中
bench-decision-sure = 确定
bench-decision-ask = 会询问
bench-decision-unknown = 未知
bench-row = { $file }：{ $name }，{ $percent }，{ $decision }
bench-row-wrong = { $file }：{ $name }，{ $percent }，{ $decision }；错误
bench-row-waiting = { $file }：等待中
bench-row-unreadable = { $file }：{ $reason }
bench-other-says = 另一版本：{ $name } { $percent }，{ $decision }
bench-results = 结果
bench-tested-on-sale = { $version }，在 { $count } 种在售商品中识别（{ $device }）
bench-tested-everything = { $version }，在它认识的全部 { $count } 种商品中识别（{ $device }）
bench-right = 首选正确
bench-among-four = 前四个中有正确的
bench-sure = 确定，不询问
bench-sure-right = 其中正确
bench-asked = 会询问
bench-unknown = 当作未知
bench-time = 每张图片 { $time }
bench-interval = { $all } 张中 { $yes } 张 · { $low } 至 { $high } %
bench-interval-about = 范围表示：如果再试许多类似的图片，比例可能落在哪里。图片少，说明不了多少。
bench-duel = 两个版本在 { $both } 张图片中有 { $differ } 张不同。只有第一个正确：{ $first } 张；只有第二个正确：{ $second } 张。
bench-folders = 文件夹
bench-folders-about = 文件夹的名称说明其中图片是什么。点击可以更正。
bench-folder-row = 文件夹 { $folder }：{ $shows }，{ $all } 张中 { $yes } 张正确
bench-pictures-count = { $count ->
   *[other] { $count } 张图片
}
bench-any-kind = 任何 { $kind }
bench-nothing-sold = 本店不卖的东西
bench-unsaid = 未说明
bench-by-id = 按编号
bench-by-name = 按名称
bench-by-other-name = 按名称（{ $language }）
bench-by-kind = 按种类
bench-by-hand = 由您说明
bench-by-several = 有几种商品叫这个名称：是哪一种？
bench-by-no-one = 没有商品叫这个名称：是什么？
bench-mix-ups = 被认成别的
bench-mix-up = { $count ->
   *[other] { $of } 张{ $shows }的图片中有 { $count } 张被认成{ $taken }
}
bench-correct-title = “{ $folder }”里的图片是什么？
bench-correct-search = 搜索商品
bench-large-shows = 图中是：{ $shows }
bench-previous = 上一张
bench-next = 下一张
bench-nothing-inside = 里面没有图片；请使用 JPEG、PNG、HEIC、WebP、BMP、TIFF 或 GIF
bench-zip-hostile = 该 zip 指向它外面的文件（{ $name }），已拒绝
bench-zip-damaged = 该 zip 已损坏，请重新打包
bench-folder-unreadable = 无法查看其中内容（{ $reason }）
bench-too-many = 最多放 { $most } 张图片；有 { $left } 张没有放入
bench-no-shop = 无法读取本店的商品：{ $reason }
bench-model-failed = 无法识别图片：{ $reason }
bench-no-thread = 系统无法提供线程，请关闭其他程序后重试
bench-exporting = 正在写入文件…
bench-exported = { $file } 已写入，共 { $count } 张图片
bench-not-exported = 文件没有写入：{ $reason }
bench-page-title = 测试图片
bench-page-about = { $count ->
   *[other] { $count } 张图片，由 { $version } 识别
}
bench-page-shows = 图中是{ $shows }
bench-page-wrong = 错误（{ $count }）
bench-page-asked = 会询问（{ $count }）
bench-page-unknown = 当作未知（{ $count }）
bench-page-others = 其余（{ $count }）
bench-page-unreadable = 无法读取（{ $count }）
bench-folder = 文件夹
bench-shows = 图中是
bench-pictures = 图片
