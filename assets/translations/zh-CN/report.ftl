# `tillsight evaluate --report` 的网页，给店主阅读：用完整的句子，不用未解释的术语。

report-title = 收银机认得准您的商品吗？
report-about = 模型 { $model }，于 { $date } 用 { $data } 中的照片评估。

## 开头

report-right = { $photos } 张照片中，{ $count } 张第一次就认对了（{ $share }）。
report-right-kind = { $photos } 张照片中，{ $count } 张第一次就认对了种类（{ $share }）。这些照片只标注了种类，例如“苹果”。
report-four = 有 { $count } 张照片（{ $share }）的正确商品出现在收银机给出的四个选项里。
report-range = 每一组照片都只是抽样：换一组同类照片，第一个数字很可能在 { $low } 到 { $high } 之间。
report-accepted = 收银机会不经询问就将 { $count } 张照片（{ $share }）的商品放入购物车，其中 { $wrong } 张是错的。
report-asked = 有 { $count } 张（{ $share }）它会询问；其中 { $four } 张的正确选项可以直接点选。
report-unknown-goods = 有 { $count } 张您的商品照片（{ $share }）会被当作店里不卖的东西。
report-strangers = { $pictures } 张没有商品的图片中，有 { $accepted } 张会不经询问就被当作商品卖出。
report-seen = 注意：这 { $photos } 张照片中有 { $seen } 张曾用于训练或调整模型。用它见过的照片评估，结果会比柜台上的实际表现好；请用它从未见过的照片评估。
report-few = 注意：{ $photos } 张照片太少。请至少用一百张照片评估后再相信这些数字。
report-not-learnt = 有 { $photos } 张照片上的商品是此模型没有学过的（{ $products }），它不可能认对。

## 收银机会怎么做

report-outcomes-title = 收银机会怎么做
report-outcomes-how = 读法：整条代表全部照片；红色部分是没有人察觉、却会造成损失的错误。
report-outcome-accepted-right = 不经询问放入购物车，正确
report-outcome-accepted-wrong = 不经询问放入购物车，错误
report-outcome-asked-four = 询问，正确商品在四个选项中
report-outcome-asked-more = 询问，正确商品不在选项中
report-outcome-unknown = 被当作店里不卖的东西
report-by-price = 如果让价格参与判断，即价格相同的商品无需询问，则 { $accept } 的照片会不经询问放入购物车，其中 { $right } 的价格是对的。
report-by-price-none = 即使让价格参与判断，也没有照片会不经询问放入购物车。

## 错误

report-pairs-title = 哪些商品会被混淆
report-pairs-how = 读法：这里列出最常互相认错的商品和认错的照片。在您的柜台上为这两种商品拍清晰的照片最有帮助；如果照片的标注本身是错的，那是数据的错误，不是收银机的错误。
report-no-mistakes = 没有认错的照片。
report-taken-for = { $photos } 张{ $shows }的照片中，{ $count } 张被认成了{ $taken }。
report-example = { $shows }，被认成{ $taken }（把握 { $share }）
report-example-unknown = 被认成{ $taken }（把握 { $share }）
report-no-picture = 无法再次打开照片
report-unasked-title = 不经询问售出的商品，按种类
report-unasked-how = 读法：这些种类的商品会不经询问就被当作别的商品售出，最严重的在前。
report-column-kind = 种类
report-column-unasked = 不经询问售出
report-column-wrong = 错误
report-column-sold-as = 售作
report-at-most = （至多 { $share }）
report-wrong-title = 没有询问任何人的错误
report-wrong-how = 读法：有 { $count } 张照片会不经询问就卖错，这里是收银机最有把握的那些。请看看人能不能分辨。

## 商品

report-products-title = 各个商品
report-products-how = 读法：绿条是第一次就认对的比例；上面的细线表示换一批照片时该比例所在的范围（95 % 的把握）。细线很长，说明照片太少，无法下结论。
report-column-product = 商品
report-column-photos = 照片
report-column-right = 认对
report-column-four = 在四个选项中
report-column-taken-for = 最常被认成
report-kind-only = （同种类即算对）
report-unlearnt = （未学过）
report-all-right = { $count } 种商品的照片全部认对

## 是否可信

report-reliability-title = 它说有多少把握，就有多少次是对的吗？
report-reliability-how = 读法：每个柱子汇集了收银机把握相近的照片。柱顶在虚线上表示诚实；低于虚线是自夸，高于虚线是谦虚。细线是偶然因素可能造成的变动；浅色柱子的照片不足五张。
report-reliability-x = 收银机的把握
report-reliability-y = 实际认对的比例
report-reliability-bar = 把握 { $from } 到 { $to }：{ $photos } 张照片，{ $right } 认对
report-risk-title = 少问一些，代价是什么？
report-risk-how = 读法：越往右，不经询问放入购物车的照片越多；高度是其中出错的比例。
report-risk-x = 不经询问接受的照片
report-risk-y = 接受的照片中出错的比例
report-risk-98 = 若容许一百张中错两张，这些照片中最多 { $share } 可以不经询问接受。
report-today = 当前设置
report-asks-from = 此点以左：会询问
report-accepts-from = 此点以左：可能接受
report-unknown-title = 它知道自己不认识什么吗？
report-unknown-how = 读法：越往左，收银机越严格。高度是仍被当作商品的商品照片，向右的距离是同样被当作商品的无商品图片。被当作商品不等于卖出：多数时候收银机会询问。曲线越靠近左上角越好；虚线相当于瞎猜。
report-unknown-x = 被当作商品的无商品图片
report-unknown-y = 被当作商品的商品照片
report-unknown-accepted = 这些图片上没有商品，却会不经询问就被卖出：

## 结尾

report-time-title = 用了多长时间
report-time = 平均每张照片 { $all } 毫秒：读取和准备 { $read } 毫秒（{ $threads } 个线程），网络 { $network } 毫秒（在 { $device } 上）。
report-figures-title = 各项指标
report-figures-how = 供比较模型使用；此页面的全部数据在同一文件夹的 report.json 中。
report-figure-top1 = Top-1
report-figure-top4 = Top-4
report-figure-coarse = 种类 Top-1
report-figure-loss = 平均负对数似然（nat）
report-figure-ece = 期望校准误差，15 组
report-figure-auroc = AUROC，商品与无商品
report-figure-fpr95 = 保留 95 % 商品时的误报率
report-figure-unknown-accepted = 被接受的无商品图片
report-figure-accept = 不经询问接受
report-figure-accept-right = 其中正确
report-figure-price-accept = 价格参与判断时接受
report-figure-price-right = 其中价格正确
report-figure-threshold-accept = 接受的阈值
report-figure-threshold-familiar = 接受所需的熟悉度阈值
report-figure-threshold-unknown = 未知的阈值
report-footer = 由 Tillsight 在本机生成。此页面不从别处加载任何内容。
