# 窗口文字

app-name = Tillsight

## 顶栏

place-till = 收银
place-training = 训练
place-products = 商品
place-day = 日结
place-bench = 测试图片
place-settings = 设置

open-photo = 打开照片…
take-picture = 拍照
camera-menu = 摄像头
camera-none = 未找到摄像头
camera-looking = 正在查找摄像头…
camera-off = 关闭摄像头
camera-refresh = 重新查找
camera-starting = 正在启动摄像头…
camera-lost = 摄像头没有画面，正在等待它恢复
camera-live = 实时画面
camera-start = 使用 { $name }
language-menu = 语言
theme-menu = 浅色或深色
theme-system = 跟随系统
theme-light = 浅色
theme-dark = 深色

model-loading = 正在加载模型…
model-ready = 就绪
model-ready-detail = 模型 { $name }，运行于 { $device }
model-failed = 没有模型
model-retry = 重试

## 打开与空白

shop-opening = 正在打开店铺…
empty-title = 请出示商品
empty-drop = 将照片拖到这里、粘贴或打开一张照片
empty-no-drop = 请打开或粘贴照片；此桌面 (Wayland) 不支持拖放文件
empty-camera = 将商品放在摄像头下并拍照
samples-title = 试试示例
sample-label = 示例 { $name }
drop-now = 松开即可识别 { $count } 张照片

## 照片

photo-alt = 照片
item-seen = 正在识别的商品
item-number = 第 { $number } 件，共 { $count } 件
item-all = 全部 { $count } 件
item-look = 识别第 { $number } 件，共 { $count } 件
photo-camera = 摄像头照片
photo-clipboard = 粘贴的图片
looking-title = 正在识别…
looking-model = 模型仍在加载，随后识别这张照片
which-title = { $kind ->
    [apple] 苹果
    [juice] 果汁
    [melon] 瓜类
    [milk] 牛奶
    [onion] 洋葱
    [pear] 梨
    [pepper] 甜椒
    [potato] 土豆
    [sour-cream] 酸奶油
    [soy-milk] 豆奶
    [soyghurt] 大豆酸奶
    [tomato] 番茄
    [yoghurt] 酸奶
   *[other] { $name }
}：是哪一种？
ask-title = 是哪一个？
ask-hint = 点击卡片或按对应数字键
cautious-title = 是{ $product }吗？
cautious-on-trial = 我认为是，但我刚来本店，会多问几次（已确认 { $confirmed } / { $wanted }）
cautious-often-undone = 我认为是，但在本店我这样有把握时错得太多
cautious-often-taken-for = 我认为是，但我在本店曾把别的商品认成它
unknown-title = 这个不太确定
unknown-hint = 以下仅为猜测：正确请点击，或按名称查找商品
nothing-title = 无法识别这张照片
nothing-hint = 请在购物车中按名称、PLU 或条码查找商品
added-title = 已加入{ $product }
added-hint = 不对？点击其他卡片
added-weight = 请输入重量
added-price = 请输入价格
undo = 撤销
dismiss = 忽略
failed-title = 这张照片无法使用
waiting = 还有 { $count } 张照片等待处理
why = 为什么？
why-title = 为什么是{ $product }？
why-hint = 越亮的地方越像{ $product }
why-slight = 照片上几乎没有像{ $product }的地方
why-rather-title = 为什么是{ $product }而不是{ $other }？
why-rather-hint = 越亮的地方越像{ $product }，而不像{ $other }
why-rather-slight = 照片上几乎没有像{ $product }而不像{ $other }的地方
why-next = 哪里像{ $product }？
why-close = 返回
why-alt = 标出依据的照片
why-similar = 本店照片中最相似的一张
why-least = 无
why-most = 最多
why-frame = 只识别了框内的部分
why-failed = 无法显示：{ $reason }
tile-label = { $name }，{ $price }，把握 { $percent }

## 购物车

cart-empty = 购物车是空的
cart-empty-hint = 识别出的商品会显示在这里
search-hint = 名称、PLU 或条码
search-label = 查找商品
search-nothing = 没有找到
search-add = 加入{ $name }，{ $price }
search-plu = PLU { $plu }
line-remove = 移除{ $name }
line-more = { $name }加一件
line-less = { $name }减一件
line-pieces = { $name }的件数
line-weight = { $name }的重量（克）
weight-hint = 重量
unit-gram = 克
price-per-kg = { $price }/千克
price-per-piece = × { $price }
total = 合计
net = 不含税
tax = 税额
completing-sale = 正在保存销售…
complete-needs-weight = 还缺重量
complete-needs-price = 还缺价格
sale-title = 第 { $number } 笔销售已完成
sale-total = 销售合计 { $total }

## 输入路径

path-title = 按路径打开照片
path-reason = 无法打开此桌面的文件对话框
path-hint = 输入或粘贴路径
path-open = 打开
path-cancel = 取消

## 通知

notice-close = 关闭此通知

problem-shop = 店铺文件夹无法使用：{ $reason }
problem-model = 无法识别照片，但仍可按名称查找并销售商品：{ $reason }
problem-sale = 销售未保存，购物车保持不变：{ $reason }
problem-setting = 此选择无法保存：{ $reason }
problem-weight-needed = 还有一行需要重量
problem-price-needed = 还有一行需要价格
model-renewed = Tillsight 带来了新模型；您自己的照片和版本都保留着，开始时它会多问几次
model-kept = 无法载入新模型，继续使用之前的模型：{ $reason }
problem-weight = 请输入克数，例如 350
problem-pieces = 1 到 9999 件
problem-cart = 无法加入：{ $reason }
problem-no-camera = 未找到摄像头，请打开照片
problem-camera-waits = 摄像头还没有画面，请稍后再试
problem-too-many-photos = 最多同时等待 { $limit } 张照片，{ $left } 张未加入
problem-recognition = 这些照片无法识别：{ $reason }

photo-unreadable = 无法读取（{ $reason }），请确认文件仍然存在
photo-empty = 文件是空的，请重新复制或重新拍照
photo-not-a-picture = 这不是图片，请使用 JPEG、PNG、HEIC、WebP、BMP、TIFF 或 GIF
photo-truncated = 文件不完整，请重新复制或重新拍照
photo-too-large = 图片太大（{ $width } × { $height } 像素），请先缩小
photo-not-a-file = 这不是文件，请选择照片
photo-unknown-kind = 无法打开这种图片（{ $kind }），请另存为 JPEG
photo-too-heavy = 需要太多内存，请另存为较小的 JPEG
photo-damaged = 图片已损坏，请重新复制或重新拍照

# Texts that are not taken
text-control-sign = 其中含有控制字符（{ $sign }），打印机会把它当作命令。请去掉后重新输入
text-too-long = 最多 { $most } 个字符，请缩短
text-refused = 无法采用这段文字：{ $reason }

# A second window on a shop
other-till-title = 这家店已经打开
other-till-what = { $shop } 中的店已在另一个 Tillsight 窗口中打开。请在那里继续，或关闭它后重新启动。
other-till-close = 关闭
