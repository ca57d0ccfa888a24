module example.org/invoices

go 1.23
