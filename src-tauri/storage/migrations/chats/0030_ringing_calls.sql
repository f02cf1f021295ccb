-- Calls whose end was not heard yet.
CREATE INDEX messages_ringing ON messages (row)
  WHERE json_extract(content, '$.kind') = 'call' AND json_extract(content, '$.outcome') = 'ringing';
