-- A search and a count read this index and nothing else.
CREATE INDEX tenants_by_search ON tenants (id, search);
