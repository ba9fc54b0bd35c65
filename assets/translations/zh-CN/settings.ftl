## 设置

settings-shop = 店铺
settings-receipt = 小票
settings-devices = 设备
settings-till = 收银台
settings-look = 外观

settings-shop-name = 店名
settings-shop-name-hint = 显示在每张小票顶部
settings-address = 地址
settings-tax-id = 税号
settings-money = 货币与税
settings-currency = 货币
settings-currency-hint = 价格数字保持不变。售出商品之前可以更改货币和计税方式
settings-money-fixed = 已有销售，货币和计税方式不能再更改
settings-tax-mode = 价格
settings-tax-included = 含税
settings-tax-added = 不含税，另加
settings-tax-rates = 常用税率（%）
settings-tax-rates-hint = 编辑商品时可选，新商品默认用第一个；例如 7 / 19

settings-receipt-foot = 小票末尾文字
settings-receipt-foot-hint = 营业时间、感谢语、退货说明
settings-reasons = 常用原因
settings-reasons-hint = 改价、折扣或作废购物车的原因，每行一条，最多九条。收银时按数字键或点击即可选用。

settings-tray-edit = 在画面上标出托盘…
settings-camera = 摄像头

settings-till-name = 本收银台名称
settings-till-name-hint = 显示在小票和报表上，每台不同
settings-rounding = 现金取整到
settings-rounding-none = 不取整
settings-rounding-hint = 只有现金支付的部分取整，取整额会显示在小票上
settings-naming = 识别商品
settings-prices-decide = 同价商品无需询问
settings-prices-decide-hint = 当可能的商品价格和税率都相同时，直接取最可能的一种
settings-scale-hint = 窗口越大文字越大；按 Ctrl 加 + 或 - 可再调整

setting-not-a-switch = 只能开或关
setting-till-bad = 1 到 20 个字母或数字
setting-rounding-bad = 请选择其中一档
setting-tax-rates-bad = 0 到 100 的税率，用斜线分隔，例如 7 / 19
setting-text-long = 最多 { $lines } 行、{ $characters } 个字符
setting-currency-bad = 这不是货币
setting-cart-not-empty = 购物车不是空的，请先完成销售
setting-refused = 未更改：{ $reason }
setting-unreadable = 无法识别这个值
setting-printer-bad = 请填 none，或连接方式，例如 network 192.168.1.50:9100 或 serial COM3 9600
setting-code-page-bad = 请选择列出的代码页
setting-width-bad = 请选择 32、42 或 48 列
setting-scale-bad = 请填 none，或协议、端口和速率，例如 toledo /dev/ttyUSB0 9600
setting-prefix-bad = 一个非数字的字符，或留空

settings-sales-prior = 常卖的商品优先识别
settings-sales-prior-hint = 从本店销售中学习；新商品仍可胜出
settings-captures = 保留店员确认过的照片
settings-captures-hint = 保存在店铺文件夹中，用于下次训练

settings-scale = 电子秤
settings-scale-how = 电子秤的连接方式
settings-scale-how-hint = none，或者协议、端口和速率：toledo /dev/ttyUSB0 9600 或 cas COM3 9600
settings-scale-none = 未连接电子秤
settings-try-scale = 试用电子秤
settings-try-scale-end = 结束试用
settings-tares = 容器
settings-tares-hint = 每行一个：名称和克数，例如 袋子 4；最多六个
settings-codes = 条码
settings-scanner-prefix = 扫码枪先发送的字符
settings-scanner-prefix-hint = 一个符号或留空，用来区分扫描与手工输入
settings-rules = 含价格或重量的条码
settings-rules-hint = 每行一条：前缀、price 或 weight、商品位数、数值位数、除数；例如 23 weight 5 5 1000
settings-rules-usual = 使用常用规则
settings-sounds = 提示音
settings-sounds-on = 短提示音
settings-sounds-hint = 用于加入、询问和失败
settings-try-sounds = 试听提示音
setting-tares-bad = 每行是名称和克数，例如 袋子 4
setting-rules-bad = 每行是前缀、price 或 weight 和三个数字，例如 23 weight 5 5 1000

settings-people = 人员
settings-print-always = 自动打印每张小票
settings-printer = 打印机与钱箱
settings-printer-where = 打印机位置
settings-printer-where-hint = none、network 192.168.0.20、file /dev/usb/lp0 或 serial /dev/ttyUSB1 9600
settings-code-page = 代码页
settings-code-page-hint = 打印机所设的代码页；缺少的字符会以图片打印
settings-printer-width = 纸张宽度
settings-printer-width-hint = 58 毫米纸为 32 列，80 毫米纸为 42 或 48 列
settings-columns = { $count } 列
settings-drawer = 钱箱接在打印机上
settings-drawer-hint = 收付现金时打开
settings-try-printer = 打印测试页
settings-try-drawer = 打开钱箱
