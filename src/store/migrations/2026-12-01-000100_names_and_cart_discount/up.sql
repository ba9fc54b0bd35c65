-- The product's names in other languages when it was sold, a JSON object as in products: receipts are
-- printed in several languages, long after. Sales of before know the one name alone.
ALTER TABLE sale_lines ADD COLUMN names TEXT NOT NULL DEFAULT '{}';
-- What of `discount` is the line's share of what was taken off the whole cart, and why that was.
ALTER TABLE sale_lines ADD COLUMN cart_discount INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sales ADD COLUMN discount_reason TEXT NOT NULL DEFAULT '';
