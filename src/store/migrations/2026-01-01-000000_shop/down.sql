DROP TABLE settings;
DROP TABLE sale_lines;
DROP TABLE sales;
DROP TABLE products;
