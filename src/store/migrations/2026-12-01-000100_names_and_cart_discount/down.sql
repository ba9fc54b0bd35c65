ALTER TABLE sales DROP COLUMN discount_reason;
ALTER TABLE sale_lines DROP COLUMN cart_discount;
ALTER TABLE sale_lines DROP COLUMN names;
