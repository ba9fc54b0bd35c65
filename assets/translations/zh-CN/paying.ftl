## Paying, receipts, refunds
