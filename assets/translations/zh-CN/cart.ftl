## The cart's lines, carts on hold

line-select = { $name }这一行
line-taken-off = 优惠 { $amount }
line-list-price = 原价 { $price }

tool-price = 改价
tool-price-label = { $name }的价格、折扣或备注
tool-open-price = 其他
tool-open-price-label = 目录外商品
tool-hold = 挂单
tool-hold-label = 挂起购物车
tool-held = 取单 { $count }
tool-held-label = 挂起的购物车：{ $count }
tool-void = 作废
tool-void-label = 作废整个购物车

cart-dialog-back = 返回

terms-price = 另定价格
terms-price-hint = 目录价 { $price }
terms-discount = 折扣
terms-discount-hint = 10 % 或 0.50
terms-reason = 原因
terms-reason-hint = 为什么改价
terms-note = 备注
terms-save = 保存
terms-no-price = 请输入价格，例如 1.99
terms-no-discount = 请输入折扣，例如 10 % 或 0.50
cart-discount = 整单折扣…
cart-discount-title = 整单折扣
cart-discount-about = 折扣会分摊到每一行，税额保持准确。
open-price-title = 目录外商品
open-price-about = 无需建立商品，输入价格即可。
open-price-called = 名称（可不填）
open-price-name = 其他商品
open-price-do = 加入购物车

hold-title = 挂起这个购物车？
hold-note = 备注
hold-note-hint = 姓名、桌号或推车号
hold-do = 挂单
hold-only-note = 只保存备注

held-title = 挂起的购物车
held-swap = 当前的购物车会被挂起
held-no-note = 无备注
held-about = { $time } · { $count ->
   *[other] { $count } 行
}
held-resume = 继续 { $note }，{ $total }

void-title = 作废整个购物车？
void-what = { $count ->
   *[other] { $count } 行，{ $total }
}
void-do = 作废
void-keep = 保留
void-reason = 原因（可不填）

problem-cart-unsafe = 断电时购物车可能丢失：{ $reason }
problem-carts-lost = 以前的购物车无法恢复：{ $reason }
problem-hold = 购物车保持不变：{ $reason }
problem-cart-elsewhere = 另一个程序已售出、更改或挂起了这个购物车，这里没有记账。现在显示的是最新内容
problem-cart-elsewhere-look = 另一个程序已售出、更改或挂起了这个购物车，这里没有记账。现在显示的是最新内容，请核对最后添加的商品：{ $lines }
problem-reason = 改价或折扣需要填写原因
problem-discount = 折扣超过了这一行的价格
problem-cart-discount = 折扣超过了整单金额
void-take-back = 恢复
line-voided = 已移除{ $product }。按 Ctrl+Z 可恢复。
problem-weighing = 重量须在 1 克到 1000 千克之间
problem-line = 这一行保持不变：{ $reason }
