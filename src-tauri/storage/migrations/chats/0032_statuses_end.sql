-- A status stays for a day, as WhatsApp shows it: what came before that was known goes with the next look at the clock.
UPDATE messages SET expires_at_ms = min(coalesce(expires_at_ms, place_ms + 86400000), place_ms + 86400000)
  WHERE chat_id IN (SELECT id FROM chats WHERE kind = 'status');
