# teaching
training-show = 教学
training-photos = 照片
training-train = 训练模型
training-compare = 比较

# choosing a product
teach-which = 要教哪种商品？
teach-search = 要教的商品
teach-search-hint = 输入名称或 PLU
teach-choose = 教{ $name }，{ $price }
teach-new = 新商品“{ $name }”
teach-new-hint = 暂无价格：第一次销售时收银台会询问
teach-step-choose = 选择商品，或输入新商品的名称
teach-step-show = 按住空格键，在摄像头前转动商品
teach-step-known = 有五张照片收银台就能认出它，无需训练
teach-drop = 也可以把照片、文件夹或压缩包拖到这里（{ $key }）。文件夹名可以作为商品名。
teach-no-drop = 也可以按 { $key } 打开照片或压缩包。文件夹名可以作为商品名。
drop-teach = 松开即可用 { $count } 个文件来教：确认之前不会添加任何照片

# showing
teach-other = 换一种商品
teach-hold = 按住拍照
teach-burst = 连拍
teach-burst-stop = 停止
teach-files = 照片…
teach-folder = 文件夹…
teach-taken = { $count } 张照片
teach-hint-dark = 太暗：需要更多光线
teach-hint-blurred = 模糊：请放慢移动，或擦净镜头
teach-hint-nothing = 托盘上没有东西
teach-hint-cut-off = 有一部分在框外
teach-hint-alike = 太相似：请稍微转动
teach-hint-turn = 转一转
teach-hint-other-side = 请展示另一面
teach-hint-enough = 目前足够了
teach-hint-untaught = 清空托盘后按 F7：这样就会像收银时一样裁出商品
teach-known = 就绪：收银台已认识它
teach-missing = 再拍 { $count } 张，收银台就认识它
teach-learning = 收银台正在学习…
teach-kept-back = 这些照片留作评判模型之用；请再展示一次
teach-no-model = 照片已保存，但目前没有模型可以学习：{ $reason }
teach-photos = { $count } 张照片
teach-remove = 取出第 { $number } 张照片
teach-undo = 撤销
teach-forget = 全部忘记
teach-trial = 收银台现在看到的
teach-trial-none = 暂无
teach-trial-accept = 会加入{ $name }
teach-trial-ask = 会询问是哪一种
teach-trial-unknown = 不认识这个

# files
teach-files-looking = 正在查看文件…
teach-files-found = { $count ->
    [0] 这些文件里没有照片
   *[other] 找到 { $count } 张照片
}
teach-files-folders = 文件夹名对应这些商品：
teach-files-known = { $name }：{ $count } 张照片
teach-files-new = { $name }（新）：{ $count } 张照片
teach-files-loose = { $count } 张照片不在任何文件夹里
teach-files-problems = { $count } 个文件无法使用
teach-add-chosen = 全部都是{ $name }
teach-add-folders = 按 { $count } 个文件夹的名称
teach-adding = 正在添加照片：{ $done } / { $total }
teach-adding-stop = 停止
teach-adding-done = 关闭
teach-added = 已添加 { $added } 张，已有 { $already } 张，无法使用 { $unusable } 张，未处理 { $left } 张

# problems
teach-shop = 无法使用商店文件夹：{ $reason }
teach-not-kept = 照片无法保存：{ $reason }
teach-no-thread = 电脑太忙，无法开始；请关闭其他程序后重试
teach-choose-first = 请先选择商品
teach-unknown-product = 目录里已没有 { $product }；请选择其他商品
teach-adding-runs = 正在添加照片；请等待完成，或先停止
teach-file-kind = 不是图片，也不是压缩包
teach-file-unreadable = 无法读取：{ $reason }
teach-file-no-photos = 里面没有照片
teach-file-other-product = 这张照片已经存在，属于 { $product }
